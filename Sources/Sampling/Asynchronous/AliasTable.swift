/// Draws of a category with given weights in constant time: a column is drawn uniformly, and keeps its
/// own category with a certain probability or hands over to its alias (Walker, *ACM TOMS* 3, 253
/// (1977); set up as by Vose, *IEEE Trans. Software Eng.* 17, 972 (1991)).
struct AliasTable: Sendable {
  /// The other category of a column.
  let aliases: [Int32]
  /// The probability that a column keeps its own, times 2³² − 1.
  let keeps: [UInt32]

  /// Sets up the columns. Probabilities are exact to 2⁻³² of a column's.
  /// - Precondition: weights positive, with mean 1.
  init(weights: [Double]) {
    var left = weights
    var aliases = weights.indices.map { Int32($0) }
    var keeps = [UInt32](repeating: .max, count: weights.count)
    var small = weights.indices.filter { weights[$0] < 1 }
    var large = weights.indices.filter { weights[$0] >= 1 }
    while let column = small.popLast() {
      guard let donor = large.last else { break }
      aliases[column] = Int32(donor)
      keeps[column] = UInt32(left[column] * Double(UInt32.max))
      left[donor] -= 1 - left[column]
      if left[donor] < 1 {
        large.removeLast()
        small.append(donor)
      }
    }
    self.aliases = aliases
    self.keeps = keeps
  }
}
