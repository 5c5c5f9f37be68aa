import HardwareSpecs

extension ModelRun {
  /// Where `make run` puts the model.
  public static let defaultModelFolder = ".models/all-MiniLM-L6-v2"
  /// The chip of commands that name none.
  public static let defaultHardware = SpecLibrary.defaultChip
  /// The reference devices of commands that name none.
  public static let defaultReferences = ["h100-sxm"]
}
