import ByteFormats
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

  static func body(_ fields: Matrix, epsilon: Float, timing: ChipTiming) -> Outcome {
    let width = fields.width
    var steps: [Int] = []
    // A row outside the range whose squares float32 can hold is brought to an exponent near 0 first.
    var scaled = [Float](repeating: 0, count: width)
    let result = Matrix(rows: fields.rows, width: width) { target in
      fields.elements.withUnsafeBufferPointer { elements in
        for row in 0..<fields.rows {
          var source = UnsafeBufferPointer(rebasing: elements[(row * width)..<((row + 1) * width)])
          let out = target.baseAddress! + row * width
          var statistics = RowStatistics(of: source)
          if !statistics.areUsable {
            let exponent = scaled.withUnsafeMutableBufferPointer {
              RowStatistics.normalise(source, into: $0.baseAddress!)
            }
            out.update(from: scaled, count: width)
            source = UnsafeBufferPointer(start: out, count: width)
            statistics = RowStatistics(of: source)
            statistics.exponent = exponent
          }
          var potentials = Potentials(statistics, epsilon: epsilon)
          if timing.normMethod == .feedback {
            steps.append(
              potentials.settle(gain: timing.normGain, tolerance: timing.normTolerance))
          }
          let inverse = Float(statistics.unit / potentials.multiplier)
          let shift = Float(potentials.chemical / statistics.unit)
          for index in 0..<width { out[index] = (source[index] - shift) * inverse }
        }
      }
    }
    return Outcome(field: result, steps: steps)
  }

  /// Two passes: 2d operations; feedback: 2d operations and two DACs for each step. Then (h − μ)/z: 2d.
  ///
  /// A norm unit has adders of its own, as many as the periphery has lanes.
  static func account(
    _ outcome: Outcome, chip: ChipSpec, record: inout InstructionRecord
  ) -> StageTime {
    let width = outcome.field.width
    let rows = outcome.field.rows
    let lanes = chip.geometry.digitalLanes
    record.add(.digitalOperation, .deterministic, on: .normUnits, 2 * width * rows)
    if outcome.steps.isEmpty {
      record.add(.digitalOperation, .deterministic, on: .normUnits, 2 * width * rows)
      let cycles = ceilingDivide(4 * width, lanes)
      return StageTime(
        latency: cycles + ceilingLog2(width),
        initiation: ceilingDivide(cycles, chip.geometry.normUnits))
    }
    let steps = outcome.steps.reduce(0, +)
    record.add(.digitalOperation, .deterministic, on: .normUnits, 2 * width * steps)
    record.add(.dacSet, .deterministic, on: .normUnits, 2 * steps)
    let cycles = outcome.steps.map {
      $0 * ceilingDivide(2 * width, lanes) + ceilingDivide(2 * width, lanes)
    }
    var stage = StageTime(
      latency: cycles[0] + ceilingLog2(width),
      initiations: cycles.map { ceilingDivide($0, chip.geometry.normUnits) })
    stage.latencies = cycles.map { $0 + ceilingLog2(width) }
    return stage
  }
}

/// Mean and variance of a row in units of 2^exponent.
struct RowStatistics {
  private let mean: Float
  private let variance: Float
  /// Power of two by which the row was divided.
  var exponent = 0

  init(of row: UnsafeBufferPointer<Float>) {
    let width = Float(row.count)
    let mean = RowReductions.sum(row) / width
    let squares = RowReductions.fold(row, start: 0, filler: mean) {
      let deviation = $1 - mean
      return $0 + deviation * deviation
    }
    self.mean = mean
    variance = squares.treeSum / width
  }

  /// Whether nothing was lost to the ends of float32.
  var areUsable: Bool { variance > 1e-24 && variance < 1e24 }

  /// 2^exponent.
  var unit: Double { Double(sign: .plus, exponent: exponent, significand: 1) }
  var mean_field: Double { Double(mean) * unit }
  var variance_field: Double { Double(variance) * unit * unit }

  /// Divides a row, saturated, by the power of two that brings its largest magnitude to 1…2; returns
  /// the exponent. A row of zeros stays.
  static func normalise(
    _ row: UnsafeBufferPointer<Float>, into target: UnsafeMutablePointer<Float>
  ) -> Int {
    Saturation.copy(row, into: target, limit: .greatestFiniteMagnitude)
    var largest: Float = 0
    for index in 0..<row.count { largest = max(largest, target[index].magnitude) }
    guard largest > 0 else { return 0 }
    let exponent = Int(largest.exponent)
    // In two factors: 2^149, which a subnormal row needs, is no float32.
    let half = Float(sign: .plus, exponent: -(exponent / 2), significand: 1)
    let rest = Float(sign: .plus, exponent: -(exponent - exponent / 2), significand: 1)
    for index in 0..<row.count { target[index] = target[index] * half * rest }
    return exponent
  }
}

/// The potentials of one row; the feedback needs only the row's mean and variance.
struct Potentials {
  /// Feedback that has not settled after this many steps stops where it is.
  static let mostSteps = 10_000
  /// The smallest multiplier: a row without variance and ε drives it no further down.
  static let leastMultiplier = 1e-30

  private let mean: Double
  private let variance: Double
  /// μ.
  private(set) var chemical: Double
  /// z.
  private(set) var multiplier: Double

  /// The exact potentials of a row.
  init(_ statistics: RowStatistics, epsilon: Float) {
    mean = statistics.mean_field
    variance = statistics.variance_field + Double(epsilon)
    chemical = mean
    multiplier = variance > 0 ? variance.squareRoot() : 1
  }

  /// Runs the feedback from μ = 0, z = 1; returns the steps it took.
  mutating func settle(gain: Double, tolerance: Double) -> Int {
    chemical = 0
    multiplier = 1
    for step in 0..<Self.mostSteps {
      let offset = (mean - chemical) / multiplier
      let square = variance / (multiplier * multiplier) + offset * offset
      if offset.magnitude <= tolerance, (square - 1).magnitude <= tolerance { return step }
      chemical += gain * multiplier * offset
      multiplier += 0.5 * gain * multiplier * (square - 1)
      if multiplier < Self.leastMultiplier {
        multiplier = Self.leastMultiplier
        // The mean may still have to be found; the mean square never will be 1.
        if offset.magnitude <= tolerance { return step + 1 }
      }
    }
    return Self.mostSteps
  }
}
