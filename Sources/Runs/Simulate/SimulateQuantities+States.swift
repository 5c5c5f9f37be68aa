import ChipPrograms
import IsingModels
import Reports

/// What states mean, counted: the most frequent meanings, as quantities like all others.
extension SimulateQuantities {
  /// Meanings that are listed at most.
  static let mostStates = 8
  /// Rarer ones are not listed.
  static let leastShare = 0.001

  /// Shares of the most frequent meanings, the most frequent first.
  func stateDefinitions() throws -> [Definition] {
    guard let words = try meaning() else { return [] }
    var counts: [UInt64: Double] = [:]
    for states in states {
      for start in stride(from: 0, to: states.count, by: agents.count) {
        counts[words.code { state(of: $0, in: states, from: start) }, default: 0] += 1
      }
    }
    // Without draws the law says what is frequent.
    if counts.isEmpty { counts = try lawOfCodes(words) }
    let sum = counts.values.reduce(0, +)
    let frequent = counts.filter { $0.value >= Self.leastShare * sum }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostStates)
    return frequent.map { code, _ in
      Definition(kind: .state, name: words.words(code), isShare: true) {
        words.code($0) == code ? 1 : 0
      }
    }
  }

  /// The program's own words, or the signs of its free agents where these are few.
  private func meaning() throws -> StateWords? {
    if let words {
      return words.agents.allSatisfy(isKnown) ? words : nil
    }
    let free = agents.filter { phase.held[$0] == 0 }
    let isSmall = !free.isEmpty && free.count <= Program.Agents.mostEnumerated
    return isSmall ? .signs(of: free) : nil
  }

  /// The probability of each meaning.
  private func lawOfCodes(_ words: StateWords) throws -> [UInt64: Double] {
    var law: [UInt64: Double] = [:]
    try visitLaw(of: model) { probability, state in
      law[words.code(state), default: 0] += probability
    }
    return law
  }
}
