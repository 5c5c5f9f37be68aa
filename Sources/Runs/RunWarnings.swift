package import ChipPrograms
import EnergyBudgets
import ExecutionRecords
package import HardwareSpecs
package import MappingChecks
import Reports
package import VirtualChip

/// What a reader of the report must know before believing it.
package enum RunWarnings {
  /// Prices that are missing or assumed.
  static func prices(_ budget: ChipBudget, of chip: ChipSpec) -> [String] {
    var warnings = chip.contradictions.map { "the description contradicts itself: \($0)" }
    if !budget.missingPrices.isEmpty {
      let names = budget.missingPrices.map(\.rawValue).joined(separator: ", ")
      warnings.append("\(chip.name) has no price for \(names): no energy is printed")
    }
    let prices = ChipPrices(chip).prices
    let assumed = budget.byAction.filter { prices[$0.key]?.confidence == .assumption }
    if let total = budget.dynamic_J, total.nominal > 0 {
      let share = assumed.reduce(0.0) { $0 + ($1.energy_J?.nominal ?? 0) } / total.nominal
      if share > 0.1 {
        warnings.append(
          "\(Int((share * 100).rounded())) % of the dynamic energy of \(chip.name) "
            + "rests on assumed prices (spec show \(chip.name))")
      }
    }
    return warnings
  }

  /// The mean cosine below which outputs are far from the reference's. `--floor-cosine` decides about ratios alone.
  static let soundCosine = 0.99

  /// Event by event one text runs at a time.
  static func overlapping(_ settings: RunSettings) -> [String] {
    guard case .event = settings.fidelity else { return [] }
    return [
      "texts that overlap, and how many chips equal a device, rest on the schedule's times, which are shorter; what was "
        + "executed event by event is one text at a time"
    ]
  }

  /// What the result is worth, where it is not sound by the limits of `validate`, in its words: outputs below
  /// the floor, norms that do not settle, races that saturate, scores that clip.
  ///
  /// - Parameters:
  ///   - found: the run's first texts.
  ///   - cosine: mean cosine of the chip's outputs to the reference's.
  ///   - floor: below which no costs are compared.
  package static func soundness(
    _ found: RunSoundness?, cosine: Double, floor: Double
  ) -> [String] {
    var warnings: [String] = []
    if !(cosine >= floor) {
      warnings.append(
        "outputs are far from the reference's: mean cosine \(Quantity.decimals(cosine, 4)) (limit "
          + "\(floor)): what the chip saves on them says nothing")
    }
    if let norms = found?.norms, norms.givesUp {
      warnings.append(
        "norms do not settle: \(norms.mostSteps) steps, at which feedback gives up, in "
          + "\(norms.stepsDetail); \(norms.errorDetail): a larger timing.norm_gain mends it")
    } else if let norms = found?.norms, !(norms.error <= NormChecks.errorLimit) {
      warnings.append(
        "norms stop too early: \(norms.errorDetail) (limit 1/64): a smaller timing.norm_tolerance mends it"
      )
    }
    if let races = found?.saturation, races.distance > RaceSaturation.limit {
      warnings.append(
        "races saturate: \(races.detail), and shares are off by "
          + "\(Quantity.decimals(races.distance, 3)) in the mean (limit \(RaceSaturation.limit)): a lower "
          + "timing.race_load mends it")
    }
    if let scores = found?.scores, scores.distance > ScoreConversion.limit {
      warnings.append(
        "scores \(scores.clips ? "clip" : "are coarse"): \(Quantity.decimals(scores.distance, 3)) "
          + "\(scores.detail) (limit \(ScoreConversion.limit)): "
          + (scores.clips
            ? "a larger timing.score_range mends it" : "more timing.score_bits mend it"))
    }
    return warnings
  }

  /// A twin whose bit-products do not follow the price that the chip's were given.
  ///
  /// - Parameter chip: the chip, with the prices that its description states.
  package static func twinPrices(of chip: ChipSpec) -> [String] {
    guard chip.prices[.multiplierBit] == nil, let stated = chip.prices[.couplingEvaluation],
      let twin = ChipPrices(chip).prices[.multiplierBit]
    else { return [] }
    return [
      "\(chip.name) states \(Quantity.text(stated.nominal, "J")) a coupling evaluation, and its digital twin "
        + "keeps the \(Quantity.text(twin.nominal, "J")) a bit-product of its own components: the ratio to "
        + "the twin compares two technologies, unless prices.multiplier_bit is stated too"
    ]
  }

  static func warnings(
    budget: ChipBudget, chip: ChipSpec, record: ExecutionRecord
  ) -> [String] {
    var warnings = prices(budget, of: chip) + twinPrices(of: chip)
    if budget.byClass.allSatisfy({ $0.key != .relaxation || $0.counts.total(of: $0.key) == 0 }) {
      warnings.append(
        "nothing relaxes here (R = 0): this mapping is bit-serial arithmetic with sampled "
          + "attention and gates, so the digital twin is its fair comparison")
    }
    if record.timeline.duration_s > 10 {
      warnings.append(
        "the chip takes \(Quantity.text(record.timeline.duration_s, "s")): agents hardly fire "
          + "(a wait counts 10¹² cycles at most)")
    }
    if record.residentCouplingBits < record.couplingBits {
      warnings.append("the model does not fit the chip: couplings are reloaded for each text")
    }
    return warnings
  }

  /// What the chip's devices do, or would do, to the result.
  ///
  /// - Parameters:
  ///   - chip: the chip, with its devices.
  ///   - program: the program, whose gates may follow a measured table.
  ///   - fidelity: how the program is run.
  ///   - followsDie: whether laws follow the gains, temperature, drift, slopes and offsets of a die.
  package static func devices(
    _ chip: ChipSpec, program: Program, fidelity: Fidelity.Word, followsDie: Bool = false
  ) -> [String] {
    var warnings = chip.devices.table?.warnings ?? []
    var thresholds: Set<GateThreshold> = []
    for case let gate as Instruction.Gate in program.instructions.map(\.operation) {
      thresholds.insert(gate.threshold)
    }
    for threshold in thresholds.sorted(by: { $0.rawValue < $1.rawValue }) {
      guard let bias = GateLaw.bias(threshold, chip.devices), let table = chip.devices.table else {
        continue
      }
      warnings.append(
        "\(threshold.rawValue) gates follow \(table.file): P differs from the threshold's by up to "
          + "\(Quantity.decimals(Double(bias.probability), 4)) (at x = \(bias.input)), "
          + "an output by up to \(Quantity.decimals(Double(bias.output), 4))")
    }
    let devices = chip.devices
    if case .counter = chip.timing.readOut {
      let unused = [
        ("coupling_variation", devices.couplingVariation > 0),
        ("converter_noise", devices.converterNoise > 0),
        ("converter_full_scale", devices.converterFullScale != nil),
      ].filter(\.1).map(\.0)
      if !unused.isEmpty {
        warnings.append(
          "\(unused.joined(separator: ", ")): no effect on crossbars of \(chip.name), which count: "
            + "only converters (timing.read_out) have them")
      }
    }
    if devices.fieldBits == nil, devices.fieldRange != ChipDevices().fieldRange {
      warnings.append("field_range: no effect on \(chip.name) without field_bits")
    }
    var rest = chip
    if followsDie {
      (rest.devices.gainVariation, rest.devices.temperatureError) = (0, 0)
      (rest.devices.slopeVariation, rest.devices.offsetVariation) = (0, 0)
      rest.devices.drift_perSecond = 0
    }
    if fidelity != .event, rest.needsSimulatedAgents {
      warnings.append(
        "\(chip.name) has devices that are not ideal: only --fidelity event follows their memory, "
          + "noise, variation and drift")
    }
    return warnings
  }
}
