import ByteFormats
import ChipPrograms
import DenseAlgebra
import ExecutionRecords
import HardwareSpecs

/// x = (h − μ)/z with a chemical potential μ that holds Σx = 0 and a multiplier z that holds Σx² = d: the
/// spherical constraint, exact at zero temperature.
///
/// By feedback, μ ← μ + k z mean(x) and z ← z + ½ k z (mean(x²) − 1) from μ = 0, z = 1, until both
/// errors are below the chip's tolerance; the values reached are the ones used. Or in two passes of
/// the periphery: μ = mean(h), z = √(variance + ε).
extension Instruction.Normalise: RowInstruction {
  var passage: Passage { Passage(hasTiles: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let units = units(stage)
    if case .event = stage.settings.fidelity {
      return stage.simulate(rows, into: into) { row, context, record, events in
        stage.session.tiles.norms.accept(
          NormTile.Row(fields: stage.fields(value, row), epsilon: epsilon, units: units),
          in: context,
          record: &record, events: &events)
      }
    }
    let fields = stage.fields(value, rows)
    let (result, steps) = normalised(fields, timing: stage.chip.timing)
    stage.write(result, into: into, rows)
    let rules = NormRules(width: fields.width, units: units, on: stage.chip)
    for steps in steps { rules.count(steps: steps, in: &stage.record) }
    return .tiles(steps.map(rules.run))
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let rules = NormRules(width: stage.width(of: value), units: units(stage), on: stage.chip)
    var steps: Int?
    if stage.chip.timing.normMethod == .feedback {
      let timing = stage.chip.timing
      var potentials = Potentials(spread: stage.assumptions.normSpread)
      steps = potentials.settle(gain: timing.normGain, tolerance: timing.normTolerance)
    }
    for _ in rows { rules.count(steps: steps, in: &stage.record) }
    return .tiles([TileRun](repeating: rules.run(steps: steps), count: rows.count))
  }

  /// Norm units that its rows are sent to.
  private func units(_ stage: Stage) -> Int? {
    let own = stage.machine.valueTiles.tiles[stage.index].count
    return own > 0 ? own : nil
  }

  /// The rows, and the feedback steps of each; `nil` for two passes.
  private func normalised(_ fields: Matrix, timing: ChipTiming) -> (Matrix, [Int?]) {
    var steps: [Int?] = []
    var result = fields
    var elements = result.elements.mutableSpan
    for row in 0..<fields.rows {
      var out = elements._mutatingExtracting(fields.place(ofRow: row))
      let statistics = RowStatistics(scaling: &out)
      var potentials = Potentials(statistics, epsilon: epsilon)
      steps.append(
        timing.normMethod == .feedback
          ? potentials.settle(gain: timing.normGain, tolerance: timing.normTolerance) : nil)
      let inverse = Float(statistics.unit / potentials.multiplier)
      let shift = Float(potentials.chemical / statistics.unit)
      for index in out.indices { out[index] = (out[index] - shift) * inverse }
    }
    return (result, steps)
  }
}

/// Actions and times of the norm of a row. A norm unit has adders of its own, as many as the periphery has
/// lanes; the units that rows are sent to take turns, all of the chip in a program that sends them to none.
struct NormRules {
  private let width: Int
  private let units: Int
  private let chip: ChipSpec

  init(width: Int, units: Int?, on chip: ChipSpec) {
    self.width = width
    self.units = units ?? max(1, chip.geometry.normUnits)
    self.chip = chip
  }

  /// Operations of a step of feedback on an element: h − μ, ÷z and the sum for μ; the square and its sum
  /// for z.
  private static let stepOperations = 5

  /// Counts a row: 2d operations for two passes, 5d and two settings for each step of feedback, and 2d to
  /// apply (h − μ)/z.
  ///
  /// - Parameter steps: of feedback; `nil` for two passes.
  func count(steps: Int?, in record: inout InstructionRecord) {
    let settling = steps.map { $0 * Self.stepOperations * width } ?? 2 * width
    record.add(.digitalOperation, .deterministic, on: .normUnits, settling + 2 * width)
    record.add(.dacSet, .deterministic, on: .normUnits, 2 * (steps ?? 0))
  }

  /// The time of a row.
  func run(steps: Int?) -> TileRun {
    let cycles =
      steps.map {
        $0 * chip.laneCycles(Self.stepOperations * width) + chip.laneCycles(2 * width)
      } ?? chip.laneCycles(4 * width)
    return TileRun(
      latency: cycles + ceilingLog2(width), busy: ceilingDivide(cycles, units))
  }
}
