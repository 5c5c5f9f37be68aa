/// Draws of a category with given weights in constant time: a column is drawn uniformly, and keeps its
/// own category with a certain probability or hands over to its alias (Walker, *ACM TOMS* 3, 253
/// (1977); set up as by Vose, *IEEE Trans. Software Eng.* 17, 972 (1991)).
public struct AliasTable: Sendable {
  /// The probability that a column keeps its own category.
  public let keeps: [Double]
  /// The other category of a column.
  public let aliases: [Int32]

  /// Sets up the columns.
  /// - Precondition: weights positive, with mean 1.
  public init(weights: [Double]) {
    var left = weights
    var aliases = weights.indices.map { Int32($0) }
    var keeps = [Double](repeating: 1, count: weights.count)
    var small = weights.indices.filter { weights[$0] < 1 }
    var large = weights.indices.filter { weights[$0] >= 1 }
    while let column = small.popLast(), let donor = large.last {
      aliases[column] = Int32(donor)
      keeps[column] = left[column]
      left[donor] -= 1 - left[column]
      if left[donor] < 1 {
        large.removeLast()
        small.append(donor)
      }
    }
    self.aliases = aliases
    self.keeps = keeps
  }

  /// `keeps` as the largest 32-bit word with which a column keeps its own category: exact to 2⁻³² of a
  /// column's.
  public var wordLimits: [UInt32] { keeps.map { UInt32($0 * Double(UInt32.max)) } }
}
