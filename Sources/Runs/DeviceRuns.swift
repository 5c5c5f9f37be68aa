import DenseExecutor
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports
import TransformerModels

/// Costs of reference devices on the texts of a run.
enum DeviceRuns {
  /// One text at a time, and in saturated batches.
  static func costs(
    of graph: ModelGraph, tokens: [[Int]], on devices: [DeviceSpec]
  ) -> [RunReport.Device] {
    let counts = tokens.map(\.count)
    return devices.map { device in
      RunReport.Device(
        single: single(graph, counts, device), saturated: saturated(graph, counts, device))
    }
  }

  /// The sum over texts that are served one by one.
  private static func single(
    _ graph: ModelGraph, _ counts: [Int], _ device: DeviceSpec
  ) -> RunReport.DeviceCost {
    // Texts of one length cost the same.
    var known: [Int: DeviceBudget] = [:]
    var time = Band.zero
    var energy = Band.zero
    for count in counts {
      let budget =
        known[count]
        ?? DeviceBudget(
          trace: KernelTrace.trace(
            of: graph, tokenCounts: [count], bytesPerElement: device.precision.bytes),
          device: device, batch: 1)
      known[count] = budget
      time += budget.time_s
      energy += budget.energy_J
    }
    return RunReport.DeviceCost(
      device: device.name, precision: device.precision.rawValue, batch: 1, time_s: time,
      energy_J: energy)
  }

  /// The run's texts in one pass, repeated until larger batches stop paying; the cost of one copy.
  private static func saturated(
    _ graph: ModelGraph, _ counts: [Int], _ device: DeviceSpec
  ) -> RunReport.DeviceCost {
    let once = KernelTrace.trace(
      of: graph, tokenCounts: counts, bytesPerElement: device.precision.bytes)
    let budget = DeviceBudget.saturated(on: device, limit: max(1, 4096 / counts.count)) { copies in
      once.replicated(copies)
    }
    return RunReport.DeviceCost(
      device: device.name, precision: device.precision.rawValue, batch: budget.batch * counts.count,
      time_s: budget.timePerInput_s, energy_J: budget.energyPerInput_J)
  }
}
