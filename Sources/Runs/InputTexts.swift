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
  ///   - model: what was named as the model, which may be meant as a text.
  ///   - form: how the command names its model.
  /// - Returns: at least one text.
  /// - Throws: `RunFailure` of kind `.badInput` that names the file and the line or index, or of kind
  ///   `.usage` if neither texts nor a file are given, or a text is the folder of a model.
  public static func read(
    texts: [String], file: String?, model: String? = nil, form: ModelPlace.Form = .argument
  ) throws(RunFailure) -> [String] {
    try ModelPlace.checkNoModel(among: texts, of: "text", form: form)
    return try RunFailure.ending {
      guard let file else {
        guard texts.isEmpty else { return texts }
        // What is no folder was meant as something else.
        let hint =
          model.flatMap { try? ModelPlace.folder($0) } == nil
          ? model.map { "; “\($0)” was taken for the folder of a model" } : nil
        throw OptionError("no text: give --text TEXT or --input FILE" + (hint ?? ""))
      }
      let bytes = try FileReading.bytes(of: file, limit: largestFile_bytes)
      return texts + (try TextFile.texts(bytes, file: file))
    }
  }
}
