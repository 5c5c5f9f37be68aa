import ExecutionRecords
import HardwareSpecs

/// One kernel on one device (formulas at `DeviceBudget`).
struct KernelRoofline {
  let kernel: KernelTrace.Kernel
  let device: DeviceSpec
  /// Bytes that move between the cache and the arithmetic.
  let bytes: Double
  /// Bytes from main memory by the residency rule.
  let memoryBytes: Double

  init(
    kernel: KernelTrace.Kernel, scale: Double, weightsResident: Bool, device: DeviceSpec
  ) {
    self.kernel = kernel
    self.device = device
    let weights = Double(kernel.weightBytes) * scale
    let activations = Double(kernel.readBytes + kernel.writtenBytes) * scale
    bytes = weights + activations
    let readsTables = kernel.kind == .gather
    let memoryWeights = weightsResident && !readsTables ? 0 : weights
    memoryBytes = memoryWeights + (activations > device.memory.cache_B ? activations : 0)
  }

  /// Whether the matrix units do it.
  private var isProduct: Bool {
    kernel.kind == .matrixProduct || kernel.kind == .batchedMatrixProduct
  }

  /// Seconds of arithmetic for a half-work of `half` FLOP.
  private func arithmetic_s(half: Double) -> Double {
    let work = Double(kernel.flops)
    guard work > 0 else { return 0 }
    guard isProduct else { return work / device.compute.vectorPeak_perSecond }
    // F / (peak η F / (F + F½)) = (F + F½) / (peak η)
    return (work + half)
      / (device.matrixPeak_perSecond * device.compute.matrixEfficiency)
  }

  /// Seconds and joules with all figures at one end of their bands.
  private func evaluate(at end: Band.End) -> (time_s: Double, energy_J: Double) {
    let (memory, energy) = (device.memory, device.energy)
    // The upper ends take every byte from main memory.
    let memoryBytes = end == .high ? bytes : memoryBytes
    let share = memory.bandwidthShare[kernel.kind] ?? 1
    let roof = max(
      arithmetic_s(half: device.compute.matrixHalfWork_FLOP.band[end]),
      memoryBytes / (share * memory.bandwidth_BPerSecond),
      bytes / memory.cacheBandwidth_BPerSecond)
    let flop = isProduct ? energy.matrixFLOP_J : energy.vectorFLOP_J
    let dynamic =
      Double(kernel.flops) * flop.band[end] + memoryBytes * energy.memoryByte_J.band[end]
      + bytes * energy.onChipByte_J.band[end]
    let active = energy.active_W.band[end]
    let stretched = max(roof, dynamic / (energy.limit_W - active))
    // At the low end the device waits for launches at its idle power.
    let waiting = end == .low ? min(energy.idle_W.band.low, active) : active
    let launch = device.launchLatency_s.band[end]
    return (launch + stretched, dynamic + active * stretched + waiting * launch)
  }

  /// The kernel's cost with its band.
  var cost: DeviceBudget.KernelCost {
    DeviceBudget.KernelCost(
      name: kernel.name, layer: kernel.layer, kind: kernel.kind,
      time_s: Band { evaluate(at: $0).time_s }, energy_J: Band { evaluate(at: $0).energy_J })
  }
}
