/// Why a sampler cannot be made.
public enum SamplerError: Error, Equatable, CustomStringConvertible {
  /// Two coupled spins stand in one block.
  case coupledWithinBlock(Int, Int)
  /// A spin stands in no block, or in several.
  case blocksOfSpin(Int, found: Int)
  /// A block names a spin that does not exist.
  case spinOutOfRange(Int, spinCount: Int)
  /// The model has no pair that could exchange its spins.
  case noPairs
  /// The model is not one that a bit-sliced engine can hold.
  case notLattice(String, expected: String)
  /// A parameter outside its range.
  case outOfRange(parameter: String, value: Double, range: String)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .coupledWithinBlock(let first, let second):
      "found coupled spins \(first) and \(second) in one block, expected none"
    case .blocksOfSpin(let spin, let found):
      "found spin \(spin) in \(found) blocks, expected 1"
    case .spinOutOfRange(let spin, let count):
      "found spin \(spin), expected 0 to \(count - 1)"
    case .noPairs: "found no pair of spins to exchange, expected at least one"
    case .notLattice(let found, let expected): "found \(found), expected \(expected)"
    case .outOfRange(let parameter, let value, let range):
      "\(parameter): found \(value), expected \(range)"
    }
  }
}
