import ExecutionRecords
import Jobs
import VirtualChip

/// A prompt that a chip continues: its tokens are read at once, then each new one by itself.
struct ChipText: Sendable {
  /// The new tokens.
  var made: [Int] = []
  /// Reading the prompt, and its first new token.
  var prefill = ExecutionRecord(joining: [])
  /// The other new tokens.
  var decode = ExecutionRecord(joining: [])
  /// Tokens that were read one by one.
  var steps = 0
  /// Simulated events; `nil` where there were none.
  var events: EventTally?

  /// Continues a prompt.
  ///
  /// - Parameters:
  ///   - prompt: its tokens.
  ///   - text: its number, which tells its draws from those of the same prompt elsewhere.
  ///   - newTokens: as many as it gets, unless a token of `ends` comes before.
  ///   - grows: is handed the new tokens so far after each.
  init(
    _ prompt: [Int], text: Int, newTokens: Int, ends: Set<Int>, on decoder: ChipDecoder,
    grows: ([Int]) throws -> Void
  ) throws {
    let session = try decoder.machine.session(decoder.settings, replica: UInt32(text))
    var next = prompt
    while made.count < newTokens {
      try session.feed(next)
      while !session.isFinished {
        session.step()
        if Interruption.isRequested { throw InterruptedError() }
      }
      if let failure = session.failure { throw failure }
      guard let id = session.takeOutput().last else { break }
      if made.isEmpty { prefill = session.execution.record } else { steps += 1 }
      made.append(Int(exactly: id) ?? 0)
      try grows(made)
      next = [made[made.count - 1]]
      if ends.contains(next[0]) { break }
    }
    if made.isEmpty { prefill = session.execution.record }
    decode = session.execution.record.since(prefill)
    events = session.execution.events
  }
}
