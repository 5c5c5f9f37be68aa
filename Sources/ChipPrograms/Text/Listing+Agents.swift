import IsingModels

extension Listing {
  /// The declaration of agents, couplings, fields and observables.
  static func agentLines(_ agents: Program.Agents) -> [String] {
    var first = "agents \(agents.count)"
    if let columns = agents.columns { first += " columns \(columns)" }
    if !agents.names.isEmpty { first += " names " + agents.names.joined(separator: " ") }
    let couplings = agents.couplings.map {
      "\(agents.name(of: Int($0.first))) \(agents.name(of: Int($0.second))) \(number($0.coupling))"
    }
    let fields = agents.fields.map { "\(agents.name(of: $0.agent)) \(number($0.value))" }
    return [first] + filled("couple", couplings) + filled("field", fields)
      + agents.observables.map { line(of: $0, agents) }
  }

  private static func line(
    of observable: Program.Agents.Observable, _ agents: Program.Agents
  ) -> String {
    let names = observable.agents.map { " " + agents.name(of: $0) }.joined()
    let patterns = observable.patterns.map { " " + signs($0) }.joined()
    let word = AgentKeyword(observable.kind).rawValue
    return "\(word) \(observable.label)\(names)" + (patterns.isEmpty ? "" : " =" + patterns)
  }

  /// A pattern of states: `+-+`.
  static func signs(_ pattern: [Int8]) -> String { String(pattern.map { $0 > 0 ? "+" : "-" }) }

  /// The name of an agent: its number where it has none.
  static func name(of agent: Int, _ agents: Program.Agents?) -> String {
    agents?.name(of: agent) ?? String(agent)
  }

  /// The fewest digits that read back to the number.
  static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Lines of a keyword with as many entries as fit 100 columns.
  private static func filled(_ keyword: String, _ entries: [String]) -> [String] {
    var lines: [String] = []
    var line = ""
    for entry in entries {
      if !line.isEmpty, line.utf8.count + entry.utf8.count + 2 > 100 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? "\(keyword) \(entry)" : "  \(entry)"
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

/// Words that start a line about agents.
enum AgentKeyword: String, CaseIterable {
  case couple, field, share, overlap, product

  init(_ kind: Program.Agents.Observable.Kind) {
    switch kind {
    case .share: self = .share
    case .overlap: self = .overlap
    case .product: self = .product
    }
  }
}
