import Jobs
import MappingChecks
import Reports
import SampleStatistics

/// Cosines between outputs, and what they say about accuracy.
package enum Similarity {
  /// Most texts that are compared in pairs: their half a million pairs take a second, and pairs grow
  /// with the square of the texts.
  package static let mostTexts = 1000

  /// Most texts whose pairs are compared where the user wants an end: 20 000 pairs take hundredths of a second.
  package static let mostTextsAfterInterruption = 200

  /// All pairs of the first texts.
  ///
  /// - Parameters:
  ///   - outputs: the texts.
  ///   - most: how many of them at most.
  ///   - threads: over texts.
  /// - Throws: `StatisticsError` for outputs of different lengths, and for those that are not finite.
  package static func pairs(
    _ outputs: [RunReport.Output], most: Int = mostTexts, threads: Int = 1
  ) throws -> [RunReport.Pair] {
    let texts = outputs.prefix(most)
    var runner = JobRunner(threads: threads)
    runner.isInterrupted = { false }
    return try runner.map(Array(texts.indices)) { first in
      try ((first + 1)..<texts.count).map { second in
        RunReport.Pair(
          first: first, second: second,
          chip: try Outputs.cosine(texts[first].embedding, texts[second].embedding),
          reference: try Outputs.cosine(
            texts[first].referenceEmbedding, texts[second].referenceEmbedding))
      }
    }.flatMap(\.self)
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
