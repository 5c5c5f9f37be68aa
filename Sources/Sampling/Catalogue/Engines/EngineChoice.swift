import Foundation

/// An engine with its settings.
public typealias EngineChoice = Choice<EngineEntry>

extension Choice where Entry == EngineEntry {
  /// Whether temperatures exchange their states.
  public var isTempered: Bool { settings.isSet(.tempering) }
  /// Whether its stationary law is Boltzmann's, or is worth a comparison with it: all but exchanges,
  /// which keep the magnetisation, and agents that are no spins.
  public var isComparable: Bool {
    entry.traits.isDisjoint(with: [.conservesMagnetisation, .coloured])
  }
  /// Whether Boltzmann's law is what it samples.
  public var isBoltzmann: Bool {
    !entry.traits.contains(.hasAnotherLaw) && settings.couplingDelay.mean == 0
  }
  /// Mean coupling delay in mean clock intervals.
  public var meanDelay: Double { settings.couplingDelay.mean }
  /// The rate of the slowest clock over the mean rate, where rates repeat over the agents.
  public var slowestClock: Double {
    let rates = settings.numbers(.rates)
    guard let largest = rates.max(), let smallest = rates.min() else { return 1 }
    return smallest / largest / (rates.reduce(0) { $0 + $1 / largest } / Double(rates.count))
  }
  /// Whether flips that cost nothing are certain.
  public var isMetropolis: Bool {
    settings.word(.rule) == UpdateRule.metropolis.rawValue
  }
  /// Whether it asks spins in a fixed order and flips for certain where a flip costs nothing.
  public var isFixedOrderMetropolis: Bool {
    entry.traits.contains(.asksInOrder) && isMetropolis
  }
  /// Whether every step flips for certain where couplings are negligible.
  public var flipsForCertain: Bool { entry.traits.contains(.flipsForCertain) || isMetropolis }
  /// Whether states are colours.
  public var areColours: Bool { entry.traits.contains(.coloured) }

  /// β_c of the infinite lattice, where it is known for this engine's agents: of Potts agents on the
  /// square lattice ln(1 + √q)/J (Potts, *Proc. Camb. Phil. Soc.* 48, 106 (1952)); `nil` for
  /// engines of another law.
  ///
  /// - Parameters:
  ///   - ising: β_c of the Ising model on the lattice; `nil` where it is not known.
  ///   - isSquare: whether it is the square lattice.
  public func knownCriticalBeta(ising: Double?, isSquare: Bool) -> Double? {
    guard isBoltzmann, !entry.traits.contains(.conservesMagnetisation), let ising else {
      return nil
    }
    guard areColours else { return ising }
    guard isSquare else { return nil }
    // The same lattice with J: β_c of the Ising model is ln(1 + √2)/2J.
    let inverse = ising * 2 / log(1 + 2.0.squareRoot())
    return log(1 + Double(settings.stateCount).squareRoot()) * inverse
  }

  /// Whether it can run a system; nothing is built that the system has not.
  ///
  /// - Throws: `CatalogueError` with what it cannot run.
  public func check(_ system: some EngineSystem) throws(CatalogueError) {
    try entry.check(system, settings)
  }

  /// A chain on a system.
  ///
  /// - Throws: `CatalogueError` as `check`.
  public func chain(
    _ system: some EngineSystem, _ start: ChainStart
  ) throws(CatalogueError) -> any Chain {
    try entry.chain(system, start, settings)
  }

  /// The settings with the number of colours, which a law cannot be told without.
  private var told: Settings {
    var told = settings
    if areColours { told[Parameter.states.name] = .whole(settings.stateCount) }
    return told
  }

  /// The engine in words: `engine lanes, metropolis`.
  public var text: String {
    let phrases = EngineCatalogue.all.parameters.compactMap { $0.phrase(told) }
    return (["engine \(entry.name)"] + phrases).joined(separator: ", ")
  }

  /// The settings that decide what it does, in the order of reports, with defaults that depend on others.
  public var reported: [(name: String, value: ParameterValue)] {
    EngineCatalogue.all.parameters.compactMap { parameter in
      switch parameter.name {
      case Parameter.tempering.name: return (parameter.name, .flag(isTempered))
      case Parameter.delayLaw.name:
        guard settings[Parameter.delay] != nil else { return nil }
        return (parameter.name, settings[parameter] ?? .word(Parameter.fixedDelay))
      default: return told[parameter].map { (parameter.name, $0) }
      }
    }
  }
}
