import MappingChecks
import Reports
import SampleStatistics

/// Cosines between outputs, and what they say about accuracy.
package enum Similarity {
  /// Most texts that are compared in pairs: their half a million pairs take a second, and pairs grow
  /// with the square of the texts.
  package static let mostTexts = 1000

  /// All pairs of the first `mostTexts` texts.
  package static func pairs(_ outputs: [RunReport.Output]) throws -> [RunReport.Pair] {
    let count = min(outputs.count, mostTexts)
    return try (0..<count).flatMap { first in
      try ((first + 1)..<count).map { second in
        RunReport.Pair(
          first: first, second: second,
          chip: try Outputs.cosine(outputs[first].embedding, outputs[second].embedding),
          reference: try Outputs.cosine(
            outputs[first].referenceEmbedding, outputs[second].referenceEmbedding))
      }
    }
  }

  /// Accuracy over texts and pairs.
  static func accuracy(
    _ outputs: [RunReport.Output], pairs: [RunReport.Pair]
  ) -> RunReport.Accuracy {
    let cosines = outputs.map(\.cosine)
    var accuracy = RunReport.Accuracy(
      cosineMean: cosines.reduce(0, +) / Double(cosines.count),
      cosineMinimum: cosines.min() ?? 0,
      // Ranks need three pairs and some variation to mean anything.
      spearman: pairs.count < 3
        ? nil : try? Correlation.spearman(pairs.map(\.chip), pairs.map(\.reference)),
      largestSimilarityError: pairs.map { abs($0.chip - $0.reference) }.max())
    accuracy.scores = ScoreAccuracy(
      outputs.compactMap { output in
        output.scores.flatMap { chip in output.referenceScores.map { (chip, $0) } }
      })
    return accuracy
  }
}
