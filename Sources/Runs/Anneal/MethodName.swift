/// The methods of `anneal`. A new one is a case here and a line in `MethodChoice.prepare`.
enum MethodName: String, CaseIterable, Sendable {
  case restarts
  case annealing
  case tempering
  case population
  case discreteBifurcation = "discrete-bifurcation"
  case ballisticBifurcation = "ballistic-bifurcation"
  case oscillators

  /// Whether it takes a `--schedule`.
  var hasSchedule: Bool { [.restarts, .annealing, .population].contains(self) }

  /// Whether a batch may go on for ever, better and better, until it is told to stop.
  var isEndless: Bool { self == .restarts }

  /// The numbers that it takes.
  var options: [MethodOption] {
    switch self {
    case .restarts: [.betaStart, .betaEnd]
    case .annealing: [.betaStart, .betaEnd]
    case .tempering: [.betaStart, .betaEnd, .temperatures, .exchangeEvery]
    case .population: [.betaStart, .betaEnd, .population, .sweepsPerStep]
    case .discreteBifurcation, .ballisticBifurcation: [.timeStep, .strength, .heating]
    case .oscillators: [.timeStep, .locking, .noise]
    }
  }

  /// All its options as they are typed.
  var flags: [String] {
    (hasSchedule ? ["--schedule"] : []) + options.map { "--\($0.rawValue)" }
  }

  /// One line for a help page.
  var help: String {
    switch self {
    case .restarts: "population annealings of growing length and tabu walks: for a time limit"
    case .annealing: "simulated annealing: Metropolis sweeps while the temperature falls"
    case .tempering: "parallel tempering: a ladder of temperatures that exchange their states"
    case .population: "population annealing: replicas multiplied or dropped while it cools"
    case .discreteBifurcation: "simulated bifurcation that acts by signs"
    case .ballisticBifurcation: "simulated bifurcation that acts by positions: fast, less exact"
    case .oscillators: "phases of coupled oscillators with injection locking"
    }
  }
}
