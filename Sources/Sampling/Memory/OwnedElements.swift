/// Elements at a fixed place that one owner touches at random. Indices are checked in debug builds only.
struct OwnedElements<Element: BitwiseCopyable>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>
  private let count: Int

  init(repeating element: Element, count: Int) {
    precondition(count >= 0, "\(count) elements")
    base = .allocate(capacity: max(1, count))
    base.initialize(repeating: element, count: count)
    self.count = count
  }

  /// A copy of a list.
  init(_ elements: [Element]) {
    base = .allocate(capacity: max(1, elements.count))
    base.initialize(from: elements, count: elements.count)
    count = elements.count
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      return base[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count, "index \(index) of \(count)")
      base[index] = newValue
    }
  }
}
