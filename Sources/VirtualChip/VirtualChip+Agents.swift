public import ChipPrograms
import ExecutionRecords
import HardwareSpecs
public import IsingModels

extension VirtualChip {
  /// The model that the stored couplings of the program's agents make; `nil` without agents.
  public var storedModel: IsingModel? { lattice?.couplings.stored }

  /// Whether the stored couplings of agents are the program's: its codes fit the bits of a coupling.
  public var storesExactly: Bool { lattice?.couplings.areExact ?? true }

  /// Seconds between two reads of agents: what the program asks, or what the host link takes for one.
  /// - Parameter read: an instruction of this program.
  public func interval_s(of read: Instruction.ReadAgents) -> Double {
    read.interval_s(on: chip, agents: program.agents?.count ?? 0)
  }

  /// Bits of all couplings.
  var couplingBits: Int { program.couplingBits + agentCouplingBits }

  /// Bits of the couplings that stay on the chip.
  var residentCouplingBits: Int { program.residentCouplingBits + agentCouplingBits }

  private var agentCouplingBits: Int {
    (lattice?.couplings.stored.bonds.count ?? 0) * chip.geometry.couplingBits
  }

  /// Writes the couplings and fields of agents, which come from the host; returns cycles.
  func load(_ agents: Program.Agents, _ record: inout InstructionRecord) -> Int {
    let bits = agentCouplingBits
    record.addToAgents(.couplingWrite, bits)
    record.add(.hostTransferBit, .deterministic, on: .host, bits)
    record.addToAgents(.dacSet, agents.fields.filter { $0.value != 0 }.count)
    let transfer =
      chip.cycles(stated: Double(bits) / chip.memory.host_bitsPerSecond)
      - chip.timing.synchroniserCycles
    // The j-th couplings of all agents are one row.
    let rows = lattice?.couplings.largestDegree ?? 0
    return max(rows * chip.timing.couplingRowCycles, transfer)
  }
}
