import Reports
import VirtualChip

/// The smallest number of samples with which the texts reach a mean cosine, found by running them.
enum SampleSearch {
  /// Doubles the number until it is enough, then halves the interval until a number that is enough
  /// follows one that is not: both were run, with the seed that the result names.
  ///
  /// Draws scatter, so a smaller number may be enough by luck; the search promises only its two last
  /// runs.
  static func search(
    _ subject: ValidationSubject, cosine: Double
  ) throws(MappingError) -> ValidationReport.SampleTarget {
    let machine = try subject.requireMachine()
    let expectation = try subject.cosine(try subject.expectation())
    var runs: [Int: Double] = [:]
    func reached(_ samples: Int) throws(MappingError) -> Double {
      if let known = runs[samples] { return known }
      let outputs = try subject.executions(
        on: machine, subject.settings(.sampled, samples: samples)
      ).map(\.output)
      let value = try subject.cosine(outputs)
      runs[samples] = value
      return value
    }
    let range = RunSettings.sampleRange
    var failing: Int?
    var enough: Int?
    var samples = range.lowerBound
    while enough == nil {
      if try reached(samples) >= cosine {
        enough = samples
      } else {
        failing = samples
        if samples == range.upperBound { break }
        samples = min(2 * samples, range.upperBound)
      }
    }
    if var high = enough, var low = failing {
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if try reached(middle) >= cosine { high = middle } else { low = middle }
      }
      (enough, failing) = (high, low)
    }
    let failure = failing.flatMap { count in
      runs[count].map { (samples: count, cosine: $0) }
    }
    return ValidationReport.SampleTarget(
      cosine: cosine, samples: enough, reached: enough.flatMap { runs[$0] }, failing: failure,
      expectation: expectation,
      detail: words(
        cosine, enough: enough, runs: runs, failing: failing, expectation: expectation,
        seed: subject.options.settings.seed))
  }

  private static func words(
    _ cosine: Double, enough: Int?, runs: [Int: Double], failing: Int?, expectation: Double,
    seed: UInt64
  ) -> String {
    guard let enough, let reached = runs[enough] else {
      let most = RunSettings.sampleRange.upperBound
      let ends =
        expectation < cosine
        ? "not even infinitely many samples reach \(cosine): they give "
          + Quantity.decimals(expectation, 6)
        : "no legal number of samples reaches \(cosine)"
      return ends + "; \(most) give \(Quantity.decimals(runs[most] ?? 0, 6))"
    }
    var text = "\(enough) samples reach \(Quantity.decimals(reached, 6))"
    if let failing, let below = runs[failing] {
      text += ", \(failing) only \(Quantity.decimals(below, 6))"
    }
    text += " (runs with seed \(seed); \(Quantity.decimals(expectation, 6)) with infinitely many)"
    if expectation < cosine {
      text += "; with infinitely many the target is missed, so that this is luck of the draw"
    }
    return text
  }
}
