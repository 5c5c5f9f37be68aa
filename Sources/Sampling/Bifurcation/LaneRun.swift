import ByteFormats
internal import IsingModels

/// A batch of reads in groups of 64 lanes, one group after the other: when spins are looked at, when
/// `watch` is asked, and the reads in the end.
struct LaneRun {
  let model: IsingModel
  let rows: LaneRows
  let batchSize: Int
  let sweeps: Int
  let groups: Int
  private(set) var isStopped = false
  private var best: [BestLanes] = []
  private var stepsDone = 0
  private let lookInterval: Int
  private let watchInterval: Int

  /// E of the best spins of all groups, added up in the model.
  private var bestEnergy: Double?
  private var bestSeen = Double.infinity

  /// What descents may visit after a stop, in neighbours of spins: a tenth of a second.
  private static let visitsAfterStop = 20_000_000

  init(_ model: IsingModel, _ rows: LaneRows, batchSize: Int, sweeps: Int) {
    precondition(sweeps >= 1, "\(sweeps) sweeps")
    self.model = model
    self.rows = rows
    self.batchSize = batchSize
    self.sweeps = sweeps
    groups = ceilingDivide(batchSize, LaneRows.lanes)
    lookInterval = max(8, sweeps / 64)
    watchInterval = max(1, 1_000_000 / (8 * rows.spinCount + rows.neighbours.count))
  }

  /// Whether spins are looked at after a step: now and then in the second half, and at the end. Before,
  /// they are far from any minimum.
  func isLook(_ step: Int) -> Bool {
    step == sweeps - 1 || (2 * step >= sweeps && (sweeps - 1 - step) % lookInterval == 0)
  }

  /// Looks at the spins of the present group.
  mutating func look(_ down: [SIMD16<Int32>]) {
    best[best.count - 1].look(down, LaneEnergies.energies(rows, down: down))
  }

  /// Begins a group.
  mutating func begin() { best.append(BestLanes(spinCount: rows.spinCount)) }

  /// Counts a step of a group and asks `watch` where it is time.
  mutating func goesOn(group: Int, step: Int, _ watch: (BatchProgress) -> Bool) -> Bool {
    stepsDone += 1
    guard stepsDone % watchInterval == 0 || step == sweeps - 1 else { return true }
    noteBest()
    let done = Int(Double(stepsDone) / Double(groups))
    if !watch(BatchProgress(sweepsDone: done, bestEnergy: bestEnergy)) { isStopped = true }
    return !isStopped
  }

  /// Sums of lanes are float32: what is told to others is added up anew where they improved.
  private mutating func noteBest() {
    for group in best {
      guard let lowest = group.lowest, lowest < bestSeen,
        let lane = group.energies.firstIndex(of: lowest)
      else { continue }
      bestSeen = lowest
      let energy = model.energy(of: group.spins(of: lane))
      bestEnergy = min(bestEnergy ?? .infinity, energy)
    }
  }

  /// Descends from the best spins of each lane. After a stop the best lanes come first, and where
  /// descents take long the others are left out.
  func finish() -> ReadBatch {
    let up = [Int8](repeating: 1, count: model.spinCount)
    func energy(_ read: Int) -> Double {
      let group = read / LaneRows.lanes
      return group < best.count ? best[group].energies[read % LaneRows.lanes] : .infinity
    }
    var places = Array(0..<batchSize)
    if isStopped {
      // Two passes over all neighbours and one sum of energies each.
      let visits = 6 * model.bonds.count + 4 * model.spinCount
      let most = max(1, Self.visitsAfterStop / visits)
      if most < batchSize {
        places = Array(places.sorted { energy($0) < energy($1) }.prefix(most))
      }
    }
    let reads = places.map { read in
      let group = read / LaneRows.lanes
      return GreedyDescent.descend(
        model, from: group < best.count ? best[group].spins(of: read % LaneRows.lanes) : up)
    }
    var counts = UpdateCounts()
    counts.attempts = UInt64(stepsDone) * UInt64(LaneRows.lanes * model.spinCount)
    return ReadBatch(
      reads: reads, counts: counts,
      isComplete: !isStopped || stepsDone == groups * sweeps)
  }
}
