package import RandomStreams

/// Several ladders of equal inverse temperatures, each with replicas of its own: replica
/// `ladder · rungs + k` begins on rung k.
package struct LadderSet {
  package private(set) var betas: [Double]
  private let ladders: Int
  /// The replica on each rung, ladder by ladder.
  private var replicaAt: [Int]
  private var attempts: [Int]
  private var exchanges: [Int]
  private var isOdd = false
  private var words: WordSequence

  package init(betas: [Double], ladders: Int, key: StreamKey) {
    self.betas = betas
    self.ladders = ladders
    replicaAt = Array(0..<(ladders * betas.count))
    attempts = Array(repeating: 0, count: betas.count - 1)
    exchanges = attempts
    words = WordSequence(key.stage(StageNumbers.exchange))
  }

  /// β of each replica.
  package var replicaBetas: [Double] {
    var result = [Double](repeating: 0, count: replicaAt.count)
    for (place, replica) in replicaAt.enumerated() { result[replica] = betas[place % betas.count] }
    return result
  }

  /// Exchanges of alternating pairs in all ladders, with probability min(1, e^{Δβ ΔE}).
  package mutating func exchange(_ energies: [Double]) {
    let rungs = betas.count
    for ladder in 0..<ladders {
      for cooler in stride(from: isOdd ? 2 : 1, to: rungs, by: 2) {
        let place = ladder * rungs + cooler
        let (hot, cold) = (replicaAt[place - 1], replicaAt[place])
        let cost = (betas[cooler] - betas[cooler - 1]) * (energies[hot] - energies[cold])
        attempts[cooler - 1] += 1
        let share = UpdateRule.metropolis.flipProbability(cost: cost)
        guard Threshold.happens(Threshold.bits(share), &words) else { continue }
        exchanges[cooler - 1] += 1
        replicaAt.swapAt(place - 1, place)
      }
    }
    isOdd.toggle()
  }

  /// Moves the rungs so that exchanges are refused equally often, as measured since the last time.
  package mutating func equalise() {
    let acceptance = zip(exchanges, attempts).map { Double($0) / Double($1) }
    betas = TemperingLadder.equalised(betas, acceptance: acceptance)
    for k in attempts.indices { (attempts[k], exchanges[k]) = (0, 0) }
  }
}
