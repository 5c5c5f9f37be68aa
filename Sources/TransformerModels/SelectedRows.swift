/// Some rows of stored ones, in an order of their own; nothing is copied.
struct SelectedRows: CodedRows {
  let base: any CodedRows
  let indices: [Int]

  var place: (file: MappedFile, range: Range<Int>) { base.place }

  func decode(_ row: Int, into target: inout MutableSpan<Float>) {
    base.decode(indices[row], into: &target)
  }
}

/// Columns of a stored float32 matrix as rows; nothing is copied. Read in order, neighbours share what is fetched.
struct TurnedRows: CodedRows {
  let file: MappedFile
  /// All bytes of the stored matrix.
  let range: Range<Int>
  /// Elements of a stored row.
  let storedWidth: Int
  /// The column that is row 0 here.
  let first: Int

  var place: (file: MappedFile, range: Range<Int>) { (file, range) }

  func decode(_ row: Int, into target: inout MutableSpan<Float>) {
    file.withFloats(at: range.lowerBound, count: range.count / 4) { values in
      for place in target.indices {
        target[place] = values[place &* storedWidth &+ first &+ row]
      }
    }
  }
}
