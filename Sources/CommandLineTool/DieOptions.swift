import ArgumentParser
import Runs
import VirtualChip

/// On which manufactured chips a model runs.
struct DieOptions: ParsableArguments {
  @Option(
    help: "Which manufactured chip: 0 to 4294967295 (fidelity event, or with errors of gain).")
  var die: UInt32?

  @Option(
    help: "Run on this many manufactured chips; report quantiles and yield (as --die).")
  var dies: Int?

  @Option(help: "Least mean cosine of a die that counts as good (default 0.99).")
  var yieldCosine: Double?

  /// What is asked of several dies; `nil` if one runs alone.
  var request: DieRuns.Request? {
    dies.map { DieRuns.Request(count: $0, leastCosine: yieldCosine ?? 0.99) }
  }

  /// Refuses what no run could follow.
  /// - Parameters:
  ///   - fidelity: of the run.
  ///   - hasErrors: whether laws follow a die as well.
  func check(fidelity: Fidelity.Word, hasErrors: Bool = false) throws {
    if let dies, !DieRuns.Request.counts.contains(dies) {
      throw ValidationError(
        "dies: found \(dies), expected 2 to \(DieRuns.Request.counts.upperBound)")
    }
    let options = [("die", die != nil), ("dies", dies != nil)]
    for (name, isGiven) in options where isGiven && fidelity != .event && !hasErrors {
      throw ValidationError(
        "\(name): found fidelity \(fidelity.rawValue), expected event: the others know no single "
          + "device, so all dies would be the same")
    }
    if die != nil, dies != nil {
      throw ValidationError("die: found it with --dies, expected one of the two")
    }
    guard let yieldCosine else { return }
    guard dies != nil else {
      throw ValidationError("yield cosine: found it without --dies, expected both")
    }
    guard (-1...1).contains(yieldCosine) else {
      throw ValidationError("yield cosine: found \(yieldCosine), expected -1 to 1")
    }
  }
}
