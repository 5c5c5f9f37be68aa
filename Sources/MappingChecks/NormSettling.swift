import ChipPrograms
import HardwareSpecs
import Reports
package import VirtualChip

/// How the potentials of a model's norms settle by feedback.
package struct NormSettling {
  /// Rows looked at.
  package let rows: Int
  /// Steps of the slowest row.
  package let mostSteps: Int
  /// Steps of a row in the mean.
  package let meanSteps: Double
  /// The largest |μ − mean| / z at which feedback stopped.
  package let chemicalError: Double
  /// The largest |z/√(variance + ε) − 1|.
  package let multiplierError: Double
  private let tolerance: Double

  /// The norms of texts; `nil` where the chip's norms are exact, or the model has none.
  ///
  /// - Parameters:
  ///   - traces: runs of the machine that kept their values.
  ///   - machine: the machine.
  package init?(in traces: [VirtualChip.Trace], on machine: VirtualChip) {
    guard machine.chip.timing.normMethod == .feedback else { return nil }
    var found: [NormRow] = []
    for trace in traces {
      for case let norm as Instruction.Normalise in machine.program.instructions.map(\.operation) {
        found += machine.normRows(of: norm.value, epsilon: norm.epsilon, in: trace)
      }
    }
    guard !found.isEmpty else { return nil }
    rows = found.count
    mostSteps = found.map(\.steps).max() ?? 0
    meanSteps = Double(found.reduce(0) { $0 + $1.steps }) / Double(rows)
    chemicalError = found.map(\.chemicalError).max() ?? 0
    multiplierError = found.map(\.multiplierError).max() ?? 0
    tolerance = machine.chip.timing.normTolerance
  }

  /// The larger of both errors.
  package var error: Double { max(chemicalError, multiplierError) }

  /// Whether a row went on to the last step that feedback takes.
  package var givesUp: Bool { mostSteps >= VirtualChip.mostNormSteps }

  /// How long it takes, in words.
  package var stepsDetail: String {
    "the slowest of \(rows) rows; \(Quantity.decimals(meanSteps, 1)) in the mean"
  }

  /// How far from the exact potentials it ends, in words.
  package var errorDetail: String {
    "feedback stops at \(tolerance): μ is off by up to \(Quantity.decimals(chemicalError, 5)) z, z by up to "
      + Quantity.percent(multiplierError)
  }
}
