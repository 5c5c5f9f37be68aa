import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import IsingModels
import Reports
import SampleStatistics
import VirtualChip

/// Turns the reads and counts of replicas into a report.
struct SimulateResults {
  let request: SimulateRequest
  let chip: ChipSpec
  let machine: VirtualChip
  /// The program's agents.
  let agents: Program.Agents
  let replicas: [Session]
  let wall_s: Double

  func report() throws -> SimulateReport {
    let (program, declared) = (machine.program, agents)
    let record = ExecutionRecord(joining: replicas.map(\.execution.record))
    let setup = ChipBudget(record: machine.start(), chip: chip)
    let budget = ChipBudget(record: record, chip: chip)
    var reads: [SimulateReport.Read] = []
    var arrays: [ResultFile] = []
    var phase = AgentPhase(agents: declared.count)
    for (index, instruction) in program.instructions.enumerated() {
      phase.pass(instruction.operation)
      guard let read = instruction.operation as? Instruction.ReadAgents else { continue }
      let agents = read.agents.isEmpty ? Array(0..<declared.count) : read.agents
      let budget = ChipBudget(record: part(record, index), chip: chip)
      let quantities = try SimulateQuantities(
        machine: machine, declared: declared, phase: phase, agents: agents,
        states: replicas.map { $0.reads[index] ?? [] }
      ).quantities()
      // What never changed has told its value once.
      let slowest = quantities.filter { $0.measured?.error != nil || $0.isFrozen }
        .min { ($0.measured?.effectiveSamples ?? 0) < ($1.measured?.effectiveSamples ?? 0) }
      reads.append(
        SimulateReport.Read(
          instruction: index, line: Listing.line(read, agents: declared), beta: phase.beta,
          held: declared.count - phase.freeCount, count: read.times * replicas.count,
          interval_s: machine.interval_s(of: read),
          quantities: quantities, slowest: slowest, budget: budget))
      if request.keepsSamples, replicas.allSatisfy({ $0.reads[index] != nil }) {
        let file = try NPYFile(
          .int8(replicas.flatMap { $0.reads[index] ?? [] }),
          shape: [replicas.count, read.times, agents.count])
        arrays.append(ResultFile("samples-\(index).npy", file.data))
      }
    }
    if arrays.count == 1 { arrays[0].name = "samples.npy" }
    let events = replicas.reduce(into: EventTally()) { $0 += $1.events }
    let settings = request.settings
    var report = SimulateReport(
      provenance: Provenance(
        arguments: request.arguments, seed: settings.seed, specHash: chip.hash),
      program: .init(
        name: program.name, agents: declared.count, couplings: declared.couplings.count,
        storesExactly: machine.storesExactly),
      chip: chip.name,
      settings: [
        "fidelity": settings.fidelity.word.rawValue, "seed": settings.seed,
        "die": settings.fidelity.die,
        "replicas": request.replicas,
      ],
      setup: setup, budget: budget, record: record, events: events.total, wall_s: wall_s)
    report.reads = reads
    report.warnings = warnings(reads, budget: budget)
    report.arrays = arrays
    return report
  }

  /// The counts and the time of one instruction, all replicas.
  private func part(_ record: ExecutionRecord, _ index: Int) -> ExecutionRecord {
    var timeline = Timeline(clock_Hz: record.timeline.clock_Hz)
    for span in record.timeline.spans where span.instruction == index {
      timeline.place(instruction: index, cycles: span.cycles)
    }
    return ExecutionRecord(
      instructions: [record.instructions[index]], timeline: timeline,
      couplingBits: record.couplingBits, residentCouplingBits: record.residentCouplingBits)
  }

  /// A distance from the exact value that no sound error makes.
  private static let soundDistance = 6.0

  /// Whether the chip's agents have Boltzmann's law at this fidelity.
  private var drawsExactly: Bool {
    let devices = chip.devices
    if request.settings.fidelity.word == .event {
      return devices.areIdeal && devices.fieldBits == nil && machine.storesExactly
    }
    return devices.fieldBits == nil && devices.table == nil && machine.storesExactly
  }

  private func warnings(
    _ reads: [SimulateReport.Read], budget: ChipBudget
  ) -> [String] {
    var warnings: [String] = []
    if reads.isEmpty { warnings.append("the program reads nothing") }
    for read in reads {
      let times = Double(read.count) / Double(replicas.count)
      if let slowest = read.slowest, let tau = slowest.measured?.tau, tau > times / 20 {
        warnings.append(
          "`\(read.line)`: τ_int of \(slowest.name) is \(Quantity.decimals(tau, 1)) reads, more than a "
            + "twentieth of the \(Int(times)) reads of a replica: errors are too small")
      }
      if let slowest = read.slowest, slowest.isFrozen {
        warnings.append(
          "`\(read.line)`: \(slowest.name) never changed: the run may be stuck, and counts as one "
            + "effective sample")
      }
      let farthest = read.quantities.max {
        abs($0.standardErrors ?? 0) < abs($1.standardErrors ?? 0)
      }
      if drawsExactly, let farthest, let distance = farthest.standardErrors,
        abs(distance) >= Self.soundDistance
      {
        warnings.append(
          "`\(read.line)`: \(farthest.name) is \(Quantity.decimals(abs(distance), 0)) standard errors "
            + "from its exact value: the run is too short to know its errors")
      }
      if read.slowest == nil, request.settings.fidelity.word != .expectation {
        warnings.append("`\(read.line)`: nothing that was read changed, or fewer than 8 reads")
      }
      let operation = machine.program.instructions[read.instruction].operation
      if let every = (operation as? Instruction.ReadAgents)?.every,
        read.interval_s > every.seconds(rate_Hz: chip.timing.latticeRate_Hz) * (1 + 1e-9)
      {
        warnings.append(
          "`\(read.line)`: the host link takes \(Quantity.text(read.interval_s, "s")) for a read, so "
            + "reads are that far apart")
      }
    }
    if !machine.storesExactly {
      warnings.append(
        "couplings do not fit \(chip.geometry.couplingBits) bits and were rounded: the chip samples "
          + "the column \"as stored\"")
    }
    if !drawsExactly, reads.contains(where: { $0.quantities.contains { $0.exact != nil } }) {
      warnings.append(
        "exact values are those of ideal agents without delay: the devices of \(chip.name) change "
          + "the law")
    }
    var rest = chip.devices
    (rest.fieldBits, rest.fieldRange) = (nil, ChipDevices().fieldRange)
    rest.table = rest.table?.atRest == rest.table ? nil : rest.table
    if request.settings.fidelity.word != .event, !rest.areIdeal {
      warnings.append(
        "fidelity \(request.settings.fidelity.word.rawValue) leaves out memory, noise, variation, drift "
          + "and delay that \(chip.name) states; `event` follows them")
    }
    return warnings + RunWarnings.prices(budget, of: chip)
  }
}
