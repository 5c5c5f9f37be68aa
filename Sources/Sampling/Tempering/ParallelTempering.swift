internal import Dispatch
public import RandomStreams

/// Replicas of one model at a ladder of temperatures, which they exchange.
///
/// A step is some sweeps of every replica, then exchanges between neighbouring temperatures: of the
/// pairs (0,1), (2,3), … after even steps and (1,2), (3,4), … after odd ones. Replicas at β_i and β_j
/// exchange with probability min(1, e^{(β_i − β_j)(E_i − E_j)}), which leaves Π_i e^{−β_i E_i} as it is
/// (Hukushima and Nemoto, *Journal of the Physical Society of Japan* 65, 1604 (1996)). Alternating
/// pairs carry replicas on where pairs drawn at random would let them diffuse (Okabe, Kawata,
/// Okamoto and Mikami, *Chemical Physics Letters* 335, 435 (2001)).
///
/// Replica r draws from replica K·k + r of the given key, k its own replica number and K the number
/// of temperatures; exchanges draw from stage 65 535. The outcome does not depend on
/// threads.
public struct ParallelTempering<Replica: Sampler>: Sendable {
  /// Inverse temperatures, ascending: the hottest first.
  public private(set) var betas: [Double]
  /// The replicas; each keeps its place here while its temperature changes.
  public private(set) var replicas: [Replica]
  /// Which replica is at each temperature.
  public private(set) var replicaAt: [Int]
  /// Exchanges and round trips since the beginning, or since `setBetas`.
  public private(set) var statistics: TemperingStatistics
  private var words: WordSequence

  /// Makes a replica for each temperature.
  ///
  /// - Parameters:
  ///   - betas: at least two, finite, strictly ascending.
  ///   - key: names the random numbers.
  ///   - make: the replica that begins at an inverse temperature, with the given key; all with equal
  ///     models.
  /// - Throws: `SamplerError.outOfRange` for `betas`; what `make` throws.
  public init(
    betas: [Double], key: StreamKey,
    make: (_ beta: Double, _ key: StreamKey) throws -> Replica
  ) throws {
    try Self.check(betas)
    var exchangeKey = key
    exchangeKey.stage = 0xffff
    precondition(key.stage != exchangeKey.stage, "stage 65535 belongs to the exchanges")
    self.betas = betas
    replicas = try betas.enumerated().map {
      try make($1, key.replica(key.replica &* UInt32(betas.count) &+ UInt32($0)))
    }
    replicaAt = Array(betas.indices)
    statistics = TemperingStatistics(temperatures: betas.count)
    words = WordSequence(exchangeKey)
  }

  private static func check(_ betas: [Double]) throws(SamplerError) {
    guard betas.count >= 2 else {
      throw .outOfRange(
        parameter: "temperatures", value: Double(betas.count), range: "at least 2")
    }
    for (place, beta) in betas.enumerated() {
      guard beta.isFinite, place == 0 || beta > betas[place - 1] else {
        throw .outOfRange(
          parameter: "β at place \(place)", value: beta,
          range: "finite numbers in ascending order")
      }
    }
  }

  /// The replica at a temperature.
  public func replica(at temperature: Int) -> Replica { replicas[replicaAt[temperature]] }

  /// E at each temperature.
  public var energies: [Double] { replicaAt.map { replicas[$0].energy } }

  /// Changes the temperatures; replicas keep their order, and the statistics begin anew.
  /// - Throws: `SamplerError.outOfRange` for lists that are not ascending or have another length.
  public mutating func setBetas(_ betas: [Double]) throws(SamplerError) {
    try Self.check(betas)
    guard betas.count == replicas.count else {
      throw .outOfRange(
        parameter: "temperatures", value: Double(betas.count), range: "\(replicas.count)")
    }
    self.betas = betas
    for (temperature, replica) in replicaAt.enumerated() {
      replicas[replica].beta = betas[temperature]
    }
    statistics = TemperingStatistics(temperatures: betas.count)
  }

  /// Runs in turn: steps, then a ladder with equal refusals as measured
  /// (``TemperingLadder/equalised(_:acceptance:count:)``). Part of the warm-up.
  public mutating func tune(
    rounds: Int, steps: Int, sweepsPerStep: Int = 1, threads: Int = 1
  ) throws(SamplerError) {
    for _ in 0..<rounds {
      advance(steps: steps, sweepsPerStep: sweepsPerStep, threads: threads)
      try setBetas(TemperingLadder.equalised(betas, acceptance: statistics.acceptance))
    }
  }

  /// Steps: sweeps of all replicas, then exchanges.
  /// - Parameters:
  ///   - threads: how many replicas advance at the same time, at most; any number gives the
  ///     same bits. It pays where the sweeps of a step take longer than about 0.1 ms.
  ///   - steps: how many.
  ///   - sweepsPerStep: sweeps of each replica in a step.
  public mutating func advance(steps: Int, sweepsPerStep: Int = 1, threads: Int = 1) {
    for _ in 0..<steps {
      sweep(sweepsPerStep, threads: min(threads, replicas.count))
      exchange()
    }
  }

  private mutating func sweep(_ sweeps: Int, threads: Int) {
    guard threads > 1 else {
      for replica in replicas.indices { replicas[replica].advance(sweeps: sweeps) }
      return
    }
    replicas.lend(count: replicas.count) { replicas in
      // Each worker has its own replicas.
      DispatchQueue.concurrentPerform(iterations: threads) { worker in
        for replica in stride(from: worker, to: replicas.count, by: threads) {
          replicas[replica].advance(sweeps: sweeps)
        }
      }
    }
  }

  private mutating func exchange() {
    for cooler in stride(from: 1 + statistics.steps % 2, to: betas.count, by: 2) {
      let (hot, cold) = (replicaAt[cooler - 1], replicaAt[cooler])
      let cost =
        (betas[cooler] - betas[cooler - 1]) * (replicas[hot].energy - replicas[cold].energy)
      statistics.attempts[cooler - 1] += 1
      let share = UpdateRule.metropolis.flipProbability(cost: cost)
      guard Threshold.happens(Threshold.bits(share), &words) else { continue }
      statistics.exchanges[cooler - 1] += 1
      replicas[hot].beta = betas[cooler]
      replicas[cold].beta = betas[cooler - 1]
      (replicaAt[cooler - 1], replicaAt[cooler]) = (cold, hot)
    }
    statistics.note(replicaAt: replicaAt)
  }
}
