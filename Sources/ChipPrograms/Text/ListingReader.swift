/// A program as its text tells it: everything but the numbers in arrays, tables and vectors.
public struct ListedProgram: Sendable, Equatable {
  /// The program. Its arrays and tables have no codes, scales and fields, its vectors no elements.
  public var program: Program
  /// Elements of each vector.
  public var vectorWidths: [Int]
}

extension Listing {
  /// The largest size or number that a text may state.
  public static let largestNumber = 1 << 30
  /// The most tiles that an array's line may name.
  static let mostTiles = 1 << 20

  /// Reads the text form of a program.
  ///
  /// Blank lines, lines that start with `#` and the amount of white space do not matter. What is read
  /// here and written again has the form of `text(of:)`.
  ///
  /// - Parameters:
  ///   - text: what `text(of:)` writes.
  ///   - file: the name for messages.
  /// - Returns: the program without its numbers.
  /// - Throws: `ProgramTextError` for the first line that cannot be used.
  public static func read(_ text: String, file: String) throws(ProgramTextError) -> ListedProgram {
    var reader = ListingReader(file: file)
    let lines = Array(text.utf8).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() { try reader.read(line, number: index + 1) }
    return try reader.finished()
  }
}

/// Reads one line after the other.
struct ListingReader {
  /// The parts of a text, in the order in which they come.
  private enum Part: Int, CaseIterable {
    case program, hash, precision, tokens, table, array, vector, value, setup, text

    /// The word that starts a line of this part.
    var keyword: String {
      switch self {
      case .program: "program"
      case .hash: "chip-hash"
      case .precision: "precision"
      case .tokens: "tokens"
      case .table: "table"
      case .array: "array"
      case .vector: "vector"
      case .value: "value"
      case .setup: "setup:"
      case .text: "text:"
      }
    }

    /// Whether it may have any number of lines.
    var isList: Bool { (Part.table.rawValue...Part.value.rawValue).contains(rawValue) }
  }

  let file: String
  private var part: Part?
  var program = Program(
    model: "", chip: "", chipHash: "", precision: Precision(), maximumTokens: 0, values: [],
    arrays: [], tables: [], vectors: [], setup: [], instructions: [])
  var vectorWidths: [Int] = []

  init(file: String) { self.file = file }

  mutating func read(_ bytes: ArraySlice<UInt8>, number: Int) throws(ProgramTextError) {
    var words = try ProgramWords(bytes, file: file, line: number)
    guard !words.isAtEnd else { return }
    if let found = Part.allCases.first(where: { words.isNext($0.keyword) }), part != .text {
      try enter(found, words)
      words.skip()
      try declare(found, &words)
    } else if part == .setup {
      program.setup.append(try instruction(&words))
    } else if part == .text {
      program.instructions.append(try instruction(&words))
    } else {
      throw words.error("`\(try words.next("a word"))`", expected)
    }
    try words.expectEnd()
  }

  func finished() throws(ProgramTextError) -> ListedProgram {
    guard part == .text else {
      throw ProgramTextError(file: file, line: nil, found: "the end", expected: expected)
    }
    return ListedProgram(program: program, vectorWidths: vectorWidths)
  }

  /// The parts that may come next.
  private var next: [Part] {
    guard let part else { return [.program] }
    if part.rawValue < Part.tokens.rawValue { return [Part(rawValue: part.rawValue + 1)!] }
    return Part.allCases.filter {
      $0.rawValue > part.rawValue && (part.rawValue < Part.setup.rawValue || $0 == .text)
        && ($0 != .text || part == .setup) || $0 == part && part.isList
    }
  }

  private var expected: String {
    let words = next.map { "`\($0.keyword)`" }
    return words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
  }

  private mutating func enter(_ found: Part, _ words: ProgramWords) throws(ProgramTextError) {
    guard next.contains(found) else { throw words.error("`\(found.keyword)`", expected) }
    part = found
  }

  private mutating func declare(
    _ part: Part, _ words: inout ProgramWords
  ) throws(ProgramTextError) {
    switch part {
    case .program:
      program.model = try words.name("the model's name")
      try words.expect("for")
      program.chip = try words.name("the chip's name")
    case .hash: program.chipHash = try words.name("the hash of the chip's description")
    case .precision: program.precision = try precision(&words)
    case .tokens:
      program.maximumTokens = try words.integer(
        "the numbers of tokens", prefix: "1...", 1...Listing.largestNumber)
    case .table:
      try number(&words, "T", program.tables.count)
      program.tables.append(try table(&words))
    case .array:
      try number(&words, "A", program.arrays.count)
      program.arrays.append(try array(&words))
    case .vector:
      try number(&words, "V", vectorWidths.count)
      vectorWidths.append(try words.integer("a vector's width", 0...Listing.largestNumber))
      program.vectors.append([])
    case .value:
      try number(&words, "%", program.values.count)
      program.values.append(try value(&words))
    case .setup, .text: break
    }
  }

  /// Declarations are numbered from 0.
  private func number(
    _ words: inout ProgramWords, _ letter: String, _ count: Int
  ) throws(ProgramTextError) { try words.expect("\(letter)\(count)") }
}
