import Foundation
public import IsingModels
public import RandomStreams

/// Simulated annealing of models with one-hot sets (`OneHotGroups`) by moves that keep them: a spin of a set
/// goes up and the one that was goes down, and where sets cross, as in a permutation, two rows exchange their
/// places.
///
/// Single flips have to climb a penalty at every step; at temperatures at which they do, the objective decides
/// nothing, and when it decides they are frozen. These moves never see the penalties, so that the temperature
/// falls over the range of the objective alone.
public struct OneHotAnnealing: Optimiser {
  /// What is minimised.
  public let model: IsingModel
  /// Its sets.
  public let groups: OneHotGroups
  /// Reads that a batch makes one after the other.
  public let batchSize: Int
  /// How β grows.
  public let schedule: BetaSchedule

  /// Moves between two looks at the clock.
  private static let movesOfALook = 1 << 14
  /// Moves that the schedule is made from.
  private static let pilotMoves = 4096

  /// Anneals by the range of costs of moves between states that keep the sets.
  /// - Precondition: batchSize ≥ 1.
  public init(_ model: IsingModel, _ groups: OneHotGroups, batchSize: Int = 8) {
    precondition(batchSize >= 1, "batch of \(batchSize)")
    self.model = model
    self.groups = groups
    self.batchSize = batchSize
    schedule = Self.schedule(model, groups)
  }

  /// From half of the median cost to where a small one is decided.
  private static func schedule(_ model: IsingModel, _ groups: OneHotGroups) -> BetaSchedule {
    var words = WordSequence(StreamKey(seed: 0, purpose: .initialState, replica: .max))
    var state = OneHotState(model, groups, &words)
    var costs: [Double] = []
    let negligible = 1e-9 * model.largestLocalField
    for _ in 0..<pilotMoves {
      let spin = Int32(words.index(below: UInt32(model.spinCount)))
      guard groups.groupsOfSpin[Int(spin)].isEmpty == false else { continue }
      let cost = state.propose(spin, &words)
      guard state.keepsSets else { continue }
      if abs(cost) > negligible { costs.append(abs(cost)) }
      state.accept(cost: cost)
    }
    costs.sort()
    guard !costs.isEmpty else { return BetaSchedule(knots: [.init(time: 0, beta: 0)]) }
    let (median, small) = (costs[costs.count / 2], costs[costs.count / 20])
    let (hot, cold) = (0.5 / median, max(10 / median, min(5 / small, 500 / median)))
    return (try? .geometric(from: hot, to: cold))
      ?? BetaSchedule(knots: [.init(time: 0, beta: hot)])
  }

  /// One batch of independent reads.
  public func batch(
    sweeps: Int, key: StreamKey, watch: (BatchProgress) -> Bool
  ) -> ReadBatch {
    var words = WordSequence(key)
    var reads: [Read] = []
    var counts = UpdateCounts()
    var lowest: Double?
    var goesOn = true
    var isComplete = true
    let sweepsOfALook = max(1, Self.movesOfALook / model.spinCount)
    for read in 0..<batchSize where goesOn {
      var state = OneHotState(model, groups, &words)
      var best = Read(spins: state.spins, energy: state.energy)
      for sweep in 0..<sweeps {
        sweepOnce(&state, &best, beta: schedule.beta(sweep: sweep, of: sweeps), &words)
        // Differences of large penalties: their roundings are taken out now and then.
        if sweep % 64 == 63 { state.addUp() }
        guard sweep % sweepsOfALook == 0 else { continue }
        let done = (read * sweeps + sweep) / batchSize
        goesOn = watch(
          BatchProgress(sweepsDone: done, bestEnergy: min(lowest ?? .infinity, best.energy)))
        guard goesOn else {
          isComplete = read == batchSize - 1 && sweep == sweeps - 1
          break
        }
      }
      let descended = [best.spins, state.spins].map { GreedyDescent.descend(model, from: $0) }
      reads.append(descended.min { $0.energy < $1.energy } ?? best)
      lowest = min(lowest ?? .infinity, reads[read].energy)
      counts += state.counts
    }
    return ReadBatch(
      reads: reads, counts: counts, isComplete: isComplete && reads.count == batchSize)
  }

  /// A move from each spin, in order.
  private func sweepOnce(
    _ state: inout OneHotState, _ best: inout Read, beta: Double, _ words: inout WordSequence
  ) {
    for spin in 0..<Int32(model.spinCount) {
      let cost = state.propose(spin, &words)
      guard cost <= 0 || words.uniform() < DeterministicFunctions.exp(-min(beta * cost, 690))
      else { continue }
      state.accept(cost: cost)
    }
    if state.energy < best.energy { best = Read(spins: state.spins, energy: state.energy) }
  }
}
