public import ExecutionRecords

/// A dense accelerator to compare with, every number in SI base units (bytes for data).
///
/// Time is a roofline for each kernel, energy a price for each operation and byte plus a constant
/// power; see docs/hardware.md for the derivation and the errors against measurements.
public struct DeviceSpec: Sendable, Equatable {
  /// Name by which a command selects the device.
  public var name: String
  /// One line for reports.
  public var summary: String
  /// Bytes of an element at the precision of the reference run (2 for fp16).
  public var bytesPerElement: Int
  /// Name of that precision, e.g. `fp16`.
  public var precision: String
  /// Rates of work.
  public var compute: DeviceCompute
  /// Memories.
  public var memory: DeviceMemory
  /// Time from one launch to the next besides the kernel's own work, in seconds.
  public var launchLatency_s: Price
  /// Prices and powers.
  public var energy: DeviceEnergy
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var hash: String

  /// Creates a device description.
  public init(
    name: String, summary: String, bytesPerElement: Int, precision: String, compute: DeviceCompute,
    memory: DeviceMemory, launchLatency_s: Price, energy: DeviceEnergy, hash: String
  ) {
    self.name = name
    self.summary = summary
    self.bytesPerElement = bytesPerElement
    self.precision = precision
    self.compute = compute
    self.memory = memory
    self.launchLatency_s = launchLatency_s
    self.energy = energy
    self.hash = hash
  }
}

/// Peak rates, and how much of them a matrix product of a given size reaches.
public struct DeviceCompute: Sendable, Equatable {
  /// Dense matrix units at the reference precision, in FLOP/s.
  public var matrixPeak_perSecond: Double
  /// Matrix units at TF32, in FLOP/s; for listings.
  public var tf32Peak_perSecond: Double
  /// Vector units at fp32, in FLOP/s.
  public var vectorPeak_perSecond: Double
  /// Share η of the matrix peak that a very large product reaches.
  public var matrixEfficiency: Double
  /// Work F½ in FLOP at which half of η is reached: efficiency(F) = η F / (F + F½).
  public var matrixHalfWork_FLOP: Price

  /// Creates the rates.
  public init(
    matrixPeak_perSecond: Double, tf32Peak_perSecond: Double, vectorPeak_perSecond: Double,
    matrixEfficiency: Double, matrixHalfWork_FLOP: Price
  ) {
    self.matrixPeak_perSecond = matrixPeak_perSecond
    self.tf32Peak_perSecond = tf32Peak_perSecond
    self.vectorPeak_perSecond = vectorPeak_perSecond
    self.matrixEfficiency = matrixEfficiency
    self.matrixHalfWork_FLOP = matrixHalfWork_FLOP
  }
}

/// Memories of a device and the share of their bandwidth that each kind of kernel reaches.
public struct DeviceMemory: Sendable, Equatable {
  /// Capacity of the main memory in bytes.
  public var capacity_B: Double
  /// Bandwidth of the main memory in bytes per second.
  public var bandwidth_BPerSecond: Double
  /// Capacity of the last-level cache in bytes.
  public var cache_B: Double
  /// Bandwidth of the last-level cache in bytes per second.
  public var cacheBandwidth_BPerSecond: Double
  /// Share of a bandwidth that each kind of kernel reaches.
  public var bandwidthShare: [KernelTrace.Kind: Double]

  /// Creates the memories.
  public init(
    capacity_B: Double, bandwidth_BPerSecond: Double, cache_B: Double,
    cacheBandwidth_BPerSecond: Double, bandwidthShare: [KernelTrace.Kind: Double]
  ) {
    self.capacity_B = capacity_B
    self.bandwidth_BPerSecond = bandwidth_BPerSecond
    self.cache_B = cache_B
    self.cacheBandwidth_BPerSecond = cacheBandwidth_BPerSecond
    self.bandwidthShare = bandwidthShare
  }
}

/// Prices and powers of a device.
public struct DeviceEnergy: Sendable, Equatable {
  /// One operation of the matrix units, in joules.
  public var matrixFLOP_J: Price
  /// One operation of the vector units with its instruction and registers, in joules.
  public var vectorFLOP_J: Price
  /// One byte between main memory and the chip, in joules.
  public var memoryByte_J: Price
  /// One byte between the cache and the arithmetic, in joules.
  public var onChipByte_J: Price
  /// Power of the waiting device, in watts.
  public var idle_W: Price
  /// Power that flows while kernels run whatever they do, in watts; includes the idle power.
  public var active_W: Price
  /// Power limit in watts: a cap, never an estimate.
  public var limit_W: Double

  /// Creates the prices.
  public init(
    matrixFLOP_J: Price, vectorFLOP_J: Price, memoryByte_J: Price, onChipByte_J: Price,
    idle_W: Price, active_W: Price, limit_W: Double
  ) {
    self.matrixFLOP_J = matrixFLOP_J
    self.vectorFLOP_J = vectorFLOP_J
    self.memoryByte_J = memoryByte_J
    self.onChipByte_J = onChipByte_J
    self.idle_W = idle_W
    self.active_W = active_W
    self.limit_W = limit_W
  }
}
