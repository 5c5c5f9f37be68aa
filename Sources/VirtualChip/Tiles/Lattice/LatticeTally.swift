import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingModels
import RandomStreams

/// What lattice agents did, by class: of coupled free agents (R), and of agents whose neighbours are all
/// held (S).
struct LatticeTally: Equatable {
  /// Ticks of free agents.
  var updates = 0
  /// Ticks of agents with a free neighbour.
  var relaxingUpdates = 0
  /// Couplings evaluated by ticks.
  var evaluations = 0
  /// Couplings evaluated by agents with a free neighbour.
  var relaxingEvaluations = 0
  /// Ticks that changed a state.
  var flips = 0
  /// Hops of flip messages to free neighbours.
  var hops = 0
  /// Flip messages that arrived at free neighbours.
  var arrivals = 0

  static func += (left: inout LatticeTally, right: LatticeTally) {
    left.updates += right.updates
    left.relaxingUpdates += right.relaxingUpdates
    left.evaluations += right.evaluations
    left.relaxingEvaluations += right.relaxingEvaluations
    left.flips += right.flips
    left.hops += right.hops
    left.arrivals += right.arrivals
  }
}

extension LatticeTally {
  /// What free agents do on average in a time, in the stationary law of the stored couplings: from all of
  /// their states.
  /// - Parameters:
  ///   - seconds: the time.
  ///   - beta: β.
  ///   - held: by agent, its state or 0 where it is free.
  ///   - couplings: those of the program.
  ///   - rate_Hz: of an agent's clock.
  init(
    expectedIn seconds: Double, beta: Double, held: [Int8], _ couplings: LatticeCouplings,
    rate_Hz: Double
  ) {
    let model = couplings.stored
    // Checked when the session was opened.
    guard let law = try? ConditionalModel(model, held: held), let free = law.model,
      let enumeration = try? Enumeration(free)
    else { return }
    let probabilities = enumeration.probabilities(beta: beta)
    let ticks = seconds * rate_Hz
    var (flips, hops, arrivals) = (0.0, 0.0, 0.0)
    for (k, agent) in law.free.enumerated() {
      // A tick flips where the drawn state differs from the present one, which are independent.
      var rate = 0.0
      for state in probabilities.indices {
        let partner = probabilities[state ^ 1 << k]
        let sum = probabilities[state] + partner
        if sum > 0 { rate += probabilities[state] * partner / sum }
      }
      let degree = model.adjacency.degree(of: agent)
      let neighbours = couplings.freeNeighbours(of: agent, held: held)
      let count = Int(counting: ticks.rounded())
      updates += count
      evaluations += count * degree
      if neighbours.count > 0 {
        relaxingUpdates += count
        relaxingEvaluations += count * degree
      }
      flips += ticks * rate
      hops += ticks * rate * Double(neighbours.hops)
      arrivals += ticks * rate * Double(neighbours.count)
    }
    self.flips = Int(counting: flips.rounded())
    self.hops = Int(counting: hops.rounded())
    self.arrivals = Int(counting: arrivals.rounded())
  }
}

extension InstructionRecord {
  /// Counts what agents did, whose couplings have so many bits.
  mutating func add(_ tally: LatticeTally, couplingBits bits: Int) {
    add(.agentUpdate, all: tally.updates, relaxing: tally.relaxingUpdates)
    add(
      .couplingEvaluation, all: bits * tally.evaluations,
      relaxing: bits * tally.relaxingEvaluations)
    add(.flipMessageHop, all: tally.hops, relaxing: tally.hops)
  }

  private mutating func add(_ action: Action, all: Int, relaxing: Int) {
    add(action, .relaxation, on: .latticeTiles, relaxing)
    add(action, .sampling, on: .latticeTiles, all - relaxing)
  }

  /// Counts what the periphery does with agents.
  mutating func addToAgents(_ action: Action, _ count: Int) {
    add(action, .deterministic, on: .latticeTiles, count)
  }

  /// Counts states that are read and go to the host.
  mutating func addReads(ofStates count: Int) {
    addToAgents(.agentRead, count)
    add(.hostTransferBit, .deterministic, on: .host, count)
  }
}
