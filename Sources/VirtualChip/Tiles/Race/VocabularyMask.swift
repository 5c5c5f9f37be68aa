import ChipPrograms
import RandomStreams

/// Which tokens race for the next place: all, the largest k, or the fewest whose probabilities reach a sum.
///
/// The periphery finds the smallest logit that takes part bit by bit of the words' order, 32 passes that count
/// the words above a candidate, or add their weights (`passes`).
enum VocabularyMask {
  /// Passes over the words of 32 bits.
  static let passes = 32
  /// Operations of a weight e^{x} in the periphery: exponent, a polynomial of sixth degree, and the sum.
  static let weightOperations = 8

  /// The numbers of the tokens that take part, in rising order; of equal logits the first.
  static func tokens(_ logits: Span<Float>, _ choice: Instruction.TokenDraw) -> [Int] {
    let all = Array(0..<logits.count)
    guard choice.topK != nil || choice.topP != nil else { return all }
    var kept = all.sorted { (logits[$1], $0) < (logits[$0], $1) }
    if let topK = choice.topK { kept.removeLast(max(0, kept.count - topK)) }
    if let topP = choice.topP, let temperature = choice.temperature {
      let largest = Double(logits[kept[0]])
      let weights = kept.map {
        DeterministicFunctions.exp((Double(logits[$0]) - largest) / temperature)
      }
      let total = weights.reduce(0, +)
      var (sum, count) = (0.0, 0)
      while count < kept.count, count == 0 || sum < topP * total {
        sum += weights[count]
        count += 1
      }
      kept.removeLast(kept.count - count)
    }
    return kept.sorted()
  }

  /// Digital operations for so many logits.
  static func operations(_ logits: Int, _ choice: Instruction.TokenDraw) -> Int {
    (choice.topK == nil ? 0 : passes * logits)
      + (choice.topP == nil ? 0 : (2 * passes + weightOperations) * logits)
  }
}
