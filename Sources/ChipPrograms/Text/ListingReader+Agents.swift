import IsingModels

extension ListingReader {
  /// Number, columns and names of agents.
  mutating func agents(_ words: inout ProgramWords) throws(ProgramTextError) {
    let count = try words.wholeNumber(
      "a number of agents", 1...Program.Agents.largestCount)
    var agents = Program.Agents(count: count)
    if words.take("columns") {
      agents.columns = try words.wholeNumber("agents in a row of the grid", 1...count)
    }
    if words.take("names") {
      repeat { agents.names.append(try words.next("a name")) } while !words.isAtEnd
    }
    declared.agents = agents
    declared.agentNumbers = Dictionary(
      agents.names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })
    program.agents = agents
  }

  /// Couplings, fields and observables.
  mutating func declare(
    _ keyword: AgentKeyword, _ words: inout ProgramWords, line: Int
  ) throws(ProgramTextError) {
    switch keyword {
    case .couple:
      repeat {
        let (a, b) = (try words.agent(), try words.agent())
        let coupling = try words.number("a coupling", Program.Agents.couplingRange)
        program.agents?.couplings.append(Bond(a, b, coupling))
        couplingLines.append(line)
      } while !words.isAtEnd
    case .field:
      repeat {
        let agent = try words.agent()
        let value = try words.number("a field", Program.Agents.couplingRange)
        program.agents?.fields.append(.init(agent, value))
        fieldLines.append(line)
      } while !words.isAtEnd
    case .share, .overlap, .product:
      let label = try words.next("a label")
      let agents = try words.agents()
      guard !agents.isEmpty else { throw words.error("no agents", "at least one agent") }
      var patterns: [[Int8]] = []
      if keyword != .product {
        try words.expect("=")
        repeat {
          patterns.append(try words.pattern(agents.count))
        } while keyword == .share && !words.isAtEnd
      }
      let kind: Program.Agents.Observable.Kind =
        switch keyword {
        case .share: .share(patterns)
        case .overlap: .overlap(patterns[0])
        default: .product
        }
      program.agents?.observables.append(.init(label, agents: agents, kind))
      observableLines.append(line)
    }
  }
}

extension ProgramWords {
  /// An agent by its name or number.
  mutating func agent() throws(ProgramTextError) -> Int {
    let word = try next("an agent")
    guard let agents = declared.agents else { throw error("agent `\(word)`", "`agents N` before") }
    if agents.names.isEmpty {
      if let number = Int(word), (0..<agents.count).contains(number) { return number }
      throw error("agent `\(word)`", "a number from 0 to \(agents.count - 1)")
    }
    if let number = declared.agentNumbers[word] { return number }
    throw error(
      "agent `\(word)`",
      "one of " + agents.names.prefix(8).joined(separator: ", ")
        + (agents.names.count > 8 ? ", …" : ""))
  }

  /// Agents to the end of the list, or to `=`.
  mutating func agents() throws(ProgramTextError) -> [Int] {
    var found: [Int] = []
    while !isAtListEnd, !isNext("=") { found.append(try agent()) }
    return found
  }

  /// States as `+` and `-`.
  fileprivate mutating func pattern(_ count: Int) throws(ProgramTextError) -> [Int8] {
    let word = try next("a pattern of + and -")
    guard word.utf8.count == count, word.allSatisfy({ $0 == "+" || $0 == "-" }) else {
      throw error("the pattern `\(word)`", "\(count) signs + or -, one an agent")
    }
    return word.map { $0 == "+" ? 1 : -1 }
  }
}
