import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports
import VirtualChip

/// Turns the reads and counts of replicas into a report.
struct SimulateResults {
  let request: SimulateRequest
  let chip: ChipSpec
  let machine: VirtualChip
  /// The program's agents.
  let agents: Program.Agents
  let replicas: [Session]
  /// What states mean; `nil` for programs that do not say.
  let words: StateWords?
  let wall_s: Double
  /// What the run itself has to say.
  let warnings: [String]

  func report() throws -> SimulateReport {
    let (program, declared) = (machine.program, agents)
    let record = ExecutionRecord(joining: replicas.map(\.execution.record))
    let setup = ChipBudget(record: machine.start(), chip: chip)
    let budget = ChipBudget(record: record, chip: chip)
    let agentReads = AgentReads(
      machine: machine, agents: declared, fidelity: request.settings.fidelity.word,
      states: replicas.map(\.reads), record: record, words: words)
    let reads = try agentReads.reads()
    let events = replicas.reduce(into: EventTally()) { $0 += $1.events }
    let settings = request.settings
    var report = SimulateReport(
      provenance: Provenance(
        arguments: request.arguments, seed: settings.seed, specHash: chip.hash),
      program: .init(
        name: program.name, agents: declared.count, couplings: declared.couplings.count,
        storesExactly: machine.storesExactly),
      chip: chip.name,
      settings: try Self.settings(of: request),
      setup: setup, budget: budget, record: record, events: events.total, wall_s: wall_s)
    report.defaultSettings = try Self.settings(
      of: SimulateRequest(
        program: request.program, hardware: request.hardware,
        settings: RunSettings(fidelity: .event(die: 0))))
    report.reads = reads
    report.warnings = warnings + agentReads.warnings(reads) + RunWarnings.prices(budget, of: chip)
    if request.keepsSamples { report.arrays = try agentReads.arrays() }
    return report
  }

  /// Fidelity, seed, die and replicas, what `--beta` asked for, and all parameters of a built-in program.
  private static func settings(of request: SimulateRequest) throws -> Facts {
    let settings = request.settings
    var facts: Facts = [
      "fidelity": settings.fidelity.word.rawValue, "seed": settings.seed,
      "die": settings.fidelity.die, "replicas": request.replicas, "last_beta": request.beta,
    ]
    for (name, value) in try ProgramReading.values(request.program, parameters: request.parameters)
    {
      // A generator has a seed of its own.
      let isTaken = facts.members.contains { $0.name == name }
      let number: any Encodable & Sendable =
        if let whole = Int(exactly: value) { whole } else { value }
      facts.add(isTaken ? "program_" + name : name, number)
    }
    return facts
  }
}
