public import IsingModels
public import RandomStreams

/// A ``BitSlicedLattice`` that holds its model: as a ``Sampler``, for models that exist as such.
public struct BitSlicedSampler: Sampler {
  /// What is sampled.
  public let model: IsingModel
  /// The engine.
  public private(set) var lattice: BitSlicedLattice

  /// −1 or +1, one a spin.
  public var spins: [Int8] { lattice.spins }
  /// The inverse temperature.
  public var beta: Double {
    get { lattice.beta }
    set { lattice.beta = newValue }
  }
  /// Attempts and flips so far.
  public var counts: UpdateCounts { lattice.counts }
  /// E(s), counted anew.
  public var energy: Double { lattice.energy }

  /// Starts from given spins.
  ///
  /// - Parameters:
  ///   - beta: inverse temperature.
  ///   - rule: how a spin decides.
  ///   - spins: one a site, −1 or +1.
  ///   - key: names the random numbers.
  ///   - threads: how many advance the spins.
  ///   - model: no fields; its bonds are those of the periodic lattice, each +J or −J with one J.
  ///   - sides: sites along each axis, at least 3 each.
  /// - Throws: `SamplerError.notLattice` for other models, `SamplerError.outOfRange`.
  /// - Precondition: one spin a site of the model, −1 or +1.
  public init(
    _ model: IsingModel, sides: [Int], beta: Double, rule: UpdateRule = .metropolis,
    spins: [Int8], key: StreamKey, threads: Int = 1
  ) throws(SamplerError) {
    let bonds = try LatticeBonds(model, sides: sides)
    self.model = model
    if bonds.negative.contains(true) {
      let dimension = sides.count
      lattice = try BitSlicedLattice(
        sides: sides, coupling: bonds.coupling, beta: beta, rule: rule, start: .up, key: key,
        threads: threads, isNegative: { bonds.negative[$0 * dimension + $1] })
    } else {
      lattice = try BitSlicedLattice(
        sides: sides, coupling: bonds.coupling, beta: beta, rule: rule, start: .up, key: key,
        threads: threads)
    }
    lattice.setSpins(spins)
  }

  /// N attempts a sweep.
  public mutating func advance(sweeps: Int) { lattice.advance(sweeps: sweeps) }
}

/// The bonds of a model as those of a periodic lattice.
struct LatticeBonds {
  /// J of the positive bonds; of all bonds if they are the same.
  let coupling: Double
  /// Whether the bond from a site up along an axis is −J, at site · D + axis.
  let negative: [Bool]

  init(_ model: IsingModel, sides: [Int]) throws(SamplerError) {
    let dimension = sides.count
    guard (1...4).contains(dimension) else {
      throw .outOfRange(parameter: "number of sides", value: Double(dimension), range: "1 to 4")
    }
    // Along a side of 2, two bonds are merged into one of 2 J.
    if let side = sides.first(where: { $0 < 3 }) {
      throw .outOfRange(parameter: "side", value: Double(side), range: "at least 3")
    }
    var count = 1
    for side in sides { count = count.multipliedReportingOverflow(by: side).partialValue }
    guard count == model.spinCount else {
      throw .notLattice("\(model.spinCount) spins", expected: "\(count), the product of the sides")
    }
    guard model.bonds.count == dimension * count else {
      throw .notLattice("\(model.bonds.count) bonds", expected: "\(dimension * count)")
    }
    if let spin = model.fields.firstIndex(where: { $0 != 0 }) {
      throw .notLattice("field \(model.fields[spin]) of spin \(spin)", expected: "0")
    }
    let first = model.bonds[0].coupling
    let isMixed = model.bonds.contains { $0.coupling != first }
    coupling = isMixed ? abs(first) : first
    let strides = (0..<dimension).map { sides[($0 + 1)...].reduce(1, *) }
    var negative = [Bool](repeating: false, count: dimension * count)
    for site in 0..<count {
      for axis in 0..<dimension {
        let isLast = site / strides[axis] % sides[axis] == sides[axis] - 1
        let next = site + strides[axis] - (isLast ? sides[axis] * strides[axis] : 0)
        let rows = model.adjacency.range(of: site)
        guard let k = rows.first(where: { model.adjacency.neighbours[$0] == Int32(next) }) else {
          throw .notLattice("no bond of spins \(site) and \(next)", expected: "one")
        }
        let value = model.adjacency.couplings[k]
        guard abs(value) == abs(first), value != 0 else {
          throw .notLattice(
            "coupling \(value) of spins \(site) and \(next)",
            expected: "\(abs(first)) or its opposite")
        }
        negative[dimension * site + axis] = isMixed && value < 0
      }
    }
    self.negative = negative
  }
}
