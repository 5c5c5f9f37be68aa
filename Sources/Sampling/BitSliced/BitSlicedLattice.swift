public import RandomStreams

/// Spins on one large periodic lattice, chain, square, cubic or hypercubic, whose couplings are all J, or
/// ±J bond by bond: 512 spins at a time, one bit each.
///
/// The lattice is cut into up to 512 domains, one a bit of the machine's vectors, and the spins at the
/// same place of all domains are updated at once: they are never neighbours. Places are asked in
/// checkerboard order. Each update has a random number of its own, which is compared with the flip
/// probability bit by bit, as far as needed, up to 64 bits: probabilities are right to 2⁻⁶⁴.
///
/// Memory is one bit a spin (and 2D bits a spin for signs of bonds) and little more. Any sides from 2
/// are possible; the speed is full if the sides hold 512 domains of at least 2 sites along each axis
/// (64 × 32, 16 × 16 × 16), and proportional to the number of domains below. Threads help from about
/// 128 planes, 65 536 spins; smaller lattices are one strip.
///
/// The first axis is cut into strips with generators of their own, so that the spins are the same on any
/// number of threads. In a fixed order Metropolis' rule need not be ergodic: see ``SequentialSampler``.
public struct BitSlicedLattice: Sendable {
  /// Sites along each axis; sites are numbered with the last axis fastest.
  public let sides: [Int]
  /// J, or |J| where bonds have signs.
  public let coupling: Double
  /// How a spin decides.
  public let rule: UpdateRule
  /// The inverse temperature. Setting it costs a few microseconds.
  public var beta: Double { didSet { table = Self.table(sides, beta * coupling, rule) } }
  /// Attempts and flips so far.
  public private(set) var counts = UpdateCounts()
  /// How many threads advance the spins; it does not change them.
  public var threads: Int

  let domains: LaneDomains
  var planes: [BitPlane]
  /// Negative bonds of each plane, in the order of `LatticeSweep.bondNumber`; empty without signs.
  var signs: [BitPlane]
  private var table: ThresholdPlanes
  private let strips: LatticeStrips
  private var generators: [VectorGenerator]

  /// Number of spins.
  public var spinCount: Int { sides.reduce(1, *) }

  /// Starts a lattice with the same coupling everywhere.
  ///
  /// - Parameters:
  ///   - rule: how a spin decides.
  ///   - sides: one to four, each 2 … 2³¹ − 1; along a side of 2, two spins are coupled twice. No more than
  ///     2³⁶ spins.
  ///   - coupling: J of all bonds.
  ///   - beta: inverse temperature.
  ///   - start: all up or random.
  ///   - key: names the random numbers; strips are streams of it, and the random start is of the same
  ///     seed and replica with purpose `initialState` (not the spins of `InitialSpins.spins`).
  ///   - threads: at least 1.
  /// - Throws: `SamplerError.outOfRange`.
  public init(
    sides: [Int], coupling: Double = 1, beta: Double, rule: UpdateRule = .metropolis,
    start: InitialSpins = .random, key: StreamKey, threads: Int = 1
  ) throws(SamplerError) {
    try LatticeChecks.check(sides: sides, coupling: coupling, beta: beta, threads: threads)
    self.sides = sides
    self.coupling = coupling
    self.rule = rule
    self.beta = beta
    self.threads = threads
    domains = LaneDomains(sides: sides)
    table = Self.table(sides, beta * coupling, rule)
    strips = LatticeStrips(domains)
    generators = (0...strips.count).map { VectorGenerator(key, stream: UInt32($0)) }
    signs = []
    var first = key
    first.purpose = .initialState
    planes = LatticeChecks.start(start, domains, first)
  }

  /// Starts a lattice with couplings ±J.
  ///
  /// - Parameters:
  ///   - isNegative: whether the bond from a site to the next along an axis is −J; called twice a
  ///     bond.
  ///   - sides: sites along each axis.
  ///   - coupling: |J|.
  ///   - beta: inverse temperature.
  ///   - rule: how a spin decides.
  ///   - start: all up or random.
  ///   - key: names the random numbers.
  ///   - threads: how many advance the spins.
  public init(
    sides: [Int], coupling: Double = 1, beta: Double, rule: UpdateRule = .metropolis,
    start: InitialSpins = .random, key: StreamKey, threads: Int = 1,
    isNegative: (_ site: Int, _ axis: Int) -> Bool
  ) throws(SamplerError) {
    try self.init(
      sides: sides, coupling: coupling, beta: beta, rule: rule, start: start, key: key,
      threads: threads)
    signs = LatticeChecks.signs(sides, domains, isNegative)
  }

  private static func table(_ sides: [Int], _ unit: Double, _ rule: UpdateRule) -> ThresholdPlanes {
    ThresholdPlanes(degree: 2 * sides.count, unit: abs(unit), rule: rule)
  }

  /// One attempt a spin and sweep.
  public mutating func advance(sweeps: Int) {
    guard sweeps > 0 else { return }
    let (strips, threads) = (strips, threads)
    let turn = BitLogic.constant((coupling < 0) != (beta < 0))
    var flips = [UInt64](repeating: 0, count: generators.count * PhaseTeam.stride)
    planes.withUnsafeMutableBufferPointer { planes in
      LatticeRows.with(domains, planes.baseAddress!) { rows in
        signs.withUnsafeBufferPointer { signs in
          table.words.withUnsafeBufferPointer { words in
            let sweep = LatticeSweep(
              rows: rows, signs: signs.isEmpty ? nil : signs.baseAddress, turn: turn,
              words: words.baseAddress!, rule: rule)
            generators.withUnsafeMutableBufferPointer { generators in
              flips.withUnsafeMutableBufferPointer { flips in
                strips.run(
                  sweep, sweeps: sweeps, threads: threads, generators.baseAddress!,
                  flips.baseAddress!)
              }
            }
          }
        }
      }
    }
    counts.attempts += UInt64(sweeps) * UInt64(spinCount)
    counts.flips += flips.reduce(0, +)
  }
}
