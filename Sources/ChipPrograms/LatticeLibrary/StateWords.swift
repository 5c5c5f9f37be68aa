/// What the state of a program's agents means, in words: of a multiplier its factors, of a graph its cut.
///
/// States that mean the same have one code, so that they are counted together.
public struct StateWords: Sendable {
  /// The agents that the meaning depends on.
  public let agents: [Int]
  private let codeOf: @Sendable (_ state: (Int) -> Int8) -> UInt64
  private let wordsOf: @Sendable (_ code: UInt64) -> String

  /// Creates a meaning from a code and its words.
  ///
  /// - Parameters:
  ///   - agents: those that `code` asks for.
  ///   - code: the same number for states of the same meaning; the state of an agent is −1 or 1.
  ///   - words: what the number means.
  init(
    agents: [Int], code: @escaping @Sendable (_ state: (Int) -> Int8) -> UInt64,
    words: @escaping @Sendable (_ code: UInt64) -> String
  ) {
    self.agents = agents
    codeOf = code
    wordsOf = words
  }

  /// A meaning of each of the states of at most 64 agents: bit k of the code is set where agent k of the list is up.
  init(bits agents: [Int], words: @escaping @Sendable (_ code: UInt64) -> String) {
    precondition(agents.count <= 64, "\(agents.count) agents in 64 bits")
    self.init(
      agents: agents,
      code: { state in
        agents.indices.reduce(0) { state(agents[$1]) > 0 ? $0 | 1 << $1 : $0 }
      }, words: words)
  }

  /// Each state by the signs of at most 64 agents, in their order: `+−+`.
  public static func signs(of agents: [Int]) -> StateWords {
    let count = agents.count
    return StateWords(bits: agents) { code in
      (0..<count).map { code >> $0 & 1 == 1 ? "+" : "−" }.joined()
    }
  }

  /// How many of a problem's couplings a state satisfies, which is all that matters of it: `22 of 24 edges cut`.
  ///
  /// - Parameters:
  ///   - agents: how many there are.
  ///   - isMet: whether a state satisfies coupling k of so many.
  ///   - words: of the number that it satisfies.
  static func satisfied(
    agents: Int, couplings: Int,
    isMet: @escaping @Sendable (_ coupling: Int, _ state: (Int) -> Int8) -> Bool,
    words: @escaping @Sendable (_ count: Int) -> String
  ) -> StateWords {
    StateWords(
      agents: Array(0..<agents),
      code: { state in UInt64((0..<couplings).count { isMet($0, state) }) },
      words: { words(Int($0)) })
  }

  /// The code of a state.
  public func code(_ state: (Int) -> Int8) -> UInt64 { codeOf(state) }

  /// The words of a code.
  public func words(_ code: UInt64) -> String { wordsOf(code) }
}
