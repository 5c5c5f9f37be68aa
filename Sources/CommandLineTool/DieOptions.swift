import ArgumentParser
import Runs
import VirtualNPU

/// Rules of `--die`, `--dies` and `--yield-cosine`.
enum DieOptions {
  /// Refuses what no run could follow.
  static func check(
    die: UInt32?, dies: Int?, yieldCosine: Double?, fidelity: Fidelity
  ) throws {
    let options = [("die", die != nil), ("dies", dies != nil)]
    for (name, isGiven) in options where isGiven && fidelity != .event {
      throw ValidationError(
        "\(name): found fidelity \(fidelity.rawValue), expected event: the others know no single "
          + "device, so all dies would be the same")
    }
    if die != nil, dies != nil {
      throw ValidationError("die: found it with --dies, expected one of the two")
    }
    if let dies, !DieRuns.Request.counts.contains(dies) {
      throw ValidationError(
        "dies: found \(dies), expected 2 to \(DieRuns.Request.counts.upperBound)")
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
