/// A file of a model that cannot be used, with everything a reader needs to repair it.
public struct ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, for programs.
  public enum Problem: String, Sendable, CaseIterable {
    /// The file or folder does not exist.
    case missingFile
    /// The file exists and cannot be read.
    case unreadableFile
    /// The file ends before the data that it announces.
    case truncated
    /// The header of a checkpoint is longer than the format allows.
    case headerTooLong
    /// The text is not UTF-8.
    case invalidText
    /// The text is not JSON.
    case invalidJSON
    /// A name occurs twice.
    case duplicateName
    /// The element type of a tensor is not one of the format's.
    case unknownElementType
    /// Shape, element type and byte range of a tensor contradict each other.
    case sizeMismatch
    /// A byte range lies outside the data.
    case offsetsOutOfRange
    /// Two tensors share bytes.
    case overlap
    /// Bytes between tensors belong to none.
    case hole
    /// Bytes behind the last tensor belong to none.
    case trailingBytes
    /// A number is negative, not whole or too large where it must not be.
    case invalidNumber
    /// A tensor that the model needs is not there.
    case missingTensor
    /// A tensor has another shape than the model needs.
    case wrongShape
    /// A weight is NaN or infinite.
    case notFinite
    /// A key that the model needs is not there.
    case missingKey
    /// A value has another JSON type than it should.
    case wrongType
    /// The file asks for something that this program does not do.
    case unsupported
    /// Two files or keys contradict each other.
    case inconsistent
  }

  /// What is wrong.
  public var problem: Problem
  /// Path of the file.
  public var file: String
  /// Where in the file: a tensor, key, token or line; empty for the file as a whole.
  public var place: String
  /// What the file holds.
  public var found: String
  /// What it should hold.
  public var expected: String

  /// Creates an error.
  public init(
    _ problem: Problem, file: String, place: String = "", found: String, expected: String
  ) {
    self.problem = problem
    self.file = file
    self.place = place
    self.found = found
    self.expected = expected
  }

  /// One line: file, place, what was found and what was expected.
  public var description: String {
    let position = place.isEmpty ? "" : "\(place): "
    return "\(file): \(position)found \(found), expected \(expected)"
  }
}
