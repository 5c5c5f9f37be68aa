/// A named matrix of weights: float32 in memory, or a view of a mapped checkpoint.
public struct Tensor: Sendable {
  private enum Storage: Sendable {
    case array([Float])
    /// Float32 values at this byte offset, which is a multiple of four.
    case view(of: MappedFile, offset: Int)
  }

  /// Name in the checkpoint.
  public let name: String
  /// Sizes, slowest first.
  public let shape: [Int]
  /// Number of elements.
  public let count: Int
  private let storage: Storage

  /// A tensor in memory.
  ///
  /// - Precondition: `values` has as many elements as `shape` says.
  public init(name: String, shape: [Int], values: [Float]) {
    count = shape.reduce(1, *)
    precondition(count == values.count, "\(name): \(shape) against \(values.count)")
    self.name = name
    self.shape = shape
    storage = .array(values)
  }

  /// A view of float32 values in a mapped file.
  init(name: String, shape: [Int], viewOf file: MappedFile, offset: Int) {
    count = shape.reduce(1, *)
    precondition(
      offset % 4 == 0 && offset >= 0 && offset + 4 * count <= file.count,
      "\(name): \(count) elements at byte \(offset) of \(file.count)")
    self.name = name
    self.shape = shape
    storage = .view(of: file, offset: offset)
  }

  /// Whether the elements lie in a mapped file, not in memory of their own.
  public var isView: Bool {
    if case .view = storage { true } else { false }
  }

  /// Number of rows: the slowest size, 1 for a single number.
  public var rowCount: Int { shape.first ?? 1 }

  /// Number of elements of a row: the product of all sizes but the slowest.
  public var rowSize: Int { shape.dropFirst().reduce(1, *) }

  /// Calls `body` with all elements as float32, row-major; nothing is copied.
  public func withFloats<Result, Failure: Error>(
    _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch storage {
    case .array(let values): try body(values.span)
    case .view(let file, let offset): try file.withFloats(at: offset, count: count, body)
    }
  }

  /// A copy of all elements, row-major.
  public var floats: [Float] {
    switch storage {
    case .array(let values): values
    case .view: withFloats(Self.copy)
    }
  }

  /// A copy of one row, e.g. of an embedding table.
  ///
  /// - Precondition: `0 <= index < rowCount`.
  public func row(_ index: Int) -> [Float] {
    precondition(index >= 0 && index < rowCount, "\(name): row \(index) of \(rowCount)")
    let size = rowSize
    return withFloats { Self.copy($0.extracting((index * size)..<((index + 1) * size))) }
  }

  private static func copy(_ values: Span<Float>) -> [Float] {
    values.withUnsafeBufferPointer { Array($0) }
  }

  /// The index of the first element that is NaN or infinite, row-major; `nil` if all are finite.
  public var firstNonFinite: Int? {
    withFloats { values in
      // An exponent of all ones plus one unit carries into the sign bit; the reduction by OR is one
      // that the compiler vectorises.
      let exponent: UInt32 = 0x7f80_0000
      let unit: UInt32 = 0x0080_0000
      var carries: UInt32 = 0
      for index in values.indices {
        carries |= (values[index].bitPattern & exponent) &+ unit
      }
      return carries & 0x8000_0000 == 0 ? nil : values.indices.first { !values[$0].isFinite }
    }
  }
}
