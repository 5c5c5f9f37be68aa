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
    if let coupling = bonds.common {
      lattice = try BitSlicedLattice(
        sides: sides, coupling: coupling, beta: beta, rule: rule, start: .up, key: key,
        threads: threads)
    } else {
      lattice = try BitSlicedLattice(
        sides: sides, coupling: bonds.strength, beta: beta, rule: rule, start: .up, key: key,
        threads: threads, isNegative: bonds.isNegative)
    }
    lattice.setSpins(spins)
  }

  /// N attempts a sweep.
  public mutating func advance(sweeps: Int) { lattice.advance(sweeps: sweeps) }
}
