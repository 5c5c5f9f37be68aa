public import ExecutionRecords
public import HardwareSpecs

/// Time and energy of a kernel trace on a dense accelerator, kernel by kernel.
///
/// On a device with laws of times, fused as `KernelTrace.fused` says:
/// - products and attention take the time of the law (`ProductLaw.time_s`, `AttentionLaw.time_s`), launch
///   included; its band is that of the law's errors on held-out measurements;
/// - every other kernel of F operations and B bytes takes launch + max(F / vector peak, B / (share · bandwidth)).
///
/// On a device without, products are kernels of the second kind with F / (peak · e), e = η F / (F + F½).
///
/// Energy = F · price of an operation + B · on-chip price + M · memory price + active power · time, where M
/// bytes come from main memory: the weights of all kernels together with the largest kernel's activations
/// fit the cache or they do not; weights are read from main memory only if they do not, activations only if
/// those of the kernel do not; tables are always read from main memory. The upper ends take every byte from
/// main memory. If work on the roofline would draw more than the power limit, its time is stretched until it
/// does not; times by a law were measured under the limit and stay, and their work draws the limit at most.
public struct DeviceBudget: Sendable {
  /// One kernel's cost.
  public struct KernelCost: Sendable, Equatable {
    /// The graph node it comes from.
    public var name: String
    /// The encoder layer, if any.
    public var layer: Int?
    /// Kind of work.
    public var kind: KernelTrace.Kind
    /// Launch and work in seconds.
    public var time_s: Band
    /// Energy in joules.
    public var energy_J: Band
  }

  /// Name of the device.
  public var device: String
  /// Precision of the arithmetic.
  public var precision: String
  /// Inputs in one pass of the trace.
  public var batch: Int
  /// Costs in the order of the trace, of what is launched at once.
  public var kernels: [KernelCost]
  /// Time of one pass in seconds.
  public var time_s: Band
  /// Energy of one pass in joules.
  public var energy_J: Band

  /// Time of one pass / batch, in seconds.
  public var timePerInput_s: Band { time_s / Double(batch) }
  /// Energy of one pass / batch, in joules.
  public var energyPerInput_J: Band { energy_J / Double(batch) }
  /// Energy / time in watts at nominal figures.
  public var averagePower_W: Double {
    time_s.nominal > 0 ? energy_J.nominal / time_s.nominal : 0
  }

  /// Prices a trace that serves `batch` inputs.
  ///
  /// - Precondition: `batch` and the trace's bytes an element are positive.
  public init(trace: KernelTrace, device: DeviceSpec, batch: Int) {
    precondition(
      batch > 0 && trace.bytesPerElement > 0,
      "batch \(batch) of \(trace.bytesPerElement) bytes an element, expected positive numbers")
    self.device = device.name
    precision = device.precision.rawValue
    self.batch = batch
    let scale = KernelPricing.Scale(
      device.precision, bytesPerElement: trace.bytesPerElement)
    // A device without any law is taken to run what libraries of others fuse.
    let fused = trace.fused(attention: device.attentionLaw != nil || device.productLaw == nil)
    let weights = fused.filter { $0.kind != .gather }.reduce(0.0) {
      $0 + $1.weightBytes * scale.weights
    }
    let activations = fused.map { $0.activationBytes * scale.activations }.max() ?? 0
    let resident = weights + activations <= device.memory.cache_B
    kernels = fused.map {
      KernelPricing($0, scale: scale, weightsResident: resident, device: device).cost
    }
    var time = BandSum()
    var energy = BandSum()
    for kernel in kernels {
      time.add(kernel.time_s)
      energy.add(kernel.energy_J)
    }
    time_s = time.value
    energy_J = energy.value
  }

  /// The batch at which growing stops paying: among the batches 1, 2, 4, … `limit` the smallest one
  /// whose energy per input is within `slack` of the best. All are tried, because energy rises for
  /// a while where the activations leave the cache.
  ///
  /// - Parameters:
  ///   - device: the accelerator.
  ///   - limit: largest batch tried.
  ///   - slack: relative distance to the best that still counts as the best.
  ///   - trace: the kernels for a batch.
  /// - Returns: the budget of that batch.
  /// - Precondition: `limit` is positive.
  public static func saturated(
    on device: DeviceSpec, limit: Int = 4096, slack: Double = 0.01,
    trace: (_ batch: Int) throws -> KernelTrace
  ) rethrows -> DeviceBudget {
    precondition(limit >= 1, "largest batch \(limit), expected at least 1")
    var chosen = DeviceBudget(trace: try trace(1), device: device, batch: 1)
    var tried = [chosen]
    var batch = 2
    while batch <= limit {
      tried.append(DeviceBudget(trace: try trace(batch), device: device, batch: batch))
      batch *= 2
    }
    let best = tried.reduce(Double.infinity) { min($0, $1.energyPerInput_J.nominal) }
    chosen = tried.first { $0.energyPerInput_J.nominal <= best * (1 + slack) } ?? chosen
    return chosen
  }
}

extension KernelTrace {
  /// The kernels of `count` inputs of the same shape in one pass: work and activations times `count`,
  /// weights read once. Gathered rows are activations here and scale, too.
  ///
  /// - Precondition: `count` is positive.
  public func replicated(_ count: Int) -> KernelTrace {
    precondition(count > 0, "\(count) replicas, expected a positive number")
    var batch = self
    let factor = UInt64(count)
    for index in batch.kernels.indices {
      batch.kernels[index].flops *= factor
      batch.kernels[index].readBytes *= factor
      batch.kernels[index].writtenBytes *= factor
      if batch.kernels[index].kind == .gather { batch.kernels[index].weightBytes *= factor }
      if !batch.kernels[index].shape.isEmpty { batch.kernels[index].shape[0] *= count }
    }
    return batch
  }
}
