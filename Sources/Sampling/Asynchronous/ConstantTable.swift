/// Numbers that never change, for hot loops: read without checks or reference counts, and shared by all
/// copies of a sampler.
final class ConstantTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // Written in the initialiser only.
  let base: UnsafePointer<Element>

  /// Copies the elements.
  init(_ elements: [Element]) {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    memory.initialize(from: elements, count: elements.count)
    base = UnsafePointer(memory)
  }

  deinit { base.deallocate() }
}
