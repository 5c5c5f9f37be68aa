public import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
public import Reports

extension GenerationReport {
  /// What a chip made of the prompts, and what it costs.
  public struct Chip: Sendable {
    /// The chip.
    public var name: ChipName
    /// All prompts, one after another.
    public var machine: RunReport.Machine
    /// Their digital twin.
    public var twin: RunReport.Machine
    /// Loading the resident couplings once.
    public var start: RunReport.Machine
    /// Reading the prompts, and the tokens behind them.
    public var phases: [Phase]
  }

  /// A part of the work with tokens of its own.
  public struct Phase: Sendable {
    /// `prefill` or `decode`.
    public var name: String
    /// Tokens that were read.
    public var tokens: Int
    /// The chip's energy and time.
    public var budget: ChipBudget
    /// Its digital twin's.
    public var twin: ChipBudget
  }
}

extension GenerationReport.Chip {
  /// Prices what was done.
  init(_ texts: [ChipText], prompts: [[Int]], start: ExecutionRecord, on chip: ChipSpec) {
    func joined(_ records: [ExecutionRecord]) -> ExecutionRecord {
      ExecutionRecord(joining: records)
    }
    func machine(_ record: ExecutionRecord) -> RunReport.Machine {
      .init(record: record, budget: ChipBudget(record: record, chip: chip))
    }
    func phase(_ name: String, _ tokens: Int, _ records: [ExecutionRecord])
      -> GenerationReport.Phase
    {
      let record = joined(records)
      return .init(
        name: name, tokens: tokens, budget: ChipBudget(record: record, chip: chip),
        twin: ChipBudget(record: DigitalTwin.record(of: record), chip: chip))
    }
    let all = joined(texts.flatMap { [$0.prefill, $0.decode] })
    name = ChipName(name: chip.name, summary: chip.summary, hash: chip.hash)
    self.machine = machine(all)
    twin = machine(DigitalTwin.record(of: all))
    self.start = machine(start)
    let steps = texts.reduce(0) { $0 + $1.steps }
    phases = [
      phase("prefill", prompts.reduce(0) { $0 + $1.count }, texts.map(\.prefill))
    ]
    if steps > 0 { phases.append(phase("decode", steps, texts.map(\.decode))) }
  }
}

extension GenerationReport.Phase: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    let count = Double(max(1, tokens))
    return [
      "tokens": tokens, "time_s": budget.duration_s, "time_s_per_token": budget.duration_s / count,
      "energy_J_per_token": budget.total_J.map { $0 / count },
    ] + budget.sums + [
      "twin": [
        "time_s_per_token": twin.duration_s / count,
        "energy_J_per_token": twin.total_J.map { $0 / count }, "power_W": twin.averagePower_W,
      ] as Facts
    ]
  }
}
