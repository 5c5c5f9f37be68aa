import RandomStreams

/// Random numbers of ticks, made many at a time: a choice u, the logit of a second number, against which
/// an agent's 2βI is compared, and a waiting time in units of the mean.
struct LatticeDraws {
  /// Ticks of a batch.
  static let batch = 512

  var choices = [Double](repeating: 0, count: LatticeDraws.batch)
  var logits = [Double](repeating: 0, count: LatticeDraws.batch)
  var gaps = [Double](repeating: 0, count: LatticeDraws.batch)
  var used = LatticeDraws.batch
  private var words: WordSequence

  init(_ key: StreamKey) { words = WordSequence(key) }

  /// Goes on where draws of the same key stopped.
  init(_ key: StreamKey, position: UInt64) {
    let ticks = position / 6
    let whole = ticks / UInt64(Self.batch)
    words = WordSequence(key, position: 6 * UInt64(Self.batch) * whole)
    let rest = Int(ticks % UInt64(Self.batch))
    guard rest > 0 else { return }
    refill()
    used = rest
  }

  /// How far the draws got.
  var position: UInt64 { words.position - 6 * UInt64(Self.batch - used) }

  mutating func refill() {
    for k in 0..<Self.batch {
      choices[k] = words.uniform()
      logits[k] = words.uniform()
      gaps[k] = words.uniform()
    }
    logits.withUnsafeMutableBufferPointer { logits in
      gaps.withUnsafeMutableBufferPointer { gaps in
        for k in stride(from: 0, to: Self.batch, by: 4) {
          let u = SIMD4(logits[k], logits[k &+ 1], logits[k &+ 2], logits[k &+ 3])
          let v = SIMD4(gaps[k], gaps[k &+ 1], gaps[k &+ 2], gaps[k &+ 3])
          let logit = DeterministicFunctions.log(u / (1 - u))
          let gap = DeterministicFunctions.log(v)
          for lane in 0..<4 {
            logits[k &+ lane] = logit[lane]
            gaps[k &+ lane] = -gap[lane]
          }
        }
      }
    }
    used = 0
  }
}
