/// Float32 values at a fixed place, at a whole cache line.
///
/// Element-wise steps write over their inputs, and attention reads three operands of one slot: the rows
/// of a workspace are shared memory, which spans of one array could not name twice. What is read and
/// written goes through `SlotRows`, which checks that it lies here.
final class SlotMemory {
  let values: UnsafeMutableBufferPointer<Float>

  /// Zeros, because products also read rows behind the values, which must be numbers.
  init(count: Int) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 4 * max(16, count), alignment: 64)
    values = bytes.bindMemory(to: Float.self)
    values.initialize(repeating: 0)
  }

  deinit { values.deallocate() }
}
