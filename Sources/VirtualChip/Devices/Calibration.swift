import ByteFormats
import ChipPrograms
public import ExecutionRecords
import HardwareSpecs

extension VirtualChip {
  /// What one calibration of the chip takes: the bias converters of its race agents and gate agents bit by bit, then
  /// the β converters of all heads. `nil` where the settings have none.
  ///
  /// Each comparison has M draws. The agents of a race tile share its arbiter, which counts R firings a second, and are
  /// trimmed one after the other, all tiles side by side; gates have counters of their own, and are trimmed all at
  /// once, beside the races. Heads take turns at the tiles.
  ///
  /// - Parameter settings: of the run.
  public func calibration(_ settings: RunSettings) -> ExecutionRecord? {
    guard let trim = AgentTrim(settings, on: chip) else { return nil }
    var record = InstructionRecord(instruction: 0, name: "calibration", layer: nil)
    let geometry = chip.geometry
    let settling_s = chip.timing.betaSettling_s
    let firing_s = Double(trim.draws) / RaceLaw(timing: chip.timing).totalRate_Hz + settling_s
    let gate_s = Double(trim.draws) / chip.timing.gateRate_Hz + settling_s
    var duration_s = 0.0
    if trim.bits > 0 {
      let agents = geometry.raceTiles * geometry.tileColumns + geometry.gateAgents
      count(agents * trim.bits, draws: trim.draws, in: &record)
      // Each bit is set and then kept or cleared.
      record.add(.dacSet, .deterministic, on: .thermostat, agents * (trim.bits + 1))
      let bits = Double(trim.bits)
      duration_s += max(Double(geometry.tileColumns) * bits * firing_s, bits * gate_s)
    }
    let heads = program.instructions.reduce(0) {
      $0 + (($1.operation as? Instruction.Race)?.shape.heads ?? 0)
    }
    if trim.converter != nil, heads > 0 {
      count(heads, draws: trim.draws, in: &record)
      record.add(.dacSet, .deterministic, on: .thermostat, 2 * heads)
      record.add(
        .digitalOperation, .deterministic, on: .thermostat, heads * Instruction.Race.lawCycles)
      duration_s += Double(ceilingDivide(heads, max(1, geometry.raceTiles))) * firing_s
    }
    var timeline = Timeline(clock_Hz: chip.timing.clock_Hz)
    timeline.place(instruction: 0, cycles: UInt64(chip.cycles(stated: duration_s)))
    return ExecutionRecord(
      instructions: [record], timeline: timeline, couplingBits: 0, residentCouplingBits: 0)
  }

  /// The manufactured chip of a run, as its last calibration left it.
  package func die(of settings: RunSettings) -> Die {
    Die(
      devices: chip.devices, seed: settings.seed, number: settings.die,
      trim: AgentTrim(settings, on: chip))
  }

  private func count(_ comparisons: Int, draws: Int, in record: inout InstructionRecord) {
    record.add(.agentUpdate, .sampling, on: .thermostat, comparisons * draws)
    record.add(.counterStep, .sampling, on: .thermostat, comparisons * draws)
    record.add(.digitalOperation, .deterministic, on: .thermostat, comparisons)
  }
}
