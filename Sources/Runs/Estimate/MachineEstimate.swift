import ChipComponents
import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import ModelCompiler
import TransformerModels
import VirtualChip

/// A model on a chip or on what a chip would need to be: what each phase does, takes and costs.
struct MachineEstimate: Sendable {
  let variant: ChipVariant
  /// The program, with the layers that stand for others.
  let outline: ProgramOutline
  /// Text, or prompt and continuation.
  let phases: [PhaseEstimate]
  /// Loading what stays, once, in seconds; `nil` on so many dies that nobody follows the ways.
  let start_s: Double?
  /// Energy of that in joules; `nil` if a price is missing.
  let start_J: Drawn?
  /// Silicon in square millimetres, all dies; `nil` without a technology.
  let area_mm2: Double?
  /// Actions without a price.
  let missing: [Action]

  var chip: ChipSpec { variant.chip }

  /// The share of the couplings that stay on the chip.
  var residentShare: Double {
    outline.couplingBits == 0
      ? 1 : Double(outline.residentCouplingBits) / Double(outline.couplingBits)
  }

  /// Bits of couplings that are loaded for each pass of the batch.
  var reloadedBits: Int { outline.couplingBits - outline.residentCouplingBits }

  /// Dies up to which the ways of couplings from the memory's port are followed from border to border.
  private static let mostDiesOfStart = 16

  /// Compiles the outline and counts.
  ///
  /// - Parameters:
  ///   - graph: a graph of outlines.
  ///   - variant: the chip.
  ///   - request: bits, agents, texts.
  ///   - work: tokens of texts and continuations.
  /// - Throws: `CompileError` for a model that does not fit, `MachineError` for texts that it cannot take.
  init(
    of graph: ModelGraph, on variant: ChipVariant, _ request: EstimateRequest, _ work: TextWork
  ) throws {
    self.variant = variant
    let chip = variant.chip
    outline = try ProgramOutline(
      of: graph, for: chip, precision: request.precision, gateThreshold: request.gateThreshold,
      result: EstimateRun.result(of: graph))
    let machine = try VirtualChip(program: outline.program, chip: chip)
    let prices = DrawnPrices(chip)
    let repeats = outline.repeats
    func foresight() throws -> Foresight {
      try Foresight(
        on: machine, settings: request.settings, batch: request.batch, repeats: repeats)
    }
    var phases: [PhaseEstimate] = []
    var text = try foresight()
    try text.take(0..<work.context)
    phases.append(
      PhaseEstimate(
        work.newTokens == 0 ? .text : .prompt, text, outline.program, at: prices,
        batch: request.batch, units: request.batch))
    if work.newTokens > 0 {
      var further = try foresight()
      for step in work.steps { try further.take(step.place..<(step.place + 1), times: step.times) }
      phases.append(
        PhaseEstimate(
          .continuation, further, outline.program, at: prices, batch: request.batch,
          units: request.batch * work.newTokens))
    }
    self.phases = phases
    if chip.dies.count <= Self.mostDiesOfStart {
      let start = machine.start(repeats: outline.repeats)
      let seconds = start.timeline.duration_s
      start_s = seconds
      start_J = prices.energy(of: start.total, seconds: seconds)
    } else {
      (start_s, start_J) = (nil, nil)
    }
    area_mm2 = ChipPlan(chip).parts?.floor.area.value
    missing = phases.reduce(into: [Action]()) { all, phase in
      for action in phase.record.total.present
      where prices.figures.prices[action] == nil && !all.contains(action) { all.append(action) }
    }
  }
}

/// How many tokens texts have, and by how many they are continued.
struct TextWork: Sendable, Equatable {
  /// Tokens of each text or prompt.
  let context: Int
  /// Tokens by which each is continued.
  let newTokens: Int

  /// Steps of a continuation that are counted each for itself; of more, one in the middle stands for its neighbours.
  static let mostSteps = 8

  /// Places of tokens that are counted, and for how many steps each stands.
  var steps: [(place: Int, times: Int)] {
    let stretch = (newTokens + Self.mostSteps - 1) / Self.mostSteps
    return stride(from: 0, to: newTokens, by: max(1, stretch)).map { first in
      let times = min(stretch, newTokens - first)
      return (context + first + times / 2, times)
    }
  }
}
