/// Why spins, couplings and fields make no model.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// The number of spins is zero, negative or too large.
  case spinCount(Int)
  /// A list of fields does not have one a spin.
  case fieldCount(found: Int, expected: Int)
  /// A bond names a spin that does not exist.
  case spinOutOfRange(Int, spinCount: Int)
  /// A bond has the same spin on both sides.
  case selfCoupling(Int)
  /// A coupling or a field is NaN or infinite.
  case notFinite(String, Double)
  /// A number of a law of couplings or fields outside its range.
  case outOfRange(String, Double, expected: String)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .spinCount(let count): "found \(count) spins, expected 1 to \(Int32.max)"
    case .fieldCount(let found, let expected): "found \(found) fields, expected \(expected)"
    case .spinOutOfRange(let spin, let count):
      "found spin \(spin), expected 0 to \(count - 1)"
    case .selfCoupling(let spin): "found spin \(spin) coupled with itself, expected two spins"
    case .notFinite(let what, let value): "\(what): found \(value), expected a finite number"
    case .outOfRange(let what, let value, let expected):
      "\(what): found \(value), expected \(expected)"
    }
  }
}
