/// Why agents in continuous time cannot be simulated as asked.
public enum AsynchronyError: Error, Equatable, CustomStringConvertible {
  /// A list of clock rates does not have one an agent.
  case rateCount(found: Int, expected: Int)
  /// A clock rate is zero, negative, infinite or NaN.
  case rate(agent: Int, found: Double)
  /// A delay is negative, infinite or NaN.
  case delay(found: Double)
  /// Couplings and fields are no small multiples of one number, so that escape rates form no classes.
  case notInteger
  /// There are more different escape rates than classes.
  case classCount(found: Int, limit: Int)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .rateCount(let found, let expected):
      "found \(found) clock rates, expected one for each of \(expected) agents"
    case .rate(let agent, let found):
      "clock of agent \(agent): found rate \(found), expected a finite number above 0"
    case .delay(let found):
      "found a coupling delay of \(found), expected a finite number, 0 or more"
    case .notInteger:
      """
      found couplings and fields that are no small multiples of one number, expected integer units: \
      next reaction takes any couplings
      """
    case .classCount(let found, let limit):
      """
      found \(found) classes of escape rates, expected \(limit) at most: next reaction needs no \
      classes
      """
    }
  }
}
