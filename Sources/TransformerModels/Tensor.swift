/// A named matrix of weights: float32 in memory, a view of a mapped checkpoint, or rows of another type in
/// one, which are decoded when they are read. Of a model that is known by its configuration alone a tensor is an
/// *outline*: a name and a shape, whose elements nobody has.
public struct Tensor: Sendable {
  private enum Storage: Sendable {
    case array([Float])
    /// Float32 values at this byte offset, which is a multiple of four.
    case view(of: MappedFile, offset: Int)
    case coded(any CodedRows)
    /// No elements.
    case outline
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

  /// A tensor whose rows are decoded when they are read; the last of `shape` is the length of a row.
  init(name: String, shape: [Int], rows: any CodedRows) {
    count = shape.reduce(1, *)
    self.name = name
    self.shape = shape
    storage = .coded(rows)
  }

  /// The shape of a tensor that nobody has. Reading it gives zeros: whoever counts asks for `isOutline` before
  /// anything large is read.
  package init(outline name: String, shape: [Int]) {
    count = shape.reduce(1, *)
    self.name = name
    self.shape = shape
    storage = .outline
  }

  /// Whether only name and shape are known.
  public var isOutline: Bool {
    if case .outline = storage { true } else { false }
  }

  /// Whether the elements lie in a mapped file as float32, and are not copied.
  public var isView: Bool {
    if case .view = storage { true } else { false }
  }

  /// A matrix's rows in a file, however they are coded there; `nil` for other tensors, and for elements in memory.
  var rowsInFile: (any CodedRows)? {
    guard shape.count == 2 else { return nil }
    switch storage {
    case .array, .outline: return nil
    case .view(let file, let offset):
      return ElementRows(
        file: file, type: .float32, range: offset..<(offset + 4 * count), width: rowSize)
    case .coded(let rows): return rows
    }
  }

  /// Number of rows: the slowest size, 1 for a single number.
  public var rowCount: Int { shape.first ?? 1 }

  /// Number of elements of a row: the product of all sizes but the slowest.
  public var rowSize: Int { shape.dropFirst().reduce(1, *) }

  /// Calls `body` with all elements as float32, row-major. Float32 is not copied; coded rows are decoded
  /// anew at each call, so whoever wants a row asks for that (`readRow`).
  public func withFloats<Result, Failure: Error>(
    _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch storage {
    case .array(let values): try body(values.span)
    case .view(let file, let offset): try file.withFloats(at: offset, count: count, body)
    case .coded(let rows): try body(decoded(rows).span)
    case .outline: try body([Float](repeating: 0, count: count).span)
    }
  }

  /// All elements of coded rows.
  private func decoded(_ rows: any CodedRows) -> [Float] {
    let size = shape.last ?? 1
    var values = [Float](repeating: 0, count: count)
    var target = values.mutableSpan
    for row in 0..<(size == 0 ? 0 : count / size) {
      var elements = target._mutatingExtracting((row * size)..<((row + 1) * size))
      rows.decode(row, into: &elements)
    }
    return values
  }

  /// Gives the memory of a mapped file's pages back, after all rows were read and before few or none will
  /// be: they are read anew where they are needed.
  public func releasePages() {
    switch storage {
    case .array, .outline: break
    case .view(let file, let offset): file.release(offset..<(offset + 4 * count))
    case .coded(let rows): rows.place.file.release(rows.place.range)
    }
  }

  /// A copy of all elements, row-major.
  public var floats: [Float] {
    switch storage {
    case .array(let values): values
    case .view, .outline: withFloats(Self.copy)
    case .coded(let rows): decoded(rows)
    }
  }

  /// A copy of one row, e.g. of an embedding table.
  ///
  /// - Precondition: `0 <= index < rowCount`.
  public func row(_ index: Int) -> [Float] {
    var values = [Float](repeating: 0, count: rowSize)
    var target = values.mutableSpan
    readRow(index, into: &target)
    return values
  }

  /// Whether another tensor has the same shape and the same numbers; both are read row by row.
  func hasElements(of other: Tensor) -> Bool {
    guard shape == other.shape else { return false }
    if isOutline, other.isOutline { return true }
    var (own, others) = (
      [Float](repeating: 0, count: rowSize), [Float](repeating: 0, count: rowSize)
    )
    defer {
      releasePages()
      other.releasePages()
    }
    for row in 0..<rowCount {
      var target = own.mutableSpan
      readRow(row, into: &target)
      var otherTarget = others.mutableSpan
      other.readRow(row, into: &otherTarget)
      if own != others { return false }
    }
    return true
  }

  /// Writes one row into `target`.
  ///
  /// - Precondition: `0 <= index < rowCount`; `target` holds `rowSize` elements.
  public func readRow(_ index: Int, into target: inout MutableSpan<Float>) {
    let size = rowSize
    precondition(index >= 0 && index < rowCount, "\(name): row \(index) of \(rowCount)")
    precondition(target.count == size, "\(name): \(target.count) elements for \(size)")
    if case .coded(let rows) = storage, shape.count == 2 {
      return rows.decode(index, into: &target)
    }
    withFloats { all in
      let source = all.extracting((index * size)..<((index + 1) * size))
      for column in 0..<size { target[column] = source[column] }
    }
  }

  private static func copy(_ values: Span<Float>) -> [Float] {
    values.withUnsafeBufferPointer { Array($0) }
  }

  /// The index of the first element that is NaN or infinite, row-major; `nil` if all are finite.
  public var firstNonFinite: Int? {
    if isOutline { return nil }
    guard case .coded(let rows) = storage else {
      return withFloats { Self.hasNonFinite($0) ? Self.firstNonFinite($0) : nil }
    }
    let size = shape.last ?? 1
    var values = [Float](repeating: 0, count: size)
    var target = values.mutableSpan
    for row in 0..<(size == 0 ? 0 : count / size) {
      rows.decode(row, into: &target)
      if Self.hasNonFinite(target.span), let column = Self.firstNonFinite(target.span) {
        return row * size + column
      }
    }
    return nil
  }

  private static func firstNonFinite(_ values: Span<Float>) -> Int? {
    values.indices.first { !values[$0].isFinite }
  }

  private static func hasNonFinite(_ values: Span<Float>) -> Bool {
    // An exponent of all ones plus one unit carries into the sign bit; the reduction by OR is one
    // that the compiler vectorises.
    let exponent: UInt32 = 0x7f80_0000
    let unit: UInt32 = 0x0080_0000
    var carries: UInt32 = 0
    for index in values.indices { carries |= (values[index].bitPattern & exponent) &+ unit }
    return carries & 0x8000_0000 != 0
  }
}
