import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// The time of the digital twin beside an event run: by the schedule of `sampled`, with the norms'
/// steps as they were. The twin is a machine that nobody simulates.
struct TwinClock {
  private(set) var timeline: Timeline
  /// When the twin's last couplings were in their tiles.
  private(set) var lastLoad: UInt64 = 0

  init(clock_Hz: Double) { timeline = Timeline(clock_Hz: clock_Hz) }

  init(timeline: Timeline, lastLoad: UInt64) {
    self.timeline = timeline
    self.lastLoad = lastLoad
  }

  /// Places the instructions between two barriers.
  mutating func place(_ group: EventGroup, of machine: EventMachine) {
    let tokens = machine.tokens.count
    var pipeline = PipelineGroup()
    for station in group.stations {
      var time = stage(of: station, machine)
      if station.operation is Instruction.Load, machine.chip.timing.shadowLoad {
        let left = max(0, time.latency - Int(timeline.totalCycles - lastLoad))
        lastLoad = timeline.totalCycles + UInt64(left)
        time = .once(left)
      }
      if station.isSingle { time.single = true }
      let rows = station.operation.operands.first.map(machine.rows) ?? tokens
      let operations = station.record.counts[.periphery]?[.digitalOperation] ?? 0
      pipeline.append(
        station.instruction, time,
        lanes: ceilingDivide(Int(operations), rows * machine.chip.geometry.digitalLanes))
    }
    timeline.place(pipeline.twin, tokens: tokens)
  }

  private func stage(of station: Station, _ machine: EventMachine) -> StageTime {
    if let stage = station.stage { return stage }
    let runs = station.isSingle ? Array(station.runs.prefix(1)) : station.runs
    var time = StageTime(latency: runs[0].latency, initiations: runs.map(\.busy))
    time.latencies = runs.map(\.latency)
    switch station.operation {
    case let race as Instruction.Race:
      time.twin = RaceTimes.twin(race.shape, tokens: machine.tokens.count, chip: machine.chip)
    case let gate as Instruction.Gate where gate.threshold != .zeroTemperature:
      time.twin = Gating.twin(
        width: machine.program.values[gate.value].width, chip: machine.chip)
    default: break
    }
    return time
  }
}
