public import IsingModels
public import RandomStreams

/// A lattice with its couplings, as the engines of the catalogue see it.
public protocol EngineSystem: Sendable {
  /// What it is, for people.
  var title: String { get }
  /// Number of sites.
  var siteCount: Int { get }
  /// Couplings and fields; they may be built when somebody asks for them first.
  var model: IsingModel { get }
  /// A proper colouring; it may be built as the model.
  var colourClasses: [[Int32]] { get }
  /// Whether a field acts on some spin.
  var hasFields: Bool { get }
  /// The start that is a ground state where one is known.
  var defaultStart: InitialSpins { get }
  /// Sites along each axis of a ring or a square, cubic or hypercubic lattice whose ends meet, with the
  /// last axis fastest; `nil` for others.
  var torusSides: [Int]? { get }
  /// The coupling of all bonds, where it is known without the model and there are no fields.
  var knownCoupling: Double? { get }
}

/// Where a chain begins, and which random numbers are its own.
public struct ChainStart: Sendable {
  /// Inverse temperature.
  public var beta: Double
  /// The first spins; `nil` for all up where that is a ground state, else random.
  public var spins: InitialSpins?
  /// The seed of the first spins.
  public var seed: UInt64
  /// The number of the replica among those of equal seed.
  public var replica: UInt32
  /// Names the random numbers of updates.
  public var key: StreamKey
  /// Threads of a chain that can use several; results do not depend on it.
  public var threads: Int

  /// A start.
  public init(
    beta: Double, spins: InitialSpins?, seed: UInt64, replica: UInt32, key: StreamKey,
    threads: Int = 1
  ) {
    self.beta = beta
    self.spins = spins
    self.seed = seed
    self.replica = replica
    self.key = key
    self.threads = threads
  }

  /// The first spins on a system.
  func initialSpins(_ system: some EngineSystem) -> [Int8] {
    (spins ?? system.defaultStart).spins(
      count: system.siteCount, seed: seed, replica: replica)
  }
}
