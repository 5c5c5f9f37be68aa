import ExecutionRecords
import HardwareSpecs

/// One launch on one device (formulas at `DeviceBudget`).
struct KernelPricing {
  let kernel: FusedKernel
  let device: DeviceSpec
  /// Bytes that move between the cache and the arithmetic.
  let bytes: Double
  /// Bytes from main memory by the residency rule: what energy is charged for.
  let memoryBytes: Double

  init(_ kernel: FusedKernel, scale: Scale, weightsResident: Bool, device: DeviceSpec) {
    self.kernel = kernel
    self.device = device
    let weights = kernel.weightBytes * scale.weights
    let activations = kernel.activationBytes * scale.activations
    bytes = weights + activations
    let readsTables = kernel.kind == .gather
    let memoryWeights = weightsResident && !readsTables ? 0 : weights
    memoryBytes = memoryWeights + (activations > device.memory.cache_B ? activations : 0)
  }

  /// Device bytes for one byte of the trace.
  struct Scale {
    let weights: Double
    let activations: Double

    init(_ precision: DeviceSpec.Precision, bytesPerElement: Int) {
      weights = Double(precision.bytes) / Double(bytesPerElement)
      activations = Double(precision.resultBytes) / Double(bytesPerElement)
    }
  }

  /// The kernel's cost with its band.
  var cost: DeviceBudget.KernelCost {
    DeviceBudget.KernelCost(
      name: kernel.name, layer: kernel.layer, kind: kernel.kind,
      time_s: Band { duration(at: $0).total },
      energy_J: Band { energy_J(at: $0) })
  }

  /// Seconds of waiting for the launch, and of work.
  private struct Duration {
    var waiting: Double
    var working: Double
    var total: Double { waiting + working }
  }

  /// Seconds with all figures at one end of their bands.
  private func duration(at end: Band.End) -> Duration {
    switch lawTime {
    case (let time, let ramp)?:
      let whole = time[end]
      let waiting = min(ramp, whole)
      return Duration(waiting: waiting, working: whole - waiting)
    case nil:
      let compute = device.compute
      let error = Band(low: compute.errorLow, nominal: 1, high: compute.errorHigh)[end]
      return Duration(
        waiting: error * device.launchLatency_s.band[end],
        working: error * stretched_s(at: end))
    }
  }

  /// The time by the device's laws with its band, and the ramp in it; `nil` for what has no law.
  private var lawTime: (time_s: Band, ramp_s: Double)? {
    guard let law = device.productLaw else { return nil }
    switch kernel.work {
    case .product(let shape):
      return (law.error.band(law.time_s(shape, on: device)), law.ramp_s)
    case .attention(let work):
      guard let attention = device.attentionLaw else { return nil }
      let time = attention.time_s(work, units: law.units, on: device)
      return (attention.error.band(time), law.ramp_s)
    case .rows:
      return nil
    }
  }

  /// Seconds of work on the roofline, as long as the power limit asks. Measured times, which laws give, know
  /// the limit already.
  private func stretched_s(at end: Band.End) -> Double {
    let share = device.memory.bandwidthShare[kernel.kind] ?? 1
    let roof = max(
      arithmetic_s(at: end), bytes / (share * device.memory.bandwidth_BPerSecond))
    return max(
      roof, dynamic_J(at: end) / (device.energy.limit_W - device.energy.active_W.band[end]))
  }

  /// Seconds of arithmetic.
  private func arithmetic_s(at end: Band.End) -> Double {
    var time = 0.0
    if kernel.vectorFlops > 0 { time += kernel.vectorFlops / device.compute.vectorPeak_perSecond }
    if kernel.matrixFlops > 0 {
      // F / (peak η F / (F + F½)) = (F + F½) / (peak η)
      let half = device.compute.matrixHalfWork_FLOP?.band[end] ?? 0
      time += (kernel.matrixFlops + half) / (matrixPeak * (device.compute.matrixEfficiency ?? 1))
    }
    return time
  }

  /// Rate of the matrix units on this kernel, in FLOP/s.
  private var matrixPeak: Double {
    if case .attention = kernel.work { return device.attentionPeak_perSecond }
    return device.matrixPeak_perSecond
  }

  /// Joules of operations and bytes.
  private func dynamic_J(at end: Band.End) -> Double {
    let energy = device.energy
    // The upper ends take every byte from main memory.
    let fetched = end == .high ? bytes : memoryBytes
    return kernel.matrixFlops * energy.matrixFLOP_J.band[end]
      + kernel.vectorFlops * energy.vectorFLOP_J.band[end]
      + fetched * energy.memoryByte_J.band[end] + bytes * energy.onChipByte_J.band[end]
  }

  private func energy_J(at end: Band.End) -> Double {
    let energy = device.energy
    let active = energy.active_W.band[end]
    let time = duration(at: end)
    // No device draws more than its limit for long.
    let working = min(dynamic_J(at: end) + active * time.working, energy.limit_W * time.working)
    return working + energy.waiting_W.band[end] * time.waiting
  }
}
