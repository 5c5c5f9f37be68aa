public import ExecutionRecords

/// A dense accelerator to compare with, every number in SI base units (bytes for data).
///
/// Time follows laws that were fitted to measured kernels, or a roofline where there is none; energy is a
/// price for each operation and byte plus a constant power. docs/hardware.md has the derivation and the
/// errors against measurements.
public struct DeviceSpec: Sendable, Equatable, Alterable, SpecRoot {
  /// Arithmetic of a reference run.
  public enum Precision: String, Sendable, CaseIterable {
    /// Half precision.
    case fp16
    /// NVIDIA's format of 19 bits, stored in 32.
    case tf32
    /// Single precision.
    case fp32
    /// Eight-bit floating point; results leave a product in half precision.
    case fp8
    /// Eight-bit integers; results leave a product in half precision.
    case int8

    /// Bytes of an element of a product's two factors.
    public var bytes: Int {
      switch self {
      case .fp16: 2
      case .tf32, .fp32: 4
      case .fp8, .int8: 1
      }
    }

    /// Bytes of an element of everything else: results, and what other kernels read and write.
    public var resultBytes: Int { max(bytes, 2) }
  }

  /// Name by which a command selects the device.
  public var name = ""
  /// One line for reports.
  public var summary = ""
  /// Precision of the reference run.
  public var precision = Precision.fp16
  /// Rates of work.
  public var compute = DeviceCompute()
  /// Times of matrix products; `products.units` is 0 where the device has no such law.
  public var products = ProductLaw()
  /// Times of fused attention; `attention.ramp_s` is 0 where the device has no such law.
  public var attention = AttentionLaw()
  /// Memories.
  public var memory = DeviceMemory()
  /// Time from one launch to the next besides the kernel's own work, in seconds.
  public var launchLatency_s = Price.none
  /// Prices and powers.
  public var energy = DeviceEnergy()
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var hash = ""

  /// A device that does nothing and costs nothing.
  public init() {}

  /// Dense matrix units at the precision of the reference run, in FLOP/s.
  public var matrixPeak_perSecond: Double {
    switch precision {
    case .fp16: compute.fp16Peak_perSecond
    case .tf32: compute.tf32Peak_perSecond
    case .fp32: compute.vectorPeak_perSecond
    case .fp8, .int8: compute.eightBitPeak_perSecond ?? 0
    }
  }

  /// The law of products, if the device has one.
  public var productLaw: ProductLaw? { products.units > 0 ? products : nil }

  /// The law of fused attention, if the device has one.
  public var attentionLaw: AttentionLaw? { attention.ramp_s > 0 ? attention : nil }
}

/// Peak rates, and how much of them a matrix product of a given size reaches.
public struct DeviceCompute: Sendable, Equatable, Alterable {
  /// Dense matrix units at fp16, in FLOP/s.
  public var fp16Peak_perSecond = 0.0
  /// Matrix units at TF32, in FLOP/s.
  public var tf32Peak_perSecond = 0.0
  /// Matrix units at eight bits, in FLOP/s (operations of integers count as such).
  public var eightBitPeak_perSecond: Double?
  /// Vector units at fp32, in FLOP/s.
  public var vectorPeak_perSecond = 0.0
  /// Share η of the matrix peak that a very large product reaches, where there is no law of products.
  public var matrixEfficiency: Double?
  /// Work F½ in FLOP at which half of η is reached, where there is no law of products:
  /// efficiency(F) = η F / (F + F½).
  public var matrixHalfWork_FLOP: Price?
  /// Measured time over time without a law: the lower end of such times.
  public var errorLow = 1.0
  /// The upper end.
  public var errorHigh = 1.0

  /// No units.
  public init() {}
}

/// Memories of a device and the share of their bandwidth that each kind of kernel reaches.
public struct DeviceMemory: Sendable, Equatable, Alterable {
  /// Capacity of the main memory in bytes.
  public var capacity_B = 0.0
  /// Bandwidth of the main memory in bytes per second.
  public var bandwidth_BPerSecond = 0.0
  /// Capacity of the last-level cache in bytes.
  public var cache_B = 0.0
  /// Share of a bandwidth that each kind of kernel reaches.
  public var bandwidthShare: [KernelTrace.Kind: Double] = [:]

  /// No memory.
  public init() {}
}

/// Prices and powers of a device.
public struct DeviceEnergy: Sendable, Equatable, Alterable {
  /// One operation of the matrix units, in joules.
  public var matrixFLOP_J = Price.none
  /// One operation of the vector units with its instruction and registers, in joules.
  public var vectorFLOP_J = Price.none
  /// One byte between main memory and the chip, in joules.
  public var memoryByte_J = Price.none
  /// One byte between the cache and the arithmetic, in joules.
  public var onChipByte_J = Price.none
  /// Power of the device with nothing to do, in watts.
  public var idle_W = Price.none
  /// Power between kernels: clocks run, nothing is computed, in watts.
  public var waiting_W = Price.none
  /// Power that flows while kernels run whatever they do, in watts; includes the idle power.
  public var active_W = Price.none
  /// Power limit in watts: a cap, never an estimate.
  public var limit_W = Double.infinity

  /// Nothing costs, nothing limits.
  public init() {}
}

extension Price {
  /// What a description that is still to be read costs.
  static let none = Price(.zero, source: "", confidence: .assumption)
}
