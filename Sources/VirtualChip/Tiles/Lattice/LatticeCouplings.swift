import ChipPrograms
import HardwareSpecs
import IsingModels

/// One coupling as an agent sees it.
struct LatticeLink {
  /// The agent at the other end.
  var neighbour: Int32
  /// The stored code, times what its cell makes of it: J in units of the scale.
  var code: Float
}

/// Couplings as they are stored: signed codes of b_w bits with one scale, one cell for each pair of
/// agents, which both read.
///
/// Codes are exact where all couplings are multiples of one number with factors that fit b_w bits.
struct LatticeCouplings {
  /// J of code 1.
  let scale: Double
  /// Whether all codes times the scale are the program's couplings.
  let areExact: Bool
  /// The model of the stored codes, without variation: J = scale · code.
  let stored: IsingModel
  /// Where the links of each agent start; one more than agents.
  let offsets: [Int32]
  /// Rows of links in ascending order of neighbours, with the codes as the program has them.
  private let links: [LatticeLink]
  /// The pair of each link, by its place among the stored bonds.
  private let pairs: [Int32]
  /// The same pair seen from its other end, by link.
  let reverse: [Int32]
  /// Hops of a message along each link: the Manhattan distance on the grid.
  let hops: [Int32]
  /// h.
  let fields: [Double]

  /// The couplings of a program's agents in the bits of a chip.
  init(
    _ agents: Program.Agents, of program: String, chip: ChipSpec
  ) throws(MachineError) {
    let model: IsingModel
    do { model = try agents.model() } catch {
      throw .unusableProgram(name: program, reason: error.description)
    }
    let largestCode = max(1, (1 << (min(chip.geometry.couplingBits, 31) - 1)) - 1)
    let unit = Self.exactUnit(model.bonds.map(\.coupling), largestCode: largestCode)
    let largest = model.bonds.reduce(0) { max($0, abs($1.coupling)) }
    let scale = unit ?? (largest > 0 ? largest / Double(largestCode) : 1)
    let codes = model.bonds.map { ($0.coupling / scale).rounded(.toNearestOrEven) }
    areExact = unit != nil
    self.scale = scale
    fields = model.fields
    do {
      stored = try IsingModel(
        spinCount: model.spinCount,
        bonds: zip(model.bonds, codes).map { bond, code in
          Bond(Int(bond.first), Int(bond.second), code * scale)
        }, fields: model.fields)
    } catch { throw .unusableProgram(name: program, reason: error.description) }
    let adjacency = model.adjacency
    offsets = adjacency.offsets
    var links = adjacency.neighbours.map { LatticeLink(neighbour: $0, code: 0) }
    var reverse = [Int32](repeating: 0, count: links.count)
    var pairs = [Int32](repeating: 0, count: links.count)
    // Bonds are ordered by (first, second), and rows hold lower neighbours first: both ends of a bond
    // are met in the order of their rows.
    var next = adjacency.offsets
    func entry(_ agent: Int32, _ neighbour: Int32) -> Int {
      while adjacency.neighbours[Int(next[Int(agent)])] != neighbour { next[Int(agent)] += 1 }
      return Int(next[Int(agent)])
    }
    for (k, bond) in model.bonds.enumerated() {
      let below = Self.find(bond.first, in: adjacency, of: bond.second)
      let above = entry(bond.first, bond.second)
      links[below].code = Float(codes[k])
      links[above].code = Float(codes[k])
      pairs[below] = Int32(k)
      pairs[above] = Int32(k)
      reverse[below] = Int32(above)
      reverse[above] = Int32(below)
    }
    self.links = links
    self.pairs = pairs
    self.reverse = reverse
    let columns = agents.gridColumns
    var hops = [Int32](repeating: 0, count: links.count)
    for agent in 0..<model.spinCount {
      for link in adjacency.range(of: agent) {
        let other = Int(adjacency.neighbours[link])
        hops[link] = Int32(
          abs(agent / columns - other / columns) + abs(agent % columns - other % columns))
      }
    }
    self.hops = hops
  }

  /// Links with the variation of a die's cells, one factor a pair, which both ends see; none where it is
  /// empty.
  func links(variation: [Float]) -> [LatticeLink] {
    guard !variation.isEmpty else { return links }
    return zip(links, pairs).map { link, pair in
      LatticeLink(neighbour: link.neighbour, code: link.code * variation[Int(pair)])
    }
  }

  /// How many neighbours of an agent are free, and the hops of a message to all of them.
  func freeNeighbours(of agent: Int, held: [Int8]) -> (count: Int32, hops: Int32) {
    var (count, hops): (Int32, Int32) = (0, 0)
    for link in Int(offsets[agent])..<Int(offsets[agent + 1])
    where held[Int(links[link].neighbour)] == 0 {
      count += 1
      hops += self.hops[link]
    }
    return (count, hops)
  }

  /// Couplings of the agent with most of them.
  var largestDegree: Int {
    (1..<offsets.count).reduce(0) { max($0, Int(offsets[$1] - offsets[$1 - 1])) }
  }

  /// The place of a neighbour in a row, by halving.
  private static func find(_ neighbour: Int32, in adjacency: Adjacency, of agent: Int32) -> Int {
    var range = adjacency.range(of: Int(agent))
    while range.count > 1 {
      let middle = range.lowerBound + range.count / 2
      if adjacency.neighbours[middle] <= neighbour {
        range = middle..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }

  /// The largest unit of which all couplings are multiples by codes, if there is one: the smallest
  /// coupling over 1 to 16.
  private static func exactUnit(_ couplings: [Double], largestCode: Int) -> Double? {
    let sizes = Set(couplings.map { abs($0) }).subtracting([0])
    guard let smallest = sizes.min(), let largest = sizes.max() else { return 1 }
    return (1...16).lazy.map { smallest / Double($0) }.first { unit in
      largest / unit <= Double(largestCode) * (1 + 1e-12)
        && sizes.allSatisfy { size in
          let code = size / unit
          return abs(code - code.rounded()) <= 1e-12 * code
        }
    }
  }
}
