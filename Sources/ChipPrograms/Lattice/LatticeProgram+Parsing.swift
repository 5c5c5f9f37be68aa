import IsingModels

extension LatticeProgram {
  /// Reads a program from its text.
  /// - Parameters:
  ///   - text: the text form of docs/lattice-programs.md; `#` starts a comment.
  ///   - file: the name for messages.
  /// - Throws: `LatticeProgramError` for the first line that cannot be used, with what was found there and
  ///   what was expected.
  public init(text: String, file: String) throws(LatticeProgramError) {
    var parser = LatticeProgramParser(file: file)
    // A carriage return and the newline after it are one character.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      try parser.read(line)
    }
    self = try parser.finished()
  }
}

/// Reads one line after the other.
struct LatticeProgramParser {
  let file: String
  var line = 0
  var program = LatticeProgram(name: "", agentCount: 0)
  private var numbers: [Substring: Int] = [:]
  private var pairs: Set<SIMD2<Int32>> = []
  private var withField: Set<Int> = []
  private var labels: Set<String> = []

  init(file: String) { self.file = file }

  /// All words that start a line.
  private enum Keyword: String, CaseIterable {
    case program = "lattice-program"
    case agents, couple, field, share, overlap, product
    case beta, clamp, release, relax, read, barrier
  }

  mutating func read(_ text: Substring) throws(LatticeProgramError) {
    line += 1
    let content = text.prefix { $0 != "#" }
    var words = LatticeWords(content, file: file, line: line)
    guard !words.isAtEnd else { return }
    let first = try words.next("a keyword")
    guard let keyword = Keyword(rawValue: String(first)) else {
      throw words.error(
        "`\(first)`", "one of " + Keyword.allCases.map(\.rawValue).joined(separator: ", "))
    }
    if program.name.isEmpty, keyword != .program {
      throw words.error("`\(first)`", "`lattice-program NAME` in the first line")
    }
    if !program.name.isEmpty, program.agentCount == 0, keyword != .agents {
      throw words.error("`\(first)`", "`agents N` in the second line")
    }
    switch keyword {
    case .program:
      guard program.name.isEmpty else { throw words.error("a second name", "one program a file") }
      program.name = String(try words.next("the program's name"))
    case .agents: try agents(&words)
    case .couple, .field, .share, .overlap, .product:
      guard program.instructions.isEmpty else {
        throw words.error(
          "`\(first)` after `\(program.instructions[0].keyword)`",
          "couplings, fields and observables before the first instruction")
      }
      try setUp(keyword, &words)
    case .beta: program.instructions.append(try beta(&words))
    case .clamp: program.instructions.append(.clamp(try clamps(&words)))
    case .release: program.instructions.append(.release(try list(&words)))
    case .relax: program.instructions.append(.relax(try words.duration()))
    case .read:
      try words.expect("every")
      let every = try words.duration()
      try words.expect("times")
      let times = try words.integer("a number of reads", 1...1_000_000_000)
      var named: [Int] = []
      if !words.isAtEnd {
        try words.expect("agents")
        named = try list(&words)
        guard !named.isEmpty else { throw words.error("no agent", "at least one after `agents`") }
      }
      program.instructions.append(.read(every: every, times: times, agents: named))
    case .barrier: program.instructions.append(.barrier)
    }
    try words.expectEnd()
  }

  func finished() throws(LatticeProgramError) -> LatticeProgram {
    guard program.agentCount > 0 else {
      throw LatticeProgramError(
        file: file, line: nil,
        found: program.name.isEmpty ? "no `lattice-program NAME`" : "no `agents N`",
        expected: "both in the first lines")
    }
    return program
  }

  private mutating func agents(_ words: inout LatticeWords) throws(LatticeProgramError) {
    guard program.agentCount == 0 else { throw words.error("a second `agents`", "one") }
    let count = try words.integer("a number of agents", 1...LatticeProgram.largestAgentCount)
    if words.take("columns") {
      program.columns = try words.integer("agents in a row of the grid", 1...count)
    }
    if words.take("names") {
      while !words.isAtEnd {
        let name = try words.next("a name")
        guard Int(name) == nil, let first = name.first, first.isLetter, name != "agents" else {
          throw words.error("the name `\(name)`", "a name that starts with a letter")
        }
        guard numbers.updateValue(program.agentNames.count, forKey: name) == nil else {
          throw words.error("the name `\(name)` twice", "each name once")
        }
        program.agentNames.append(String(name))
      }
      guard program.agentNames.count == count else {
        throw words.error("\(program.agentNames.count) names", "\(count), one an agent")
      }
    }
    program.agentCount = count
  }

  private func agent(_ words: inout LatticeWords) throws(LatticeProgramError) -> Int {
    let word = try words.next("an agent")
    if program.agentNames.isEmpty {
      if let number = Int(word), (0..<program.agentCount).contains(number) { return number }
      throw words.error("agent `\(word)`", "a number from 0 to \(program.agentCount - 1)")
    }
    if let number = numbers[word] { return number }
    throw words.error(
      "agent `\(word)`",
      "one of " + program.agentNames.prefix(8).joined(separator: ", ")
        + (program.agentNames.count > 8 ? ", …" : ""))
  }

  private func list(_ words: inout LatticeWords) throws(LatticeProgramError) -> [Int] {
    var found: [Int] = []
    var seen: Set<Int> = []
    while !words.isAtEnd, !words.isNext("=") {
      let next = try agent(&words)
      guard seen.insert(next).inserted else {
        throw words.error("agent \(program.name(of: next)) twice", "each agent once")
      }
      found.append(next)
    }
    return found
  }

  private func clamps(
    _ words: inout LatticeWords
  ) throws(LatticeProgramError) -> [LatticeClamp] {
    var found: [LatticeClamp] = []
    var seen: Set<Int> = []
    repeat {
      let agent = try agent(&words)
      let state = try words.next("+1 or -1")
      guard state == "+1" || state == "-1" else {
        throw words.error("the state `\(state)`", "+1 or -1")
      }
      guard seen.insert(agent).inserted else {
        throw words.error("agent \(program.name(of: agent)) twice", "each agent once")
      }
      found.append(LatticeClamp(agent, state == "+1" ? 1 : -1))
    } while !words.isAtEnd
    return found
  }

  private func beta(_ words: inout LatticeWords) throws(LatticeProgramError) -> LatticeInstruction {
    let from = try words.number("β", atLeast: 0)
    guard words.take("to") else { return .beta(from) }
    let to = try words.number("β", atLeast: 0)
    try words.expect("over")
    return .ramp(from: from, to: to, over: try words.duration())
  }

  private mutating func setUp(
    _ keyword: Keyword, _ words: inout LatticeWords
  ) throws(LatticeProgramError) {
    switch keyword {
    case .couple:
      repeat {
        let (a, b) = (try agent(&words), try agent(&words))
        let bond = Bond(a, b, try words.number("a coupling"))
        guard a != b else {
          throw words.error("agent \(program.name(of: a)) coupled with itself", "two agents")
        }
        guard pairs.insert(SIMD2(bond.first, bond.second)).inserted else {
          throw words.error(
            "a second coupling of \(program.name(of: a)) and \(program.name(of: b))", "one")
        }
        program.couplings.append(bond)
      } while !words.isAtEnd
    case .field:
      repeat {
        let agent = try agent(&words)
        guard withField.insert(agent).inserted else {
          throw words.error("a second field of \(program.name(of: agent))", "one")
        }
        program.fields.append(LatticeField(agent, try words.number("a field")))
      } while !words.isAtEnd
    default: try observable(keyword, &words)
    }
  }

  private mutating func observable(
    _ keyword: Keyword, _ words: inout LatticeWords
  ) throws(LatticeProgramError) {
    let label = String(try words.next("a label"))
    guard labels.insert(label).inserted else {
      throw words.error("the label `\(label)` twice", "each label once")
    }
    let agents = try list(&words)
    guard !agents.isEmpty else { throw words.error("no agents", "at least one agent") }
    guard keyword != .product else {
      program.observables.append(LatticeObservable(label, agents: agents, .product))
      return
    }
    try words.expect("=")
    var patterns = [try words.pattern(agents.count)]
    while keyword == .share, !words.isAtEnd { patterns.append(try words.pattern(agents.count)) }
    program.observables.append(
      LatticeObservable(
        label, agents: agents, keyword == .share ? .share(patterns) : .overlap(patterns[0])))
  }
}
