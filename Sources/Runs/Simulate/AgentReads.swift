import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import Reports
import SampleStatistics
import VirtualChip

/// What executions of a program have read of its agents.
struct AgentReads {
  let machine: VirtualChip
  let agents: Program.Agents
  let fidelity: Fidelity.Word
  /// By execution, the states of each read instruction, row after row.
  let states: [[Int: [Int8]]]
  /// The counts of all executions.
  let record: ExecutionRecord
  /// What states mean; `nil` for programs that do not say.
  var words: StateWords?

  /// One entry a read instruction.
  func reads() throws -> [SimulateReport.Read] {
    var phase = AgentPhase(agents: agents.count)
    var reads: [SimulateReport.Read] = []
    for (index, instruction) in machine.program.instructions.enumerated() {
      phase.pass(instruction.operation)
      guard let read = instruction.operation as? Instruction.ReadAgents else { continue }
      let named = read.agents.isEmpty ? Array(0..<agents.count) : read.agents
      let states = states.map { $0[index] ?? [] }
      let quantities = try SimulateQuantities(
        machine: machine, declared: agents, phase: phase, agents: named, states: states,
        words: words
      ).quantities()
      // What never changed has told its value once.
      let slowest = quantities.filter {
        $0.kind != .state && ($0.measured?.error != nil || $0.isFrozen)
      }
      .min { ($0.measured?.effectiveSamples ?? 0) < ($1.measured?.effectiveSamples ?? 0) }
      // Closed forms know how many reads there are, and no states.
      let count =
        fidelity == .expectation
        ? read.times * states.count : states.reduce(0) { $0 + $1.count / named.count }
      reads.append(
        SimulateReport.Read(
          instruction: index, line: Listing.line(read, agents: agents), beta: phase.beta,
          held: agents.count - phase.freeCount, count: count,
          interval_s: machine.interval_s(of: read), quantities: quantities, slowest: slowest,
          budget: ChipBudget(record: part(index), chip: machine.chip)))
    }
    return reads
  }

  /// The states as arrays of execution, read and agent; of an instruction that some executions did not come
  /// to the end of, none.
  func arrays() throws -> [ResultFile] {
    var arrays: [ResultFile] = []
    for (index, instruction) in machine.program.instructions.enumerated() {
      guard let read = instruction.operation as? Instruction.ReadAgents else { continue }
      let width = read.agents.isEmpty ? agents.count : read.agents.count
      let all = states.compactMap { $0[index] }.filter { $0.count == read.times * width }
      guard all.count == states.count else { continue }
      let file = try NPYFile(.int8(all.flatMap(\.self)), shape: [all.count, read.times, width])
      arrays.append(ResultFile("samples-\(index).npy", file.data))
    }
    if arrays.count == 1 { arrays[0].name = "samples.npy" }
    return arrays
  }

  /// The counts and the time of one instruction, all executions.
  private func part(_ index: Int) -> ExecutionRecord {
    var timeline = Timeline(clock_Hz: record.timeline.clock_Hz)
    for span in record.timeline.spans where span.instruction == index {
      timeline.place(instruction: index, cycles: span.cycles)
    }
    return ExecutionRecord(
      instructions: [record.instructions[index]], timeline: timeline,
      couplingBits: record.couplingBits, residentCouplingBits: record.residentCouplingBits)
  }
}
