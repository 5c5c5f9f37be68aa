import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// `normalise`: x = (h − μ)/z with a chemical potential μ that holds Σx = 0 and a multiplier z that
/// holds Σx² = d: the spherical constraint, exact at zero temperature.
///
/// By feedback, μ ← μ + k z mean(x) and z ← z + ½ k z (mean(x²) − 1) from μ = 0, z = 1, until both
/// errors are below the chip's tolerance; the values reached are the ones used. Or in two passes of
/// the periphery: μ = mean(h), z = √(variance + ε).
enum Normalising {
  struct Outcome {
    var field: Matrix
    /// Feedback steps of each row; empty for two passes.
    var steps: [Int]
  }

  /// Feedback that has not settled after this many steps stops where it is.
  static let mostSteps = 10_000

  static func body(_ fields: Matrix, epsilon: Float, timing: ChipTiming) -> Outcome {
    let width = fields.width
    var steps: [Int] = []
    let result = Matrix(rows: fields.rows, width: width) { target in
      fields.elements.withUnsafeBufferPointer { elements in
        for row in 0..<fields.rows {
          let source = UnsafeBufferPointer(rebasing: elements[(row * width)..<((row + 1) * width)])
          let mean = RowReductions.sum(source) / Float(width)
          let squares = RowReductions.fold(source, start: 0, filler: mean) {
            let deviation = $1 - mean
            return $0 + deviation * deviation
          }
          let variance = squares.treeSum / Float(width)
          var potentials = Potentials(mean: mean, variance: variance + epsilon)
          switch timing.normMethod {
          case .twoPasses: break
          case .feedback:
            steps.append(
              potentials.settle(gain: timing.normGain, tolerance: timing.normTolerance))
          }
          let inverse = 1 / potentials.multiplier
          let shift = potentials.chemical
          let out = target.baseAddress! + row * width
          for index in 0..<width { out[index] = (source[index] - shift) * inverse }
        }
      }
    }
    return Outcome(field: result, steps: steps)
  }

  static func account(
    _ outcome: Outcome, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let width = outcome.field.width
    let rows = outcome.field.rows
    let apply = 2 * width
    let lanes = chip.geometry.digitalLanes
    record.add(.digitalOperation, .deterministic, on: .normUnits, apply * rows)
    if outcome.steps.isEmpty {
      record.add(.digitalOperation, .deterministic, on: .normUnits, 2 * width * rows)
      let cycles = ceilingDivide(4 * width, lanes) + ceilingLog2(width)
      return StageTime(latency: cycles, initiation: ceilingDivide(4 * width, lanes))
    }
    record.add(
      .digitalOperation, .deterministic, on: .normUnits,
      outcome.steps.reduce(0) { $0 + 2 * width * $1 })
    // Each step sets both potentials.
    record.add(
      .dacSet, .deterministic, on: .normUnits, outcome.steps.reduce(0) { $0 + 2 * $1 })
    let stepCycles = ceilingDivide(2 * width, lanes)
    let settling = outcome.steps.map { $0 * stepCycles + ceilingDivide(apply, lanes) }
    return StageTime(
      latency: settling[0] + ceilingLog2(width),
      initiations: settling.map { ceilingDivide($0, max(1, chip.geometry.normUnits)) })
  }
}

/// The potentials of one row; the feedback needs only the row's mean and variance.
struct Potentials {
  private let mean: Float
  private let variance: Float
  /// μ.
  private(set) var chemical: Float
  /// z.
  private(set) var multiplier: Float

  /// The exact potentials of a row.
  init(mean: Float, variance: Float) {
    self.mean = mean
    self.variance = variance
    chemical = mean
    multiplier = variance.squareRoot()
    if !(multiplier > 0) { multiplier = 1 }
  }

  /// Runs the feedback from μ = 0, z = 1; returns the steps it took.
  mutating func settle(gain: Double, tolerance: Double) -> Int {
    let gain = Float(gain)
    let tolerance = Float(tolerance)
    chemical = 0
    multiplier = 1
    for step in 0..<Normalising.mostSteps {
      let offset = (mean - chemical) / multiplier
      let square = variance / (multiplier * multiplier) + offset * offset
      if offset.magnitude <= tolerance, (square - 1).magnitude <= tolerance { return step }
      chemical += gain * multiplier * offset
      multiplier += 0.5 * gain * multiplier * (square - 1)
    }
    return Normalising.mostSteps
  }
}
