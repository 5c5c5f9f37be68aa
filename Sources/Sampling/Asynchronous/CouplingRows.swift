internal import IsingModels

/// The neighbours of a spin with their couplings in units, for hot loops.
///
/// Conforming types differ in speed only.
protocol CouplingRows: Sendable {
  /// Visits each neighbour once.
  func visit(_ site: Int, _ body: (_ neighbour: Int, _ coupling: Int) -> Void)

  /// Neighbours of a spin.
  func degree(of site: Int) -> Int
}

/// Four neighbours each, one coupling.
struct FourRows: CouplingRows {
  let neighbours: ConstantTable<Int32>
  let coupling: Int

  @inline(__always)
  func visit(_ site: Int, _ body: (Int, Int) -> Void) {
    let row = neighbours.elements.from(4 &* site)
    body(Int(row[0]), coupling)
    body(Int(row[1]), coupling)
    body(Int(row[2]), coupling)
    body(Int(row[3]), coupling)
  }

  @inline(__always)
  func degree(of site: Int) -> Int { 4 }
}

/// Any neighbours with integer couplings.
struct IntegerRows: CouplingRows {
  let offsets: ConstantTable<Int32>
  let neighbours: ConstantTable<Int32>
  let couplings: ConstantTable<Int8>

  @inline(__always)
  func visit(_ site: Int, _ body: (Int, Int) -> Void) {
    var entry = Int(offsets[site])
    let end = Int(offsets[site &+ 1])
    while entry < end {
      body(Int(neighbours[entry]), Int(couplings[entry]))
      entry &+= 1
    }
  }

  @inline(__always)
  func degree(of site: Int) -> Int {
    Int(offsets[site &+ 1] &- offsets[site])
  }
}

/// Any neighbours and couplings; in units where there are any.
struct RealRows: Sendable {
  let offsets: ConstantTable<Int32>
  let neighbours: ConstantTable<Int32>
  let couplings: ConstantTable<Double>
  let fields: [Double]

  init(_ model: IsingModel, units: IntegerUnits?) {
    RowChecks.check(model.adjacency, spinCount: model.spinCount)
    offsets = ConstantTable(model.adjacency.offsets)
    neighbours = ConstantTable(model.adjacency.neighbours)
    couplings = ConstantTable(
      units.map { $0.couplings.map { Double($0) } } ?? model.adjacency.couplings)
    fields = units.map { $0.scale.fields.map { Double($0) } } ?? model.fields
  }

  /// Visits each neighbour once; returns how many.
  @inline(__always)
  func visit(_ site: Int, _ body: (_ neighbour: Int, _ coupling: Double) -> Void) -> Int {
    let start = Int(offsets[site])
    let end = Int(offsets[site &+ 1])
    for entry in start..<max(start, end) {
      body(Int(neighbours[entry]), couplings[entry])
    }
    return end &- start
  }

  /// h_i + Σ_j J_ij s_j of all spins.
  func fields(of spins: [Int8]) -> [Double] {
    spins.indices.map { site in
      var sum = fields[site]
      _ = visit(site) { sum += $1 * Double(spins[$0]) }
      return sum
    }
  }
}
