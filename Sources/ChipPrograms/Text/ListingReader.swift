public import HardwareSpecs

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
  /// Blank lines, comments behind `#` and the amount of white space do not matter. What is read here and
  /// written again has the form of `text(of:)`.
  ///
  /// - Parameters:
  ///   - text: a listing.
  ///   - file: the name for messages.
  /// - Returns: the program without its numbers.
  /// - Throws: `ProgramTextError` for the first line that cannot be used.
  public static func read(_ text: String, file: String) throws(ProgramTextError) -> ListedProgram {
    try ListingReader.read(text, file: file).listed
  }

  /// Reads a program that its text tells entirely: one without arrays, tables and vectors.
  ///
  /// - Parameters:
  ///   - text: a listing.
  ///   - file: the name for messages.
  ///   - chip: what the program is to run on; `nil` where nobody knows.
  /// - Returns: a program without faults.
  /// - Throws: `ProgramTextError` for a line that cannot be used, and for the first fault, also of what the
  ///   chip lacks for it at any fidelity.
  public static func program(
    _ text: String, file: String, on chip: ChipSpec? = nil
  ) throws(ProgramTextError) -> Program {
    let reader = try ListingReader.read(text, file: file)
    let program = reader.program
    guard program.arrays.isEmpty, program.tables.isEmpty, program.vectors.isEmpty else {
      throw ProgramTextError(
        file: file, line: nil, found: "arrays, tables or vectors without their numbers",
        expected: "the binary form, which holds them")
    }
    if let fault = program.firstFault(on: chip) {
      throw ProgramTextError(
        file: file, line: reader.line(of: fault.place), found: fault.reason.found,
        expected: fault.reason.expected)
    }
    return program
  }
}

/// Reads one line after the other.
struct ListingReader {
  /// The parts of a text, in the order in which they come.
  private enum Part: Int, CaseIterable {
    case program, hash, precision, tokens, table, array, vector, value, agents, couplings, setup,
      text

    /// The words that start a line of this part.
    var keywords: [String] {
      switch self {
      case .program: ["program", "lattice-program"]
      case .hash: ["chip-hash"]
      case .precision: ["precision"]
      case .tokens: ["tokens"]
      case .table: ["table"]
      case .array: ["array"]
      case .vector: ["vector"]
      case .value: ["value"]
      case .agents: ["agents"]
      case .couplings: AgentKeyword.allCases.map(\.rawValue)
      case .setup: ["setup:"]
      case .text: ["text:"]
      }
    }

    /// Whether it may have any number of lines.
    var isList: Bool {
      (Part.table.rawValue...Part.value.rawValue).contains(rawValue) || self == .couplings
    }
  }

  let file: String
  private var part: Part?
  var program = Program(name: "")
  var vectorWidths: [Int] = []
  /// What has been declared so far.
  var declared = Declared()
  private var lines: [Fault.Place: Int] = [:]
  var couplingLines: [Int] = []
  var fieldLines: [Int] = []
  var observableLines: [Int] = []

  private init(file: String) { self.file = file }

  /// A reader that has read a whole text.
  static func read(_ text: String, file: String) throws(ProgramTextError) -> ListingReader {
    var reader = ListingReader(file: file)
    let lines = Array(text.utf8).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() { try reader.read(line, number: index + 1) }
    guard reader.part == .text || reader.part != nil && reader.program.chip == nil else {
      throw ProgramTextError(file: file, line: nil, found: "the end", expected: reader.expected)
    }
    return reader
  }

  /// What the text tells.
  var listed: ListedProgram { ListedProgram(program: program, vectorWidths: vectorWidths) }

  /// The line of a part of the program.
  func line(of place: Fault.Place) -> Int? {
    switch place {
    case .coupling(let index): couplingLines[index]
    case .field(let index): fieldLines[index]
    case .observable(let index): observableLines[index]
    default: lines[place]
    }
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>, number: Int) throws(ProgramTextError) {
    var words = try ProgramWords(bytes, file: file, line: number)
    guard !words.isAtEnd else { return }
    words.declared = declared
    if part != .text,
      let found = Part.allCases.first(where: { $0.keywords.contains(where: words.isNext) })
    {
      guard next.contains(found) else {
        throw words.error("`\(try words.next("a word"))`", expected)
      }
      part = found
      try declare(found, &words, line: number)
    } else if part == .setup {
      lines[.setup(program.setup.count)] = number
      program.setup.append(try instruction(&words, at: program.setup.count))
    } else if next.contains(.text) || part == .text {
      part = .text
      let word = words.nextText ?? ""
      if let first = program.instructions.first, AgentKeyword(rawValue: word) != nil {
        throw words.error(
          "`\(word)` after `\(first.operation.mnemonic)`",
          "couplings, fields and observables before the first instruction")
      }
      lines[.instruction(program.instructions.count)] = number
      program.instructions.append(try instruction(&words, at: program.instructions.count))
    } else {
      throw words.error("`\(try words.next("a word"))`", expected)
    }
    try words.expectEnd()
  }

  /// The parts that may come next.
  private var next: [Part] {
    guard let part else { return [.program] }
    if part == .program, program.chip != nil { return [.hash] }
    return Part.allCases.filter { next in
      guard next != part else { return part.isList }
      return switch next {
      case .hash: false
      case .couplings: part == .agents
      case .text: part.rawValue < next.rawValue && (part == .setup || program.chip == nil)
      default: part.rawValue < next.rawValue
      }
    }
  }

  private var expected: String {
    let words = next.flatMap { $0 == .program ? ["`program`"] : $0.keywords.map { "`\($0)`" } }
    return words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
  }

  private mutating func declare(
    _ part: Part, _ words: inout ProgramWords, line: Int
  ) throws(ProgramTextError) {
    let keyword = try words.next("a word")
    switch part {
    case .program where keyword == "lattice-program":
      // The header that programs for any chip once had: any word is a name.
      program.name = try words.next("the program's name")
    case .program:
      program.name = try words.name("the program's name")
      if words.take("for") {
        program.chip = .init(name: try words.name("the chip's name"), hash: "")
      }
    case .hash:
      lines[.chip] = line
      program.chip?.hash = try words.name("the hash of the chip's description")
    case .precision: program.precision = try precision(&words)
    case .tokens:
      program.maximumTokens = try words.integer(
        "the numbers of tokens", prefix: "1...", 1...Listing.largestNumber)
    case .table:
      try Self.number(&words, "T", &declared.tables)
      program.tables.append(try table(&words))
    case .array:
      try Self.number(&words, "A", &declared.arrays)
      program.arrays.append(try array(&words))
    case .vector:
      try Self.number(&words, "V", &declared.vectors)
      vectorWidths.append(try words.integer("a vector's width", 0...Listing.largestNumber))
      program.vectors.append([])
    case .value:
      try Self.number(&words, "%", &declared.values)
      program.values.append(try value(&words))
    case .agents:
      lines[.agents] = line
      try agents(&words)
    case .couplings:
      if let keyword = AgentKeyword(rawValue: keyword) { try declare(keyword, &words, line: line) }
    case .setup, .text: break
    }
  }

  /// Declarations are numbered from 0.
  private static func number(
    _ words: inout ProgramWords, _ letter: String, _ count: inout Int
  ) throws(ProgramTextError) {
    try words.expect("\(letter)\(count)")
    count += 1
  }
}
