public import Reports
import SampleStatistics

/// How near the scores of a head on the chip's outputs are to those on the reference's.
public struct ScoreAccuracy: Sendable, Equatable {
  /// Scores that were compared: logits of all texts and classes, or masked places.
  public var count: Int
  /// Pearson's correlation of logits; `nil` below three, without variation, and of masked places.
  public var pearson: Double?
  /// Rank correlation of logits, likewise.
  public var spearman: Double?
  /// Mean size of the difference of a logit; `nil` of masked places.
  public var meanDifference: Double?
  /// The largest difference of a logit; `nil` of masked places.
  public var largestDifference: Double?
  /// The share of texts with the same likeliest class, or of masked places with the same likeliest token; `nil` of a
  /// single class.
  public var agreement: Double?

  /// Compares the scores of texts, chip beside reference; `nil` without any.
  init?(_ pairs: [(chip: HeadScores, reference: HeadScores)]) {
    var (chip, reference): ([Double], [Double]) = ([], [])
    var (choices, same, places) = (0, 0, 0)
    for pair in pairs {
      switch (pair.chip, pair.reference) {
      case (.classes(let left), .classes(let right)):
        chip += left.map { Double($0.logit) }
        reference += right.map { Double($0.logit) }
        guard left.count > 1 else { continue }
        choices += 1
        if Self.likeliest(left) == Self.likeliest(right) { same += 1 }
      case (.masked(let left), .masked(let right)):
        places += left.count
        choices += left.count
        same += zip(left, right).count { $0.tokens.first?.id == $1.tokens.first?.id }
      default: continue
      }
    }
    count = chip.count + places
    guard count > 0 else { return nil }
    let isKnown = chip.count > 2
    pearson = isKnown ? try? Correlation.pearson(chip, reference) : nil
    spearman = isKnown ? try? Correlation.spearman(chip, reference) : nil
    let differences = zip(chip, reference).map { abs($0 - $1) }
    meanDifference =
      differences.isEmpty ? nil : differences.reduce(0, +) / Double(differences.count)
    largestDifference = differences.max()
    agreement = choices == 0 ? nil : Double(same) / Double(choices)
  }

  private static func likeliest(_ scores: [HeadScores.Score]) -> Int? {
    scores.indices.max { scores[$0].logit < scores[$1].logit }
  }
}

extension ScoreAccuracy: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "count": count, "pearson": pearson, "spearman": spearman, "mean_difference": meanDifference,
      "largest_difference": largestDifference, "agreement": agreement,
    ]
  }

  /// The figures in a sentence.
  var words: String {
    let figures = [
      pearson.map { "correlation \(Quantity.decimals($0, 4))" },
      spearman.map { "of ranks \(Quantity.decimals($0, 4))" },
      meanDifference.map { "difference \(Quantity.decimals($0, 4)) in the mean" },
      largestDifference.map { "\(Quantity.decimals($0, 4)) at most" },
      agreement.map { "\(Quantity.percent($0)) with the same first choice" },
    ].compactMap(\.self)
    return "\(count) score\(count == 1 ? "" : "s") of the head, chip against reference: "
      + figures.joined(separator: ", ")
  }
}
