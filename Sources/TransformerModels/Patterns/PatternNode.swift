/// A pattern as its text says it.
indirect enum PatternNode {
  /// How a repetition takes its turns.
  enum Greed { case greedy, lazy, possessive }

  /// A condition on a place that takes no scalar.
  enum Condition: Int32 {
    case textStart, textEnd, textEndOrLastLine, lineStart, lineEnd, wordBoundary, noWordBoundary
  }

  case set(ScalarSet)
  case sequence([PatternNode])
  case choice([PatternNode])
  case repetition(PatternNode, least: Int, most: Int?, Greed)
  case look(PatternNode, ahead: Bool, negated: Bool)
  case atomic(PatternNode)
  case condition(Condition)

  /// Whether it can match nothing.
  var canBeEmpty: Bool {
    switch self {
    case .set: false
    case .sequence(let nodes): nodes.allSatisfy(\.canBeEmpty)
    case .choice(let nodes): nodes.contains(where: \.canBeEmpty)
    case .repetition(let node, let least, _, _): least == 0 || node.canBeEmpty
    case .look, .condition: true
    case .atomic(let node): node.canBeEmpty
    }
  }

  /// The most scalars that a look behind takes.
  private static let widest = 100_000

  /// The number of scalars that every match has; `nil` if they differ, or are too many to look behind.
  var width: Int? {
    switch self {
    case .set: return 1
    case .sequence(let nodes):
      var sum = 0
      for node in nodes {
        guard let width = node.width, sum < PatternNode.widest else { return nil }
        sum += width
      }
      return sum
    case .choice(let nodes):
      guard let first = nodes.first?.width, nodes.allSatisfy({ $0.width == first }) else {
        return nil
      }
      return first
    case .repetition(let node, let least, let most, _):
      guard least == most, let width = node.width else { return nil }
      let (product, overflows) = width.multipliedReportingOverflow(by: least)
      return overflows || product > PatternNode.widest ? nil : product
    case .look, .condition: return 0
    case .atomic(let node): return node.width
    }
  }

  /// The scalars that a match can begin with; `nil` if it can be empty.
  var firstScalars: ScalarSet? {
    switch self {
    case .set(let set): return set
    case .sequence(let nodes):
      var union = ScalarSet()
      for node in nodes {
        switch node {
        // What only looks narrows the set; leaving it out is safe.
        case .look, .condition: continue
        default: break
        }
        if let first = node.firstScalars {
          union.formUnion(first)
          return union
        }
        // Each node is asked once: twice at each level would be 2ⁿ times in all.
        guard case .repetition(let inner, 0, _, _) = node, let possible = inner.firstScalars
        else { return nil }
        union.formUnion(possible)
      }
      return nil
    case .choice(let nodes):
      var union = ScalarSet()
      for node in nodes {
        guard let first = node.firstScalars else { return nil }
        union.formUnion(first)
      }
      return union
    case .repetition(let node, let least, _, _): return least > 0 ? node.firstScalars : nil
    case .look, .condition: return nil
    case .atomic(let node): return node.firstScalars
    }
  }
}
