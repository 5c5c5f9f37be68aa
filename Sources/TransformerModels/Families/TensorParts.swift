/// Parts of stored tensors, for families that store several weights as one or turned round.
extension Tensor {
  /// Some rows.
  func rows(_ range: Range<Int>) -> Tensor {
    rows(Array(range), name: "\(name)[\(range.lowerBound)..<\(range.upperBound)]")
  }

  /// Rows in this order; those of a matrix in a file stay there.
  func rows(_ indices: [Int], name: String) -> Tensor {
    if isOutline { return Tensor(outline: name, shape: [indices.count] + shape.dropFirst()) }
    if let rowsInFile {
      return Tensor(
        name: name, shape: [indices.count, rowSize],
        rows: SelectedRows(base: rowsInFile, indices: indices))
    }
    let size = rowSize
    var values: [Float] = []
    values.reserveCapacity(indices.count * size)
    withFloats { source in
      for index in indices {
        for place in (index * size)..<((index + 1) * size) { values.append(source[place]) }
      }
    }
    return Tensor(name: name, shape: [indices.count] + shape.dropFirst(), values: values)
  }

  /// Columns of a matrix, as the rows of another; those of float32 in a file stay there.
  func columns(_ range: Range<Int>) -> Tensor {
    let (rowCount, size) = (rowCount, rowSize)
    let name = "\(name)[:, \(range.lowerBound)..<\(range.upperBound)]"
    if isOutline { return Tensor(outline: name, shape: [range.count, rowCount]) }
    if isView, let place = rowsInFile?.place {
      return Tensor(
        name: name, shape: [range.count, rowCount],
        rows: TurnedRows(
          file: place.file, range: place.range, storedWidth: size, first: range.lowerBound))
    }
    var values = [Float](repeating: 0, count: range.count * rowCount)
    withFloats { source in
      for row in 0..<rowCount {
        for column in range {
          values[(column - range.lowerBound) * rowCount + row] = source[row * size + column]
        }
      }
    }
    return Tensor(name: name, shape: [range.count, rowCount], values: values)
  }
}
