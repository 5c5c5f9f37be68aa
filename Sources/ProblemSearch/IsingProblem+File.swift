public import IsingModels
import Jobs

extension IsingProblem {
  /// The largest file that is read, in bytes.
  public static let largestFile_bytes = 1 << 32

  /// Reads a problem from a file.
  ///
  /// - Parameters:
  ///   - file: its path.
  ///   - format: its format; `nil` to find it from the file.
  ///   - kind: what it means, where its format leaves that open.
  /// - Throws: `FileError`, `ProblemFileError` with the place, and `ProblemError` for weights that are out
  ///   of all range and for files that state another kind than the one that was asked for.
  public init(file: String, format: ProblemFormat?, kind: Kind?) throws {
    self = try BusyLine.showing("reading \(file)") {
      let bytes = try FileReading.bytes(of: file, limit: Self.largestFile_bytes)
      return try IsingProblem(bytes: bytes, fileName: file, format: format, kind: kind)
    }
    try check(file: file, kind: kind)
  }
}

extension RawRepresentable<String> where Self: CaseIterable {
  /// The case of a name; `nil` for none.
  ///
  /// - Throws: `UnknownName` with the names there are.
  public static func named(_ name: String?, option: String) throws(UnknownName) -> Self? {
    guard let name else { return nil }
    guard let value = Self(rawValue: name) else {
      throw UnknownName(name, what: option, known: allCases.map(\.rawValue))
    }
    return value
  }
}
