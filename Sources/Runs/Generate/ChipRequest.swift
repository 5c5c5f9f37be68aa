public import ChipPrograms
public import HardwareSpecs
public import VirtualChip

/// On which chip a decoder runs, and how closely it is followed.
public struct ChipRequest: Sendable {
  /// Name or file of the chip.
  public var hardware: String
  /// Bits and their use.
  public var precision: Precision
  /// A threshold for all gates; `nil` for each activation's own.
  public var gateThreshold: GateThreshold?
  /// How norms settle; `nil` for the chip's own way.
  public var normMethod: NormMethod?
  /// Fidelity, agents, samples and seed.
  public var settings: RunSettings
  /// Threads over prompts.
  public var threads: Int

  /// Creates a request.
  public init(
    hardware: String, precision: Precision, gateThreshold: GateThreshold? = nil,
    normMethod: NormMethod? = nil, settings: RunSettings, threads: Int
  ) {
    self.hardware = hardware
    self.precision = precision
    self.gateThreshold = gateThreshold
    self.normMethod = normMethod
    self.settings = settings
    self.threads = threads
  }

  /// The chip as described, but for the way of its norms.
  ///
  /// - Throws: the errors of descriptions.
  func chip() throws -> ChipSpec {
    var chip = try SpecLibrary.chip(hardware)
    if let normMethod { chip.timing.normMethod = normMethod }
    return chip
  }
}
