/// Values of one kind at a fixed place, for loops that touch several of them at random.
final class AgentMemory<Element: BitwiseCopyable> {
  let buffer: UnsafeMutableBufferPointer<Element>

  init(_ values: [Element]) {
    buffer = .allocate(capacity: values.count)
    _ = buffer.initialize(from: values)
  }

  deinit { buffer.deallocate() }

  var values: [Element] { Array(buffer) }
}
