public import Jobs

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
    let bytes = try bytes(of: file, besides: texts, model: model, form: form)
    return try RunFailure.ending {
      texts + (try bytes.map { try TextFile.texts($0, file: file ?? "") } ?? [])
    }
  }

  /// Reads texts as `read`, and pairs of texts.
  ///
  /// - Parameter isPairs: whether texts that stand alone are pairs, two by two; a file may hold pairs without it
  ///   (`TextFile.inputs`).
  /// - Throws: `RunFailure` as `read`, of kind `.usage` for an odd number of texts of pairs, and for pairs beside
  ///   texts that stand alone.
  public static func readInputs(
    texts: [String], file: String?, isPairs: Bool, model: String? = nil,
    form: ModelPlace.Form = .argument
  ) throws(RunFailure) -> [InputText] {
    let bytes = try bytes(of: file, besides: texts, model: model, form: form)
    return try RunFailure.ending {
      let all =
        texts.map { InputText($0) }
        + (try bytes.map { try TextFile.inputs($0, file: file ?? "") } ?? [])
      return isPairs ? try pairs(of: all) : all
    }
  }

  /// Texts that stand alone as pairs, two by two; what is pairs already.
  private static func pairs(of inputs: [InputText]) throws(OptionError) -> [InputText] {
    let single = inputs.filter { $0.pair == nil }.map(\.text)
    if single.isEmpty { return inputs }
    guard single.count == inputs.count else {
      throw OptionError(
        "pair: found \(inputs.count - single.count) pairs and \(single.count) single texts, expected one kind"
      )
    }
    guard let pairs = InputText.pairs(of: single) else {
      throw OptionError("pair: found \(single.count) texts, expected two for each pair")
    }
    return pairs
  }

  /// The bytes of the file of texts; `nil` without one.
  private static func bytes(
    of file: String?, besides texts: [String], model: String?, form: ModelPlace.Form
  ) throws(RunFailure) -> [UInt8]? {
    try ModelPlace.checkNoModel(among: texts, of: "text", form: form)
    return try RunFailure.ending {
      if let file { return try FileReading.bytes(of: file, limit: largestFile_bytes) }
      guard texts.isEmpty else { return nil }
      // What is no folder was meant as something else.
      let hint =
        model.flatMap { try? ModelPlace.folder($0) } == nil
        ? model.map { "; “\($0)” was taken for the folder of a model" } : nil
      throw OptionError("no text: give --text TEXT or --input FILE" + (hint ?? ""))
    }
  }
}
