import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import IsingModels
import Reports
import SampleStatistics
import VirtualNPU

/// Turns the reads and counts of replicas into a report.
struct SimulateResults {
  let request: SimulateRequest
  let chip: ChipSpec
  let machine: LatticeMachine
  let replicas: [LatticeReplica]
  let wall_s: Double

  func report() throws -> SimulateReport {
    let program = machine.program
    var record = replicas[0].record
    for replica in replicas.dropFirst() { record.append(replica.record) }
    let setup = ChipBudget(record: machine.start(), chip: chip)
    let budget = ChipBudget(record: record, chip: chip)
    var reads: [SimulateReport.Read] = []
    var arrays: [(name: String, file: NPYFile)] = []
    var phase = SimulatePhase(agents: program.agentCount)
    for (index, instruction) in program.instructions.enumerated() {
      phase.apply(instruction)
      guard case .read(let every, let times, let named) = instruction else { continue }
      let agents = named.isEmpty ? Array(0..<program.agentCount) : named
      let budget = ChipBudget(record: part(record, index), chip: chip)
      let quantities = try SimulateQuantities(
        machine: machine, phase: phase, agents: agents,
        states: replicas.map { $0.reads[index] ?? [] }
      ).quantities()
      // What never changed has told its value once.
      let slowest = quantities.filter { $0.measured?.error != nil || $0.isFrozen }
        .min { ($0.measured?.effectiveSamples ?? 0) < ($1.measured?.effectiveSamples ?? 0) }
      reads.append(
        SimulateReport.Read(
          instruction: index, line: program.line(of: instruction), beta: phase.beta,
          held: phase.held.count { $0 != 0 }, count: times * replicas.count,
          interval_s: machine.readInterval_s(every: every, agents: named),
          quantities: quantities, slowest: slowest, budget: budget))
      if request.keepsSamples, replicas.allSatisfy({ $0.reads[index] != nil }) {
        arrays.append(
          (
            "samples-\(index).npy",
            try NPYFile(
              .int8(replicas.flatMap { $0.reads[index] ?? [] }),
              shape: [replicas.count, times, agents.count])
          ))
      }
    }
    if arrays.count == 1 { arrays[0].name = "samples.npy" }
    let events = replicas.reduce(into: EventTally()) { $0 += $1.events }
    let provenance = Provenance(
      arguments: request.arguments, seed: request.settings.seed, specHash: chip.hash)
    return SimulateReport(
      provenance: [
        .init("format_version", .number(UInt64(provenance.formatVersion))),
        .init("program_version", .word(provenance.programVersion)),
        .init("spec_hash", .word(chip.hash)), .init("seed", .number(provenance.seed)),
      ],
      arguments: request.arguments, program: program.name, agents: program.agentCount,
      couplings: program.couplings.count, storesExactly: machine.storesExactly, chip: chip.name,
      settings: [
        .init("fidelity", .word(request.settings.fidelity.word.rawValue)),
        .init("seed", .number(request.settings.seed)),
        .init("die", .number(UInt64(request.settings.fidelity.die))),
        .init("replicas", .number(UInt64(request.replicas))),
      ],
      setup: setup, budget: budget, record: record, reads: reads, events: events.total,
      wall_s: wall_s, warnings: warnings(reads, budget: budget), arrays: arrays)
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
      if case .read(let every, _, _) = machine.program.instructions[read.instruction],
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
    if !budget.missingPrices.isEmpty {
      let names = budget.missingPrices.map(\.rawValue).joined(separator: ", ")
      warnings.append("\(chip.name) has no price for \(names): no energy is printed")
    }
    let assumed = budget.byAction.filter { chip.prices[$0.key]?.confidence == .assumption }
    if let total = budget.dynamic_J, total.nominal > 0 {
      let share = assumed.reduce(0.0) { $0 + ($1.energy_J?.nominal ?? 0) } / total.nominal
      if share > 0.1 {
        warnings.append(
          "\(Int((share * 100).rounded())) % of the dynamic energy of \(chip.name) rests on assumed "
            + "prices (spec show \(chip.name))")
      }
    }
    return warnings
  }
}

/// What holds when an instruction begins.
struct SimulatePhase {
  var beta = 1.0
  var held: [Int8]

  init(agents: Int) { held = Array(repeating: 0, count: agents) }

  mutating func apply(_ instruction: LatticeInstruction) {
    switch instruction {
    case .beta(let value), .ramp(_, let value, _): beta = value
    case .clamp(let clamps): for clamp in clamps { held[clamp.agent] = clamp.state }
    case .release(let agents):
      for agent in agents.isEmpty ? Array(held.indices) : agents { held[agent] = 0 }
    case .relax, .read, .barrier: break
    }
  }
}
