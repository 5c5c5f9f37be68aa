/// How closely the machine follows each agent, with the options that this fidelity alone has.
public enum Fidelity: Sendable, Equatable {
  /// Infinite samples: only quantisation, range and saturation remain; mean durations.
  case expectation
  /// Every draw with its exact law, by counts; durations drawn.
  case sampled
  /// Every agent clock, delay, message and flit, one after the other: the truth for the other two.
  ///
  /// It alone tells one manufactured chip from another: `die` is the number of the draw of its variation.
  case event(die: UInt32)

  /// A fidelity without its options, as it is written.
  public enum Word: String, Sendable, Codable, CaseIterable {
    /// Means.
    case expectation
    /// Counts.
    case sampled
    /// Agents.
    case event

    /// The fidelity of this name.
    /// - Parameter die: which manufactured chip; without a meaning but for `event`.
    public func fidelity(die: UInt32 = 0) -> Fidelity {
      switch self {
      case .expectation: .expectation
      case .sampled: .sampled
      case .event: .event(die: die)
      }
    }
  }

  /// How it is written.
  public var word: Word {
    switch self {
    case .expectation: .expectation
    case .sampled: .sampled
    case .event: .event
    }
  }

  /// Which manufactured chip; 0 where nobody tells one from another.
  public var die: UInt32 {
    if case .event(let die) = self { die } else { 0 }
  }
}
