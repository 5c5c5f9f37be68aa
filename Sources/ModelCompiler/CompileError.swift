/// Why a model cannot be compiled for a chip.
public enum CompileError: Error, Equatable, CustomStringConvertible {
  /// A term needs more of something than the chip has.
  case doesNotFit(term: String, limit: String, needed: Int, available: Int, unit: String)
  /// The precision settings are illegal.
  case illegalPrecision([String])
  /// The graph holds something that no energy term stands for.
  case unmappable(term: String, reason: String)
  /// The verifier found an inconsistent mapping after a pass: an error of the compiler.
  case inconsistent(pass: String, term: String, reason: String)

  /// One line that names the term, the limit and the shortfall.
  public var description: String {
    switch self {
    case .doesNotFit(let term, let limit, let needed, let available, let unit):
      "\(term): needs \(needed) \(unit), \(limit) is \(available): short by \(needed - available)"
    case .illegalPrecision(let problems):
      problems.joined(separator: "; ")
    case .unmappable(let term, let reason):
      "\(term): cannot be mapped: \(reason)"
    case .inconsistent(let pass, let term, let reason):
      "after pass \(pass): \(term): \(reason)"
    }
  }
}
