import Foundation

/// Why a file cannot be read or written.
public struct FileError: Error, Equatable, CustomStringConvertible {
  /// The file or folder.
  public let path: String
  /// What is wrong with it, and what was expected.
  public let reason: String
  /// Whether the machine failed (a full disk), so that another path would not help.
  public let isOfMachine: Bool

  /// An error.
  public init(_ path: String, _ reason: String, isOfMachine: Bool = false) {
    self.path = path
    self.reason = reason
    self.isOfMachine = isOfMachine
  }

  /// `out.txt: cannot be written: permission denied`.
  public var description: String { "\(path): \(reason)" }

  /// The system's sentence for an error number, in lower case at its start.
  static func sentence(_ number: Int32) -> String {
    let sentence = String(cString: strerror(number))
    return sentence.prefix(1).lowercased() + sentence.dropFirst()
  }
}
