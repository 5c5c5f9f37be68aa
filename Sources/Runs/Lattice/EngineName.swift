import Sampling

/// The engines of `lattice`.
enum EngineName: String, CaseIterable, Sendable {
  case reference
  case sequential
  case randomSite = "random-site"
  case chromatic
  case bitSliced = "bit-sliced"
  case lanes
  case synchronous
  case asynchronous
  case eventQueue = "event-queue"
  case rejectionFree = "rejection-free"
  case nextReaction = "next-reaction"
  case wolff
  case swendsenWang = "swendsen-wang"
  case kawasaki
  case potts

  /// An option that only some engines have.
  enum Option: String, CaseIterable, Sendable {
    case rule
    case rates
    case delay
    case delayLaw = "delay-law"
    case tickProbability = "tick-probability"
    case states
    case upFraction = "up-fraction"
    case pairs
    case tempering
  }

  /// The options it has.
  var options: [Option] {
    switch self {
    case .reference, .wolff, .swendsenWang: []
    case .sequential, .randomSite, .chromatic: [.rule, .tempering]
    case .bitSliced, .lanes: [.rule]
    case .synchronous: [.tickProbability]
    case .asynchronous, .eventQueue: [.rule, .rates, .delay, .delayLaw]
    case .rejectionFree: [.rule]
    case .nextReaction: [.rule, .rates]
    case .kawasaki: [.rule, .upFraction, .pairs]
    case .potts: [.rule, .states]
    }
  }

  /// One line for a help page.
  var help: String {
    switch self {
    case .reference: "random-site heat bath, written to be read: the oracle of the others"
    case .sequential: "all sites in order"
    case .randomSite: "sites drawn at random"
    case .chromatic: "one colour class after another, in any order within a class"
    case .bitSliced:
      "512 spins a vector: periodic square, cubic and hypercubic lattices with J or ±J, up to 10¹⁰ spins"
    case .lanes:
      "all replicas of a temperature side by side in the lanes of vectors: 64 and more at the price of one"
    case .synchronous:
      "all agents at once, or each with a probability: Little's law, not Boltzmann's"
    case .asynchronous: "agents with Poisson clocks in continuous time; coupling delay"
    case .eventQueue: "the same with a queue of ticks and messages: the slow twin"
    case .rejectionFree: "n-fold way: every event is a flip; classes of equal rate"
    case .nextReaction: "every agent's next flip in a queue; any couplings and rates"
    case .wolff: "one cluster a step"
    case .swendsenWang: "all clusters at once"
    case .kawasaki: "exchange of neighbouring spins: magnetisation is conserved"
    case .potts: "agents of q states, E = −Σ J δ(s, s′)"
    }
  }
}
