import Jobs

/// The texts that a user gives on the command line and in a file.
public enum InputTexts {
  /// The most bytes that an input file may hold.
  public static let largestFile_bytes = 100_000_000

  /// Reads the values of `--text`, then the file of `--input` (`TextFile`).
  ///
  /// A blank value of `--text` or of a JSON array is a text of its own: two tokens for BERT.
  ///
  /// - Parameters:
  ///   - texts: the values of `--text`, in order.
  ///   - file: the path given to `--input`.
  /// - Returns: at least one text.
  /// - Throws: `RunFailure` of kind `.badInput` that names the file and the line or index, or of kind
  ///   `.usage` if neither texts nor a file are given.
  public static func read(texts: [String], file: String?) throws(RunFailure) -> [String] {
    try RunFailure.ending {
      guard let file else {
        guard !texts.isEmpty else { throw OptionError("no text: give --text TEXT or --input FILE") }
        return texts
      }
      let bytes = try FileReading.bytes(of: file, limit: largestFile_bytes)
      return texts + (try TextFile.texts(bytes, file: file))
    }
  }
}
