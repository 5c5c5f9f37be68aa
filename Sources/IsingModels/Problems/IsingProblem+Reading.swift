extension IsingProblem {
  /// Reads a problem file.
  ///
  /// - Parameters:
  ///   - bytes: the file's content.
  ///   - fileName: its name, for messages, and for the format where its ending tells.
  ///   - format: the format, or nil to find it from the content, then from the name.
  /// - Throws: `ProblemFileError` with the place.
  public init(
    bytes: [UInt8], fileName: String, format: ProblemFormat? = nil
  ) throws(ProblemFileError) {
    switch format ?? .rudy {
    case .rudy: try self.init(rudy: bytes, fileName: fileName)
    default:
      throw ProblemFileError(
        fileName: fileName, found: "a format that is not read yet", expected: "rudy")
    }
  }
}
