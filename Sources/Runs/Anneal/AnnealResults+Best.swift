import IsingModels
import ProblemSearch
import Reports
import Sampling

// Where the best comes from.
extension AnnealResults {
  /// Sentences under the best.
  var bestNotes: [String] {
    var notes: [String] = []
    if let count = outcome?.tally.partBests?.parts.count {
      let rarest = outcome?.tally.partBests?.counts.min() ?? 0
      notes.append(
        "\(count) parts without couplings between them, each at its best; the rarest was at it in "
          + "\(rarest) of \(outcome?.tally.reads ?? 0) reads")
    }
    if let second, let value = value(of: second) {
      let whether = isBeaten ? "which no read of \(method.name) did" : "no better"
      notes.append(
        "\(second.name), the second method, came to \(AnnealReport.number(value)), \(whether)")
    }
    return notes
  }

  /// The same by keys.
  var bestFacts: Facts {
    let bests = outcome?.tally.partBests
    return [
      "parts": bests.map {
        [
          "count": $0.parts.count, "rarest_count": $0.counts.min() ?? 0,
          "joined": outcome?.joined != nil,
        ] as Facts
      },
      "second_method": second.map {
        ["name": $0.name, "objective": value(of: $0), "is_better": isBeaten] as Facts
      },
    ]
  }

  private func value(of second: SearchPlan.SecondOpinion) -> Double? {
    second.outcome.best.map { goal.value(ofEnergy: $0.energy + presolve.energyOffset) }
  }
}
