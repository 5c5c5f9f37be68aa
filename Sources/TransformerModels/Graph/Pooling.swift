internal import ByteFormats

/// How the rows of a text's tokens become one row, as sentence-transformers has it.
public enum Pooling: String, Codable, Sendable, CaseIterable {
  /// The mean over the tokens.
  case mean
  /// The row of the first token, `[CLS]`.
  case first = "cls"
  /// The row of the last token.
  case last = "lasttoken"
  /// The largest value of each channel.
  case max
  /// The sum over the tokens divided by the square root of their number.
  case rootMean = "mean_sqrt_len_tokens"
  /// The mean with weights 1, 2, 3…: later tokens count more.
  case weightedMean = "weightedmean"
}

extension Pooling {
  /// Flags of older configurations.
  private static let flags: [(key: String, pooling: Pooling)] = [
    ("pooling_mode_cls_token", .first), ("pooling_mode_max_tokens", .max),
    ("pooling_mode_mean_tokens", .mean), ("pooling_mode_mean_sqrt_len_tokens", .rootMean),
    ("pooling_mode_weightedmean_tokens", .weightedMean), ("pooling_mode_lasttoken", .last),
  ]

  /// Whether the rows of a prompt are pooled: `include_prompt`.
  static func includesPrompt(_ file: JSONFile) throws(ModelFileError) -> Bool {
    try file.bool("include_prompt", default: true)
  }

  /// Reads the `config.json` of a module `Pooling`: `pooling_mode`, or a flag for each mode.
  ///
  /// - Throws: `unsupported` for several modes at once, whose rows stand side by side.
  init(_ file: JSONFile) throws(ModelFileError) {
    if file.value("pooling_mode") != nil {
      let words = Self.allCases.map(\.rawValue)
      if case .array(let values)? = file.value("pooling_mode") {
        guard values.count == 1, case .string(let word) = values[0],
          let pooling = Pooling(rawValue: word)
        else {
          throw file.failure(
            .unsupported, "pooling_mode", expected: "one of " + words.joined(separator: ", "))
        }
        self = pooling
        return
      }
      self = Pooling(rawValue: try file.oneOf("pooling_mode", words)) ?? .mean
      return
    }
    var modes: [(key: String, pooling: Pooling)] = []
    for member in file.object.members where member.key.hasPrefix("pooling_mode_") {
      guard try file.bool(member.key, default: false) else { continue }
      guard let flag = Self.flags.first(where: { $0.key == member.key }) else {
        throw file.failure(
          .unsupported, member.key,
          expected: "one of " + Self.flags.map { "\"\($0.key)\"" }.joined(separator: ", "))
      }
      modes.append(flag)
    }
    if let second = modes.dropFirst().first {
      throw file.failure(
        .unsupported, second.key, expected: "false: one mode, and \"\(modes[0].key)\" is true")
    }
    // A file without a flag that is true means the mean.
    self = modes.first?.pooling ?? .mean
  }
}
