import ChipPrograms
import HardwareSpecs
import Reports
import SampleStatistics
import VirtualChip

extension AgentReads {
  /// A distance from the exact value that no sound error makes.
  private static let soundDistance = 6.0

  /// Whether the chip's agents have Boltzmann's law at this fidelity.
  private var drawsExactly: Bool {
    let devices = machine.chip.devices
    if fidelity == .event {
      return devices.areIdeal && devices.fieldBits == nil && machine.storesExactly
    }
    return devices.fieldBits == nil && devices.table == nil && machine.storesExactly
  }

  /// What a reader must know of them.
  func warnings(_ reads: [SimulateReport.Read]) -> [String] {
    let chip = machine.chip
    var warnings: [String] = []
    if reads.isEmpty { warnings.append("the program reads nothing") }
    for read in reads {
      let times = Double(read.count) / Double(states.count)
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
      if read.slowest == nil, fidelity != .expectation {
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
    if fidelity != .event, !rest.areIdeal {
      warnings.append(
        "fidelity \(fidelity.rawValue) leaves out memory, noise, variation, drift "
          + "and delay that \(chip.name) states; `event` follows them")
    }
    return warnings
  }
}
