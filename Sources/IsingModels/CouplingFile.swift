/// Couplings and fields from a text.
///
/// Lines `i j J` couple spins i and j, lines `i i h` or `i h` set the field of spin i; spins count
/// from 0. Columns are separated by blanks or commas; `#` begins a comment; the first line may name
/// the columns. The energy is E = −Σ J_ij s_i s_j − Σ h_i s_i: a file written for dimod or for maximum
/// cuts, where the signs are opposite, has to be turned.
public struct CouplingFile: Sendable, Equatable {
  /// One more than the largest spin that is named, or as given.
  public let spinCount: Int
  /// In the order of the lines.
  public let bonds: [Bond]
  /// One a spin, 0 where no line sets it.
  public let fields: [Double]

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: the file's text.
  ///   - fileName: its name, for messages.
  ///   - spinCount: the number of spins, where it is known; nil takes the largest that is named.
  /// - Throws: `CouplingFileError` with the line. A pair or a field that comes twice is an error: it
  ///   would count twice.
  public static func parse(
    text: String, fileName: String, spinCount: Int? = nil
  ) throws(CouplingFileError) -> CouplingFile {
    var reader = Reader(fileName: fileName, spinCount: spinCount)
    var number = 0
    // A carriage return with its line feed is one character, and a line end like any other.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      try reader.read(line, number: number)
    }
    guard let count = spinCount ?? reader.largestSpin.map({ $0 + 1 }) else {
      throw CouplingFileError(
        fileName: fileName, line: nil, found: "no couplings", expected: "lines 'i j J'")
    }
    var fields = [Double](repeating: 0, count: count)
    for (spin, field) in reader.fields { fields[spin] = field.value }
    return CouplingFile(spinCount: count, bonds: reader.bonds, fields: fields)
  }

  /// The model.
  public func model() throws(ModelError) -> IsingModel {
    try IsingModel(spinCount: spinCount, bonds: bonds, fields: fields)
  }
}

/// What is wrong with a text of couplings.
public struct CouplingFileError: Error, Equatable, CustomStringConvertible {
  /// The file's name.
  public let fileName: String
  /// The line, from 1; nil where the whole text is meant.
  public let line: Int?
  /// What stands there.
  public let found: String
  /// What could stand there.
  public let expected: String

  /// `couplings.csv:7: found 'x', expected a spin from 0`.
  public var description: String {
    "\(fileName)\(line.map { ":\($0)" } ?? ""): found \(found), expected \(expected)"
  }
}

/// The lines so far.
private struct Reader {
  let fileName: String
  let spinCount: Int?
  var bonds: [Bond] = []
  var fields: [Int: (value: Double, line: Int)] = [:]
  var largestSpin: Int?
  /// The line of each pair.
  private var pairs: [SIMD2<Int32>: Int] = [:]
  private var hasRows = false

  /// Sixteen times the largest lattice; a larger number is a slip of the pen.
  private static let largestSpin = 1 << 30

  init(fileName: String, spinCount: Int?) {
    self.fileName = fileName
    self.spinCount = spinCount
  }

  mutating func read(_ line: Substring, number: Int) throws(CouplingFileError) {
    let text = line.prefix { $0 != "#" }
    var columns =
      text.contains(",")
      ? text.split(separator: ",", omittingEmptySubsequences: false)
      : text.split(whereSeparator: \.isWhitespace)
    for k in columns.indices {
      columns[k] = columns[k].drop { $0.isWhitespace }
      while columns[k].last?.isWhitespace == true { columns[k].removeLast() }
    }
    guard !columns.isEmpty else { return }
    defer { hasRows = true }
    // Names of columns: no number among them.
    if !hasRows, columns.allSatisfy({ Double($0) == nil && $0.first?.isLetter == true }) { return }
    guard columns.count == 2 || columns.count == 3 else {
      throw error(number, "\(columns.count) columns", "'i j J', 'i i h' or 'i h'")
    }
    let first = try spin(columns[0], number)
    let second = columns.count == 3 ? try spin(columns[1], number) : first
    let last = columns[columns.count - 1]
    guard let value = Double(last), value.isFinite else {
      throw error(number, "'\(last)'", "a finite number")
    }
    largestSpin = max(largestSpin ?? 0, first, second)
    guard first != second else {
      if let before = fields.updateValue((value, number), forKey: first) {
        throw error(
          number, "field of spin \(first) again", "it once, as in line \(before.line)")
      }
      return
    }
    let bond = Bond(first, second, value)
    if let before = pairs.updateValue(number, forKey: SIMD2(bond.first, bond.second)) {
      throw error(
        number, "spins \(bond.first) and \(bond.second) again", "them once, as in line \(before)")
    }
    bonds.append(bond)
  }

  private func spin(_ text: Substring, _ line: Int) throws(CouplingFileError) -> Int {
    let limit = spinCount ?? Self.largestSpin
    guard let spin = Int(text), spin >= 0, spin < limit else {
      throw error(line, "'\(text)'", "a spin from 0 to \(limit - 1)")
    }
    return spin
  }

  private func error(_ line: Int, _ found: String, _ expected: String) -> CouplingFileError {
    CouplingFileError(fileName: fileName, line: line, found: found, expected: expected)
  }
}
