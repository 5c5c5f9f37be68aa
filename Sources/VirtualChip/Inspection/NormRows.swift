import HardwareSpecs

/// How one row's potentials settled by feedback.
package struct NormRow: Sendable {
  /// Steps taken.
  package var steps: Int
  /// |μ − mean| / z.
  package var chemicalError: Double
  /// |z/√(variance + ε) − 1|.
  package var multiplierError: Double
}

extension VirtualChip {
  /// Feedback that has not settled after this many steps stops where it is.
  package static var mostNormSteps: Int { Potentials.mostSteps }

  /// The rows of a norm in a trace: steps of the feedback, and how far from the exact potentials it
  /// stopped. Rows that float32 statistics cannot hold are brought to an exponent near 0 first, as the
  /// machine does.
  ///
  /// - Parameters:
  ///   - value: number of the value that is normalised.
  ///   - epsilon: added to the variance.
  ///   - trace: a run of this machine that kept its values.
  package func normRows(of value: Int, epsilon: Float, in trace: Trace) -> [NormRow] {
    guard let fields = trace.fields[value] else { return [] }
    return (0..<fields.rows).map { row in
      var fields = Array(fields.elements[fields.place(ofRow: row)])
      var elements = fields.mutableSpan
      let exact = Potentials(RowStatistics(scaling: &elements), epsilon: epsilon)
      guard chip.timing.normMethod == .feedback else {
        return NormRow(steps: 0, chemicalError: 0, multiplierError: 0)
      }
      var settled = exact
      let steps = settled.settle(
        gain: chip.timing.normGain, tolerance: chip.timing.normTolerance)
      return NormRow(
        steps: steps,
        chemicalError: abs(settled.chemical - exact.chemical) / exact.multiplier,
        multiplierError: abs(settled.multiplier / exact.multiplier - 1))
    }
  }
}
