/// A model that takes part.
public struct ModelName: Encodable, Sendable {
  /// Its name.
  public var name: String
  /// Number of parameters.
  public var parameters: Int

  /// Creates a model's name.
  public init(name: String, parameters: Int) {
    self.name = name
    self.parameters = parameters
  }
}

/// A chip that takes part.
public struct ChipName: Encodable, Sendable {
  /// Its name.
  public var name: String
  /// The chip in a line.
  public var summary: String
  /// SHA-256 of its description.
  public var hash: String

  /// Creates a chip's name.
  public init(name: String, summary: String, hash: String) {
    self.name = name
    self.summary = summary
    self.hash = hash
  }
}
