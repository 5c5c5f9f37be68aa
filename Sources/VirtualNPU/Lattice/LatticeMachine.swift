public import ChipPrograms
public import ExecutionRecords
public import HardwareSpecs
public import IsingModels
import RandomStreams

/// The lattice tiles of a chip with a program in them. Immutable: several threads may run replicas on one
/// machine.
///
/// Agents stand on a square grid row by row, and a flip message to a neighbour takes the Manhattan
/// distance in hops. At fidelity `event` each tick of a clock is simulated, with the chip's devices and
/// delays; `sampled` simulates ideal devices whose couplings take no time, the process whose stationary
/// law is Boltzmann's; `expectation` counts what would happen on average in that law, from all states of
/// up to 20 free agents, and reads no states.
public final class LatticeMachine: Sendable {
  /// The program.
  public let program: Program
  /// Its agents.
  public let agents: Program.Agents
  /// The chip.
  public let chip: ChipSpec
  /// Fidelity, seed and die.
  public let settings: RunSettings
  let couplings: LatticeCouplings
  let die: LatticeDie

  /// Builds the machine.
  /// - Parameters:
  ///   - program: the program.
  ///   - chip: the chip, with lattice tiles.
  ///   - settings: fidelity, seed and die; the rest is of no concern here.
  /// - Throws: `MachineError` if the program does not fit the chip or the fidelity.
  public init(
    program: Program, chip: ChipSpec, settings: RunSettings
  ) throws(MachineError) {
    guard let agents = program.agents else {
      throw .unusableProgram(name: program.name, reason: "found no agents, expected `agents N`")
    }
    guard program.setup.isEmpty else {
      throw .unusableProgram(
        name: program.name, reason: "found a setup, expected instructions without sections")
    }
    for instruction in program.instructions
    where !instruction.operation.needsAgents && !(instruction.operation is Instruction.Barrier) {
      throw .unusableProgram(
        name: program.name,
        reason:
          "found `\(Listing.line(instruction.operation, agents: agents))`, expected what agents do")
    }
    if let fault = program.faults(on: chip).first(where: { $0.stops(settings.fidelity.word) }) {
      throw .unusableProgram(name: program.name, reason: fault.reason.description)
    }
    var devices = chip.devices
    if settings.fidelity.word != .event {
      // What a measured device is at rest every fidelity follows; its memory and drift only `event`.
      devices = ChipDevices()
      devices.table = chip.devices.table?.atRest
      devices.fieldBits = chip.devices.fieldBits
      devices.fieldRange = chip.devices.fieldRange
    }
    let whole = Die(devices: devices, seed: settings.seed, number: settings.fidelity.die)
    let couplings = try LatticeCouplings(agents, of: program.name, chip: chip, die: whole)
    self.program = program
    self.agents = agents
    self.chip = chip
    self.settings = settings
    self.couplings = couplings
    die = LatticeDie(whole, agents: agents.count)
  }

  /// The model that the chip's stored couplings make.
  public var storedModel: IsingModel { couplings.stored }

  /// Whether the stored couplings are the program's: its codes fit the bits of a coupling.
  public var storesExactly: Bool { couplings.areExact }

  /// Starts the chip: couplings and fields, done once for all replicas.
  public func start() -> ExecutionRecord {
    var record = InstructionRecord(instruction: 0, name: "load", layer: nil)
    let bits = couplingBits
    record.add(.couplingWrite, .deterministic, on: .latticeTiles, bits)
    record.add(.hostTransferBit, .deterministic, on: .host, bits)
    let fields = agents.fields.filter { $0.value != 0 }.count
    record.add(.dacSet, .deterministic, on: .latticeTiles, fields)
    // The j-th couplings of all agents are one row.
    let rows = (0..<agents.count).reduce(0) {
      max($0, Int(couplings.offsets[$1 + 1] - couplings.offsets[$1]))
    }
    var timeline = Timeline(clock_Hz: chip.timing.clock_Hz)
    let transfer = cycles(
      Double(bits) / chip.memory.host_bitsPerSecond, synchronised: false)
    timeline.place(
      instruction: 0, cycles: UInt64(max(rows * chip.timing.couplingRowCycles, transfer)))
    return ExecutionRecord(
      instructions: [record], timeline: timeline, couplingBits: UInt64(bits),
      residentCouplingBits: UInt64(bits))
  }

  /// Bits of all stored couplings.
  var couplingBits: Int { couplings.stored.bonds.count * chip.geometry.couplingBits }

  /// Cycles of the periphery that a time takes.
  func cycles(_ time_s: Double, synchronised: Bool = true) -> Int {
    // What is a whole number of cycles but for rounding is not rounded up.
    let cycles = (time_s * chip.timing.clock_Hz * (1 - 1e-12)).rounded(.up)
    return Int(min(cycles, 9e15)) + (synchronised ? chip.timing.synchroniserCycles : 0)
  }

  /// Steps of the β converter in a ramp: a new value each settling time, and at most the 255 of 8 bits.
  func rampSteps(_ time_s: Double) -> Int {
    let settling_s = chip.timing.betaSettling_s
    return settling_s > 0 ? max(1, Int(min(255, (time_s / settling_s).rounded(.down)))) : 255
  }

  /// Seconds between two reads: what the program asks, or what the host link takes for one.
  public func readInterval_s(every: Instruction.Time, agents: [Int]) -> Double {
    max(
      every.seconds(rate_Hz: chip.timing.latticeRate_Hz),
      Double(agents.isEmpty ? self.agents.count : agents.count) / chip.memory.host_bitsPerSecond)
  }
}
