/// Rows of numbers in a file, as the file codes them.
protocol CodedRows: Sendable {
  /// Writes a row as float32.
  ///
  /// - Precondition: there is such a row, and `target` has its length.
  func decode(_ row: Int, into target: inout MutableSpan<Float>)
}

/// Rows of one of safetensors' element types.
struct ElementRows: CodedRows {
  let file: MappedFile
  let type: ElementType
  /// The first row's first byte.
  let start: Int
  /// Elements of a row.
  let width: Int

  func decode(_ row: Int, into target: inout MutableSpan<Float>) {
    let size = width * type.bits / 8
    file.withBytes((start + row * size)..<(start + (row + 1) * size)) { bytes in
      type.decode(bytes, into: &target)
    }
  }
}
