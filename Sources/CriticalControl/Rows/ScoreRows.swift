import RandomStreams

/// The scores of one attention head, row by row: what one β acts on.
///
/// Rows may have different numbers of keys. Quantities of a head are means over its rows.
public struct ScoreRows: Sendable, Equatable {
  /// Scores q·k (or q·k/√d, with β in the same units), by row and key.
  public let rows: [[Double]]

  /// Takes rows.
  /// - Throws: `ControlError.empty` or `.notFinite`.
  public init(_ rows: [[Double]]) throws(ControlError) {
    guard !rows.isEmpty, rows.allSatisfy({ !$0.isEmpty }) else { throw .empty }
    for (row, scores) in rows.enumerated() {
      if let key = scores.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(row: row, key: key, value: scores[key])
      }
    }
    self.rows = rows
  }

  /// The mean state at β.
  public func state(at beta: Double) -> RowState {
    RowState(meanOf: rows.map { RowState(scores: $0, beta: beta) })
  }

  /// The mean of ln N: the entropy at β = 0, and a reference for targets that no β moves.
  public var logCount: Double { state(at: 0).entropy }

  /// The mean of ln(number of largest scores): the entropy for β → ∞.
  public var groundEntropy: Double {
    rows.reduce(0) { sum, row in
      let largest = row.max() ?? 0
      return sum + DeterministicFunctions.log(Double(row.count { $0 == largest }))
    } / Double(rows.count)
  }

  /// σ: the root of the mean over rows of the variance of a row's scores.
  public var scoreDeviation: Double { state(at: 0).scoreVariance.squareRoot() }

  /// The mean over rows of (largest score − mean score)/σ².
  public var extremeBeta: Double {
    let gap = rows.reduce(0) { sum, row in
      sum + (row.max() ?? 0) - row.reduce(0, +) / Double(row.count)
    }
    return gap / Double(rows.count) / state(at: 0).scoreVariance
  }
}
