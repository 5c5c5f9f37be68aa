import Foundation
public import Reports

/// How well documents are ranked for queries, each a number from 0 to 1, in the mean over queries.
public struct RetrievalMeasures: Sendable, Equatable {
  /// Places of a ranking that count.
  public static let cutoff = 10

  /// Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002): Σ g_r / log₂(r + 1) over the first ten places r
  /// from 1, with g the grade of the document there, divided by the same of the best order. Gains are the grades
  /// themselves, as in trec_eval.
  public var ndcg: Double
  /// Relevant documents among the first ten, divided by all relevant ones.
  public var recall: Double
  /// 1 / r of the first relevant document, if it is among the first ten, else 0.
  public var reciprocalRank: Double

  /// States measures.
  public init(ndcg: Double, recall: Double, reciprocalRank: Double) {
    self.ndcg = ndcg
    self.recall = recall
    self.reciprocalRank = reciprocalRank
  }

  /// The measures of one ranking.
  ///
  /// - Parameter ranked: the grade of every document, the first in the ranking first; 0 of those that are not
  ///   relevant, and some are.
  public init(ofRanking ranked: [Int]) {
    let first = ranked.prefix(Self.cutoff)
    ndcg = Self.gain(first) / Self.gain(ranked.sorted(by: >).prefix(Self.cutoff))
    recall = Double(first.count { $0 > 0 }) / Double(ranked.count { $0 > 0 })
    reciprocalRank = first.firstIndex { $0 > 0 }.map { 1 / Double($0 + 1) } ?? 0
  }

  /// The mean over queries, at least one.
  public init(meanOf all: [RetrievalMeasures]) {
    func mean(_ path: KeyPath<RetrievalMeasures, Double>) -> Double {
      all.reduce(0) { $0 + $1[keyPath: path] } / Double(all.count)
    }
    self.init(
      ndcg: mean(\.ndcg), recall: mean(\.recall), reciprocalRank: mean(\.reciprocalRank))
  }

  private static func gain(_ grades: some Collection<Int>) -> Double {
    grades.enumerated().reduce(0) { $0 + Double($1.element) / log2(Double($1.offset + 2)) }
  }
}

extension RetrievalMeasures: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts { ["ndcg_10": ndcg, "recall_10": recall, "mrr_10": reciprocalRank] }
}
