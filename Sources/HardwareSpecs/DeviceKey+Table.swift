internal import ExecutionRecords

/// A key of a device description.
package typealias DeviceKey = SpecKey<DeviceSpec>

/// The table of devices' keys.
extension DeviceKey {
  /// All keys besides names, in the order in which they are read.
  package static let all =
    [precision] + compute + products + attention + memory + [launchLatency] + energy

  static let precision = DeviceKey.choice(
    "precision", \.precision, unit: "fp16, tf32, fp32, fp8 or int8",
    "arithmetic of the reference run")

  private static let compute: [DeviceKey] = [
    .quantity(
      "compute.fp16_matrix_peak", \.compute.fp16Peak_perSecond, unit: "rate of work",
      .floatingRate, .positive, isRequired: true, "dense matrix units at fp16"),
    .quantity(
      "compute.tf32_matrix_peak", \.compute.tf32Peak_perSecond, unit: "rate of work",
      .floatingRate, .positive, isRequired: true, "dense matrix units at TF32"),
    .quantity(
      "compute.fp32_vector_peak", \.compute.vectorPeak_perSecond, unit: "rate of work",
      .floatingRate, .positive, isRequired: true, "vector units at fp32"),
    .optional(
      "compute.eight_bit_matrix_peak", \.compute.eightBitPeak_perSecond, unit: "rate of work",
      .floatingRate, .positive, absent: nil, example: "value: 624, unit: TFLOP/s",
      "dense matrix units at fp8 or int8; required at such a precision"),
    .optional(
      "compute.matrix_efficiency", \.compute.matrixEfficiency, unit: "above 0 to 1", .none,
      .fraction, absent: nil, example: "value: 0.9",
      "share η of the peak that a very large product reaches; required without `products`"),
    .price(
      "compute.matrix_half_work", \.compute.matrixHalfWork_FLOP, unit: "work", [.floatingWork],
      .nonNegative, example: "value: 1, unit: GFLOP, low: 1, high: 1, confidence: assumption",
      "work at which half of η is reached; required without `products`"),
    .quantity(
      "compute.error_low", \.compute.errorLow, unit: "0 to 100", .none, .within(0...100),
      "measured / model, the lower end of times without a law"),
    .quantity(
      "compute.error_high", \.compute.errorHigh, unit: "0 to 100", .none, .within(0...100),
      "measured / model, the upper end of times without a law"),
  ]

  private static let memory: [DeviceKey] = [
    .quantity(
      "memory.capacity", \.memory.capacity_B, unit: "data", .information, .positive,
      perUnit: bitsOfAByte, isRequired: true, "of the main memory"),
    .quantity(
      "memory.bandwidth", \.memory.bandwidth_BPerSecond, unit: "data rate", .informationRate,
      .positive, perUnit: bitsOfAByte, isRequired: true, "of the main memory"),
    .quantity(
      "memory.cache", \.memory.cache_B, unit: "data", .information, .positive,
      perUnit: bitsOfAByte, isRequired: true, "of the last-level cache"),
    bandwidthShare,
  ]

  /// `bandwidth_share: {KIND: {value, source}, …}`.
  private static let bandwidthShare = DeviceKey(
    "memory.bandwidth_share", unit: "above 0 to 1 for each kind of kernel",
    meaning: "share of a bandwidth that such kernels reach", isGroup: true,
    read: { memory, device in
      let map = memory.mapping("bandwidth_share")
      for kind in KernelTrace.Kind.allCases {
        device.memory.bandwidthShare[kind] = map?.quantity(
          kind.rawValue, .none, bounds: .fraction)
      }
      map?.finish()
    },
    content: { device in
      let shares = KernelTrace.Kind.allCases.map { device.memory.bandwidthShare[$0] }
      return "\(shares)"
    })

  static let launchLatency = DeviceKey.price(
    "launch_latency", \.launchLatency_s, unit: "time", [.time], .nonNegative,
    "from one launch to the next besides the kernel's own work")

  private static let energy: [DeviceKey] = [
    .price(
      "energy.matrix_flop", \.energy.matrixFLOP_J, unit: "energy per operation",
      [.energyPerFloatingWork], .nonNegative, "one operation of the matrix units"),
    .price(
      "energy.vector_flop", \.energy.vectorFLOP_J, unit: "energy per operation",
      [.energyPerFloatingWork], .nonNegative,
      "one of the vector units, with its instruction and registers"),
    .price(
      "energy.memory_byte", \.energy.memoryByte_J, unit: "energy per data",
      [.energyPerInformation], times: bitsOfAByte, "between main memory and the chip"),
    .price(
      "energy.on_chip_byte", \.energy.onChipByte_J, unit: "energy per data",
      [.energyPerInformation], times: bitsOfAByte, "between the cache and the arithmetic"),
    .price(
      "energy.idle", \.energy.idle_W, unit: "power", [.power], .nonNegative,
      "of the device with nothing to do: the least that `waiting` can be"),
    .price(
      "energy.waiting", \.energy.waiting_W, unit: "power", [.power], .nonNegative,
      "between kernels: clocks run, nothing is computed"),
    .price(
      "energy.active", \.energy.active_W, unit: "power", [.power], .positive,
      "while kernels run, whatever they do; includes the idle power"),
    .quantity(
      "energy.power_limit", \.energy.limit_W, unit: "power", .power, .positive,
      isRequired: true, "a cap, never an estimate"),
  ]

  static let bitsOfAByte = 8.0
}
