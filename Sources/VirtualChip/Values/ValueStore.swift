/// The values of the tokens under way, by their number in the program.
struct ValueStore {
  /// Fields, a row a token or one for all.
  private(set) var fields: [Int: Matrix] = [:]
  /// Codes, likewise.
  private(set) var codes: [Int: CodedMatrix] = [:]

  /// No values.
  init() {}

  /// Values that were kept.
  init(fields: [Int: Matrix], codes: [Int: CodedMatrix]) {
    self.fields = fields
    self.codes = codes
  }

  /// Rows of fields.
  /// - Precondition: they were written.
  func fields(_ value: Int, _ rows: Range<Int>) -> Matrix { fields[value]!.rows(rows) }

  /// Rows of codes.
  /// - Precondition: they were written.
  func codes(_ value: Int, _ rows: Range<Int>) -> CodedMatrix { codes[value]!.rows(rows) }

  /// Writes some of the `count` rows of a value.
  mutating func write(_ matrix: Matrix, into value: Int, _ rows: Range<Int>, of count: Int) {
    guard rows != 0..<count else {
      fields[value] = matrix
      return
    }
    fields[
      value,
      default: Matrix(
        rows: count, width: matrix.width,
        elements: [Float](repeating: 0, count: count * matrix.width))
    ].replace(rows, with: matrix)
  }

  /// Writes some of the `count` rows of a value.
  mutating func write(_ matrix: CodedMatrix, into value: Int, _ rows: Range<Int>, of count: Int) {
    guard rows != 0..<count else {
      codes[value] = matrix
      return
    }
    codes[
      value,
      default: CodedMatrix(
        rows: count, width: matrix.width, bits: matrix.bits, outliers: matrix.outliers)
    ].replace(rows, with: matrix)
  }

  /// Forgets a value.
  mutating func drop(_ value: Int) {
    fields[value] = nil
    codes[value] = nil
  }
}
