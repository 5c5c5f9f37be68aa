import RandomStreams

/// Random numbers of ticks, made many at a time: a choice u, the logit of a second number, against which
/// an agent's 2βI is compared, and a waiting time in units of the mean.
struct TickBatch {
  /// Ticks of a batch.
  static let size = 512

  let choices = AgentMemory([Double](repeating: 0, count: TickBatch.size))
  let logits = AgentMemory([Double](repeating: 0, count: TickBatch.size))
  let gaps = AgentMemory([Double](repeating: 0, count: TickBatch.size))
  var used = TickBatch.size
  private var words: WordSequence

  /// The ticks of a key from the one at a position on.
  init(_ key: StreamKey, position: UInt64) {
    let ticks = position / 6
    let whole = ticks / UInt64(Self.size)
    words = WordSequence(key, position: 6 * UInt64(Self.size) * whole)
    let rest = Int(ticks % UInt64(Self.size))
    guard rest > 0 else { return }
    refill()
    used = rest
  }

  /// How far the ticks got: words that they took.
  var position: UInt64 { words.position - 6 * UInt64(Self.size - used) }

  /// Makes the next batch.
  mutating func refill() {
    let (choices, logits, gaps) = (choices.buffer, logits.buffer, gaps.buffer)
    for k in 0..<Self.size {
      choices[k] = words.uniform()
      logits[k] = words.uniform()
      gaps[k] = words.uniform()
    }
    for k in stride(from: 0, to: Self.size, by: 4) {
      let u = SIMD4(logits[k], logits[k &+ 1], logits[k &+ 2], logits[k &+ 3])
      let v = SIMD4(gaps[k], gaps[k &+ 1], gaps[k &+ 2], gaps[k &+ 3])
      let logit = DeterministicFunctions.log(u / (1 - u))
      let gap = DeterministicFunctions.log(v)
      for lane in 0..<4 {
        logits[k &+ lane] = logit[lane]
        gaps[k &+ lane] = -gap[lane]
      }
    }
    used = 0
  }
}
