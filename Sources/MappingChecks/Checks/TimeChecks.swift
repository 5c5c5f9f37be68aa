import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
package import Reports
import VirtualChip

/// Latency, throughput, use of the units, idle power and the critical path, from the analytic timeline.
package enum TimeChecks {
  /// `latency.text`, `throughput.texts`, `utilisation.linear-tiles`, `power.idle` and
  /// `critical-path.bottleneck`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let machine = try subject.requireMachine()
    let executions = try subject.sampled()
    let record = ExecutionRecord(joining: executions.map(\.record))
    var path = CriticalPath()
    for execution in executions { path.add(execution.record.timeline, of: machine.program) }
    let times = Times(
      texts: executions.count, tokens: subject.tokens.reduce(0) { $0 + $1.count },
      total_s: record.timeline.duration_s,
      slowest_s: executions.map(\.record.timeline.duration_s).max() ?? 0)
    let target_s = subject.options.latencyTarget_s
    return [
      latency(times, target_s, path, machine.program),
      try throughput(times, subject),
      utilisation(record, machine),
      idlePower(times, target_s, record, machine.chip),
      criticalPath(times, path, machine.program),
    ]
  }

  private struct Times {
    var texts: Int
    var tokens: Int
    var total_s: Double
    var slowest_s: Double
    var mean_s: Double { total_s / Double(texts) }
  }

  private static func latency(
    _ times: Times, _ target_s: Double?, _ path: CriticalPath, _ program: Program
  ) -> ValidationCheck {
    var detail =
      "the slowest of \(times.texts) texts; \(Quantity.text(times.mean_s, "s")) in the mean"
    if let target_s, times.slowest_s > target_s {
      detail += "; " + remedy(path, program, wanted: target_s / times.slowest_s)
    }
    return ValidationCheck(
      "latency.text", value: times.slowest_s, limit: target_s, unit: "s", detail: detail,
      figures: [
        ("mean_s", .number(times.mean_s)),
        ("per_token_s", .number(times.total_s / Double(times.tokens))),
      ])
  }

  /// By how much units must be faster until the time is `wanted` times as long: the bottleneck alone
  /// if it can save enough, else as many of the next as needed.
  private static func remedy(
    _ path: CriticalPath, _ program: Program, wanted: Double
  ) -> String {
    var saving = 1 - wanted
    var shares: [ChipUnit: Double] = [:]
    for (instruction, share) in path.largest {
      guard let unit = ChipUnit(program.instructions[instruction].operation) else { continue }
      shares[unit, default: 0] += share
    }
    var words: [String] = []
    for (unit, share) in shares.sorted(by: {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    })
    where saving > 0 {
      // Nothing gets faster than ten times by assumption.
      let most = 0.9 * share
      let saved = min(saving, most)
      words.append(
        "\(unit.rawValue) \(Quantity.ratio(share / (share - saved)).dropFirst()) times as fast")
      saving -= saved
    }
    return saving > 1e-9
      ? "not even all units 10 times as fast would meet the target"
      : "it would take " + words.joined(separator: ", ")
  }

  /// What one text after the other gives, and what texts that overlap give, simulated.
  private static func throughput(
    _ times: Times, _ subject: ValidationSubject
  ) throws -> ValidationCheck {
    let machine = try subject.requireMachine()
    let texts = Array(subject.tokens.prefix(ValidationSubject.mostTraces))
    let overlapped = try machine.throughput(of: texts, settings: subject.settings(.sampled))
    let texts_perSecond = 1 / times.mean_s
    let perText = Double(times.tokens) / Double(times.texts)
    let simulated = Double(texts.reduce(0) { $0 + $1.count }) / Double(texts.count)
    return ValidationCheck(
      "throughput.texts", value: texts_perSecond, bound: .atLeast, unit: "texts/s",
      detail: "one text after the other; texts that overlap reach "
        + "\(Quantity.text(overlapped.texts_perSecond, "texts/s")) in a simulation of the pipeline, limited by "
        + "\(overlapped.bottleneck), busy for \(Quantity.percent(overlapped.busyShare)) of the time",
      figures: [
        ("tokens_per_second", .number(texts_perSecond * perText)),
        ("overlapping_texts_per_second", .number(overlapped.texts_perSecond)),
        ("overlapping_tokens_per_second", .number(overlapped.texts_perSecond * simulated)),
        ("bottleneck", .string(overlapped.bottleneck)),
        ("bottleneck_busy", .number(overlapped.busyShare)),
      ])
  }

  /// Busy cycles of each kind of unit over all cycles, and of the linear tiles weighted with how many
  /// of them an array has.
  private static func utilisation(
    _ record: ExecutionRecord, _ machine: VirtualChip
  ) -> ValidationCheck {
    let program = machine.program
    let total = Double(max(1, record.timeline.totalCycles))
    let units = BusyCycles<ChipUnit>(record: record) {
      ChipUnit(program.instructions[$0.instruction].operation)
    }
    var tileCycles = 0.0
    for span in record.timeline.spans {
      let operation = program.instructions[span.instruction].operation
      guard let read = operation as? Instruction.Read else { continue }
      let tiles = program.arrays[read.array].placement.tiles
      tileCycles += Double(Set(tiles).count) * Double(span.cycles)
    }
    let tiles = Double(max(1, machine.chip.geometry.linearTiles))
    let shares = ChipUnit.allCases.map { ($0, Double(units.of($0)) / total) }
    return ValidationCheck(
      "utilisation.linear-tiles", value: tileCycles / total / tiles, bound: .atLeast,
      detail: "share of all tiles and cycles with an array at work; at least one unit busy: "
        + shares.filter { $0.1 > 0 }.map { "\($0.0.rawValue) \(Quantity.percent($0.1))" }
        .joined(separator: ", "),
      figures: shares.map { ($0.0.rawValue.replacing(" ", with: "_"), .number($0.1)) })
  }

  /// At one text in every T seconds the chip is idle for 1 − t/T of the time.
  private static func idlePower(
    _ times: Times, _ target_s: Double?, _ record: ExecutionRecord, _ chip: ChipSpec
  ) -> ValidationCheck {
    let period_s = max(target_s ?? times.mean_s, times.mean_s)
    let statics_W = ChipPrices(chip).totalStaticPower_W.nominal
    let idle = 1 - times.mean_s / period_s
    let budget = ChipBudget(record: record, chip: chip)
    let dynamic_J = budget.dynamic_J.map { $0.nominal / Double(times.texts) }
    let energy_J = dynamic_J.map { $0 + statics_W * period_s }
    return ValidationCheck(
      "power.idle", value: statics_W * idle, unit: "W",
      detail: "a text every \(Quantity.text(period_s, "s")): idle for \(Quantity.percent(idle)) "
        + "of the time at \(Quantity.text(statics_W, "W")) of static power; a text takes "
        + (energy_J.map { Quantity.text($0, "J") } ?? "unknown energy (a price is missing)"),
      figures: [
        ("period_s", .number(period_s)), ("idle_share", .number(idle)),
        ("static_W", .number(statics_W)),
        ("dynamic_J_per_text", dynamic_J.map { .number($0) } ?? .null),
        ("static_J_per_text", .number(statics_W * period_s)),
        ("energy_J_per_text", energy_J.map { .number($0) } ?? .null),
      ])
  }

  private static func criticalPath(
    _ times: Times, _ path: CriticalPath, _ program: Program
  ) -> ValidationCheck {
    let largest = path.largest
    let words = largest.prefix(3).map { entry in
      let instruction = program.instructions[entry.instruction]
      let unit = ChipUnit(instruction.operation)?.rawValue ?? ""
      return "\(instruction.name) (\(instruction.operation.mnemonic), \(unit)) "
        + Quantity.percent(entry.share)
    }
    return ValidationCheck(
      "critical-path.bottleneck", value: largest.first?.share,
      detail: "share of the time of the longest instruction: " + words.joined(separator: ", "),
      figures: largest.prefix(10).map {
        let instruction = program.instructions[$0.instruction]
        return (
          "\($0.instruction) \(instruction.operation.mnemonic) \(instruction.name)",
          JSONValue.number($0.share)
        )
      })
  }
}
