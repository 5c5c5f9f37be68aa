/// One step of a compiled pattern.
struct PatternInstruction: Sendable {
  enum Kind: UInt8, Sendable {
    /// Takes a scalar of set `first`.
    case set
    /// Takes scalars of set `first`, from `second` to `third` of them (−1: any number), as many as it can.
    case repeatSet
    /// The same, as few as it can.
    case repeatLazily
    /// The same, and gives none back.
    case repeatPossessively
    /// Tries the alternatives `first` to `second` of the table, in order.
    case choice
    /// Goes on at `first`; if that fails, at `second`.
    case fork
    /// Goes on at `first`.
    case jump
    /// Goes on at `first` if what stands from the next step on matches here (`second` 0) or not (1).
    case ahead
    /// The same, `third` scalars earlier.
    case behind
    /// Takes what the next steps match first, and goes on at `first`.
    case atomic
    /// Holds if the condition `first` does.
    case condition
    /// The end.
    case match
  }

  var kind: Kind
  var first: Int32
  var second: Int32
  var third: Int32

  init(_ kind: Kind, _ first: Int32 = 0, _ second: Int32 = 0, _ third: Int32 = 0) {
    self.kind = kind
    self.first = first
    self.second = second
    self.third = third
  }
}

/// Turns a pattern into steps.
struct PatternCompiler {
  private(set) var code: [PatternInstruction] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var firsts: [AlternativeFirst] = []
  private static let mostSteps = 20_000
  /// Nodes that were emitted: what can be empty adds no step.
  private var nodes = 0

  private var here: Int32 { Int32(code.count) }

  mutating func append(_ instruction: PatternInstruction) { code.append(instruction) }

  /// Appends the steps of a node.
  mutating func emit(_ node: PatternNode) throws(PatternError) {
    nodes += 1
    guard code.count < PatternCompiler.mostSteps, nodes < 10 * PatternCompiler.mostSteps else {
      throw PatternError(found: "a pattern of too many steps", expected: "smaller counts")
    }
    switch node {
    case .set(let set): append(.init(.set, place(of: set)))
    case .sequence(let nodes): for node in nodes { try emit(node) }
    case .choice(let nodes): try choice(nodes)
    case .condition(let condition): append(.init(.condition, condition.rawValue))
    case .look(let inner, let ahead, let negated):
      guard ahead || inner.width != nil else {
        throw PatternError(
          found: "a look behind of different lengths", expected: "one length of what stands before")
      }
      let step = code.count
      append(.init(ahead ? .ahead : .behind, 0, negated ? 1 : 0, Int32(inner.width ?? 0)))
      try emit(inner)
      append(.init(.match))
      code[step].first = here
    case .atomic(let inner): try atomic(inner)
    case .repetition(.set(let set), let least, let most, let greed):
      let kind: PatternInstruction.Kind =
        switch greed {
        case .greedy: .repeatSet
        case .lazy: .repeatLazily
        case .possessive: .repeatPossessively
        }
      guard least < 1_000_000, (most ?? 0) < 1_000_000 else {
        throw PatternError(found: "a count of millions", expected: "smaller counts")
      }
      append(.init(kind, place(of: set), Int32(least), Int32(most ?? -1)))
    case .repetition(let inner, let least, let most, let greed):
      guard greed != .possessive else {
        try atomic(.repetition(inner, least: least, most: most, .greedy))
        return
      }
      for _ in 0..<min(least, PatternCompiler.mostSteps) { try emit(inner) }
      try optionalTurns(inner, most.map { $0 - least }, isLazy: greed == .lazy)
    }
  }

  private mutating func atomic(_ inner: PatternNode) throws(PatternError) {
    let step = code.count
    append(.init(.atomic))
    try emit(inner)
    append(.init(.match))
    code[step].first = here
  }

  private mutating func optionalTurns(
    _ inner: PatternNode, _ turns: Int?, isLazy: Bool
  ) throws(PatternError) {
    var forks: [Int] = []
    func aim(_ step: Int, inside: Int32, behind: Int32) {
      code[step].first = isLazy ? behind : inside
      code[step].second = isLazy ? inside : behind
    }
    if let turns {
      for _ in 0..<min(turns, PatternCompiler.mostSteps) {
        forks.append(code.count)
        append(.init(.fork))
        try emit(inner)
      }
      for step in forks { aim(step, inside: Int32(step + 1), behind: here) }
      return
    }
    let step = code.count
    append(.init(.fork))
    try emit(inner)
    append(.init(.jump, Int32(step)))
    aim(step, inside: Int32(step + 1), behind: here)
  }

  private mutating func choice(_ nodes: [PatternNode]) throws(PatternError) {
    let start = firsts.count
    for node in nodes {
      var entry = AlternativeFirst(low: .max, high: .max, target: 0)
      if let set = node.firstScalars {
        (entry.low, entry.high) = (0, 0)
        set.forEachASCII { value in
          if value < 64 {
            entry.low |= 1 << UInt64(value)
          } else {
            entry.high |= 1 << UInt64(value & 63)
          }
        }
      }
      firsts.append(entry)
    }
    append(.init(.choice, Int32(start), Int32(firsts.count)))
    var ends: [Int] = []
    for (offset, node) in nodes.enumerated() {
      firsts[start + offset].target = here
      try emit(node)
      ends.append(code.count)
      append(.init(.jump))
    }
    for step in ends { code[step].first = here }
  }

  private mutating func place(of set: ScalarSet) -> Int32 {
    if let place = sets.firstIndex(of: set) { return Int32(place) }
    sets.append(set)
    return Int32(sets.count - 1)
  }
}
