import HardwareSpecs

extension ModelRun {
  /// The chip of commands that name none.
  public static let defaultHardware = SpecLibrary.defaultChip
  /// The reference devices of commands that name none, in the order of the report: one list for the option,
  /// its help and the tests. The first is the one that the claimed power is set against.
  public static let defaultReferences = ["h100-sxm", "a100-sxm", "jetson-agx-orin"]
  /// Draws of an attention row, and firings of a gate, of commands that state none.
  public static let defaultSamples = 64
}
