public import IsingModels
public import RandomStreams

/// An engine of the catalogue: what it is called, what it takes, and how its chains are made.
///
/// A new engine is one value of this type and its place in ``EngineCatalogue``.
public struct EngineEntry: CatalogueEntry {
  /// Makes the replicas of one temperature together.
  public typealias MakeReplicas =
    @Sendable (
      _ model: IsingModel, _ beta: Double, _ settings: Settings, _ spins: [[Int8]], _ key: StreamKey
    ) -> any ReplicaSampler

  /// Refuses a system, without building anything as large as a chain.
  typealias Refuse = @Sendable (any EngineSystem, Settings) throws -> Void
  typealias Make = @Sendable (any EngineSystem, ChainStart, Settings) throws -> any Chain

  /// What entries of this kind are called.
  public static let kind = "engine"
  /// The end of the sentence that refuses a parameter.
  public static func owners(_ names: [String]) -> String {
    ", expected one of " + names.joined(separator: ", ")
  }

  /// Its name, as it is typed.
  public let name: String
  /// One line for a help page.
  public let summary: String
  /// The parameters that it has.
  public let parameters: [Parameter]
  /// What a driver must know of it.
  public let traits: EngineTraits
  /// Makes all replicas of a temperature together, in the lanes of vectors; `nil` for engines that run
  /// them one by one.
  public let replicas: MakeReplicas?
  /// Makes the chains of a ladder of temperatures; `nil` for engines without parallel tempering.
  public let rung: (any RungMaker)?

  private let refuse: Refuse
  private let make: Make

  /// An engine.
  init(
    _ name: String, _ summary: String, parameters: [Parameter] = [], traits: EngineTraits = [],
    replicas: MakeReplicas? = nil, rung: (any RungMaker)? = nil,
    refuse: @escaping Refuse = { _, _ in }, make: @escaping Make
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.traits = traits
    self.replicas = replicas
    self.rung = rung
    self.refuse = refuse
    self.make = make
  }

  /// An engine of spins in sweeps, which can be the chains of a ladder of temperatures.
  init<Engine: Sampler>(
    sweeps name: String, _ summary: String, traits: EngineTraits = [],
    make: @escaping Rung<Engine>.Make
  ) {
    let rung = Rung(makeSampler: make)
    self.init(
      name, summary, parameters: [.rule, .tempering], traits: traits, rung: rung
    ) { system, start, settings in
      SpinChain(
        engine: try make(
          system, start.beta, start.initialSpins(system), start.key, settings))
    }
  }

  /// Refuses a delay's law without a delay.
  public func check(_ settings: Settings) throws(CatalogueError) {
    if settings[Parameter.delayLaw] != nil, settings[Parameter.delay] == nil {
      throw .value(Parameter.delayLaw.name, found: "no --delay", expected: "one")
    }
  }

  /// Whether it can run a system; nothing is built that the system has not.
  ///
  /// - Throws: `CatalogueError` with what it cannot run.
  func check(_ system: some EngineSystem, _ settings: Settings) throws(CatalogueError) {
    try CatalogueError.wrapping { try refuse(system, settings) }
  }

  /// A chain on a system.
  ///
  /// - Throws: `CatalogueError` as `check`.
  func chain(
    _ system: some EngineSystem, _ start: ChainStart, _ settings: Settings
  ) throws(CatalogueError) -> any Chain {
    try check(system, settings)
    return try CatalogueError.wrapping { try make(system, start, settings) }
  }
}
