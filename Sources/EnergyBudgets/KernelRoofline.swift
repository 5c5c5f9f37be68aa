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
      / (device.compute.matrixPeak_perSecond * device.compute.matrixEfficiency)
  }

  /// Seconds and joules for one choice of all figures.
  private func evaluate(
    launch: Double, half: Double, memoryBytes: Double, flopPrice: Double, memoryPrice: Double,
    onChipPrice: Double, active: Double, waiting: Double
  ) -> (time: Double, energy: Double) {
    let memory = device.memory
    let share = memory.bandwidthShare[kernel.kind] ?? 1
    let roof = max(
      arithmetic_s(half: half), memoryBytes / (share * memory.bandwidth_BPerSecond),
      bytes / memory.cacheBandwidth_BPerSecond)
    let dynamic =
      Double(kernel.flops) * flopPrice + memoryBytes * memoryPrice + bytes * onChipPrice
    let stretched = max(roof, dynamic / (device.energy.limit_W - active))
    return (launch + stretched, dynamic + active * stretched + waiting * launch)
  }

  /// The kernel's cost with its band.
  var cost: DeviceBudget.KernelCost {
    let energy = device.energy
    let flop = isProduct ? energy.matrixFLOP_J : energy.vectorFLOP_J
    let half = device.compute.matrixHalfWork_FLOP
    let launch = device.launchLatency_s
    // At the low end the device waits for launches at its idle power.
    let low = evaluate(
      launch: launch.low, half: half.low, memoryBytes: memoryBytes, flopPrice: flop.low,
      memoryPrice: energy.memoryByte_J.low, onChipPrice: energy.onChipByte_J.low,
      active: energy.active_W.low, waiting: min(energy.idle_W.low, energy.active_W.low))
    let nominal = evaluate(
      launch: launch.nominal, half: half.nominal, memoryBytes: memoryBytes,
      flopPrice: flop.nominal, memoryPrice: energy.memoryByte_J.nominal,
      onChipPrice: energy.onChipByte_J.nominal, active: energy.active_W.nominal,
      waiting: energy.active_W.nominal)
    let high = evaluate(
      launch: launch.high, half: half.high, memoryBytes: bytes, flopPrice: flop.high,
      memoryPrice: energy.memoryByte_J.high, onChipPrice: energy.onChipByte_J.high,
      active: energy.active_W.high, waiting: energy.active_W.high)
    return DeviceBudget.KernelCost(
      name: kernel.name, layer: kernel.layer, kind: kernel.kind,
      time_s: Band(low: low.time, nominal: nominal.time, high: high.time),
      energy_J: Band(low: low.energy, nominal: nominal.energy, high: high.energy))
  }
}
