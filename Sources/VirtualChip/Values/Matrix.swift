/// Fields of a value: one row a token.
package struct Matrix: Sendable, Equatable {
  /// Number of rows.
  package let rows: Int
  /// Elements of a row.
  package let width: Int
  /// Row-major.
  package var elements: [Float]

  /// A matrix from its elements.
  package init(rows: Int, width: Int, elements: [Float]) {
    precondition(elements.count == rows * width, "\(elements.count) elements, \(rows)×\(width)")
    self.rows = rows
    self.width = width
    self.elements = elements
  }

  /// A matrix of zeros that `body` fills.
  package init(rows: Int, width: Int, filling body: (inout MutableSpan<Float>) -> Void) {
    self.rows = rows
    self.width = width
    elements = [Float](repeating: 0, count: rows * width)
    var span = elements.mutableSpan
    body(&span)
  }

  /// Where the elements of a row are.
  @inline(__always)
  func place(ofRow row: Int) -> Range<Int> { (row &* width)..<(row &* width &+ width) }

  /// Some rows as a matrix of their own; all of them share this one's elements.
  func rows(_ range: Range<Int>) -> Matrix {
    guard range != 0..<rows else { return self }
    return Matrix(
      rows: range.count, width: width,
      elements: Array(elements[(range.lowerBound * width)..<(range.upperBound * width)]))
  }

  /// Multiplies each element by that of another of the same shape.
  mutating func multiply(by other: Matrix) {
    var targets = elements.mutableSpan
    let factors = other.elements.span.extracting(0..<targets.count)
    for index in targets.indices { targets[index] = targets[index] * factors[index] }
  }

  /// Puts other rows in the place of some.
  mutating func replace(_ range: Range<Int>, with other: Matrix) {
    elements.replaceSubrange(
      (range.lowerBound * width)..<(range.upperBound * width), with: other.elements)
  }
}
