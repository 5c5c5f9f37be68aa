/// The published results of this folder, compiled into the binary.
public enum EmbeddedResults {
  /// File name without extension → the bytes of the YAML file.
  public static let files: [String: [UInt8]] = [
    "and-gate": PackageResources.and_gate_yaml
  ]
}
