/// Rows of numbers in a file, as the file codes them.
protocol CodedRows: Sendable {
  /// Where all rows lie.
  var place: (file: MappedFile, range: Range<Int>) { get }

  /// Writes a row as float32.
  ///
  /// - Precondition: there is such a row, and `target` has its length.
  func decode(_ row: Int, into target: inout MutableSpan<Float>)
}

/// Rows of one of safetensors' element types.
struct ElementRows: CodedRows {
  let file: MappedFile
  let type: ElementType
  /// All rows' bytes.
  let range: Range<Int>
  /// Elements of a row.
  let width: Int

  var place: (file: MappedFile, range: Range<Int>) { (file, range) }

  func decode(_ row: Int, into target: inout MutableSpan<Float>) {
    let start = range.lowerBound
    let size = width * type.bits / 8
    file.withBytes((start + row * size)..<(start + (row + 1) * size)) { bytes in
      type.decode(bytes, into: &target)
    }
  }
}
