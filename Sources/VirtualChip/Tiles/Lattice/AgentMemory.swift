/// Numbers at a fixed place, for loops that touch several lists at random: they take the `buffer` once and
/// index it without checks of their own.
///
/// What indexes into it stays in range: by construction, and for what is read from a file by
/// `LatticeAgents.State.isSound`.
final class AgentMemory<Element: BitwiseCopyable> {
  let buffer: UnsafeMutableBufferPointer<Element>

  /// A copy of a list.
  init(_ values: [Element]) {
    buffer = .allocate(capacity: values.count)
    _ = buffer.initialize(from: values)
  }

  deinit { buffer.deallocate() }

  /// A copy as a list.
  var values: [Element] { Array(buffer) }
}
