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
/// the periphery: μ = mean(h), z = √(variance + ε). A norm by the root mean square has z alone.
extension Instruction.Normalise: RowInstruction {
  var passage: Passage { Passage(hasTiles: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let units = units(stage)
    if case .event = stage.settings.fidelity {
      return stage.simulate(rows, into: into) { row, context, record, events in
        stage.session.tiles.norms.accept(
          NormTile.Row(
            fields: stage.fields(value, row), epsilon: epsilon, form: form, units: units),
          in: context,
          record: &record, events: &events)
      }
    }
    let fields = stage.fields(value, rows)
    let (result, steps) = normalised(fields, timing: stage.chip.timing)
    stage.write(result, into: into, rows)
    let rules = NormRules(width: fields.width, form: form, units: units, on: stage.chip)
    for steps in steps { rules.count(steps: steps, in: &stage.record) }
    return .tiles(steps.map(rules.run))
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work {
    let width = stage.width(of: value)
    let rules = NormRules(width: width, form: form, units: units(stage), on: stage.chip)
    var steps: [Int] = []
    if stage.chip.timing.normMethod == .feedback {
      let timing = stage.chip.timing
      var potentials = Potentials(spread: stage.assumptions.normSpread)
      let own = potentials.settle(gain: timing.normGain, tolerance: timing.normTolerance)
      steps = [Int](repeating: own, count: width / (form.stretch ?? width))
    }
    for _ in rows { rules.count(steps: steps, in: &stage.record) }
    return .tiles([TileRun](repeating: rules.run(steps: steps), count: rows.count))
  }

  /// Norm units that its rows are sent to.
  private func units(_ stage: Stage) -> Int? {
    let own = stage.machine.valueTiles.tiles[stage.index].count
    return own > 0 ? own : nil
  }

  /// The rows, and the feedback steps of the stretches of each; none for two passes.
  private func normalised(_ fields: Matrix, timing: ChipTiming) -> (Matrix, [[Int]]) {
    var steps = [[Int]](repeating: [], count: fields.rows)
    var result = fields
    var elements = result.elements.mutableSpan
    let stretch = form.stretch ?? fields.width
    for row in 0..<fields.rows {
      let places = fields.place(ofRow: row)
      for start in stride(from: places.lowerBound, to: places.upperBound, by: stretch) {
        var out = elements._mutatingExtracting(start..<(start + stretch))
        let statistics = RowStatistics(scaling: &out)
        var potentials = Potentials(statistics, epsilon: epsilon, isCentred: form.isCentred)
        if timing.normMethod == .feedback {
          steps[row].append(
            potentials.settle(gain: timing.normGain, tolerance: timing.normTolerance))
        }
        let inverse = Float(statistics.unit / potentials.multiplier)
        let shift = Float(potentials.chemical / statistics.unit)
        for index in out.indices { out[index] = (out[index] - shift) * inverse }
      }
    }
    return (result, steps)
  }
}

/// Actions and times of the norm of a row. A norm unit has adders of its own, as many as the periphery has
/// lanes; the units that rows are sent to take turns, all of the chip in a program that sends them to none.
struct NormRules {
  private let width: Int
  private let form: Instruction.NormForm
  private let units: Int
  private let chip: ChipSpec

  init(width: Int, form: Instruction.NormForm, units: Int?, on chip: ChipSpec) {
    self.width = width
    self.form = form
    self.units = units ?? max(1, chip.geometry.normUnits)
    self.chip = chip
  }

  /// Operations of a step of feedback on an element: h − μ, ÷z and the sum for μ; the square and its sum
  /// for z. Without μ the first and the third are not there.
  private var stepOperations: Int { form.isCentred ? 5 : 3 }
  /// Operations on an element of two passes, mean and variance, or of one, the mean square.
  private var passOperations: Int { form.isCentred ? 2 : 1 }
  /// Operations on an element of (h − μ)/z, or of h/z.
  private var applyOperations: Int { form.isCentred ? 2 : 1 }

  /// Counts a row: the passes, or for each step of feedback its operations and settings, and what applies the
  /// potentials.
  ///
  /// - Parameter steps: of feedback, for each stretch; none for passes.
  func count(steps: [Int], in record: inout InstructionRecord) {
    let all = steps.reduce(0, +)
    let settling =
      steps.isEmpty ? passOperations * width : all * stepOperations * (form.stretch ?? width)
    record.add(
      .digitalOperation, .deterministic, on: .normUnits, settling + applyOperations * width)
    record.add(.dacSet, .deterministic, on: .normUnits, (form.isCentred ? 2 : 1) * all)
  }

  /// The time of a row: of stretches side by side the slowest.
  func run(steps: [Int]) -> TileRun {
    let cycles =
      steps.max().map {
        $0 * chip.laneCycles(stepOperations * width) + chip.laneCycles(applyOperations * width)
      } ?? chip.laneCycles((passOperations + applyOperations) * width)
    return TileRun(
      latency: cycles + ceilingLog2(form.stretch ?? width), busy: ceilingDivide(cycles, units))
  }
}
