import HardwareSpecs
import Jobs
import TransformerModels
import VirtualChip

/// What `run` and `validate` begin with: the chip, the model and its texts as tokens.
struct ModelPreparation {
  /// The chip as described, but for the way of its norms. The description's hash stays: the settings of a
  /// report say what differs from it.
  let chip: ChipSpec
  /// The reference devices.
  let devices: [DeviceSpec]
  /// Devices that are known by what they measured.
  let measured: [MeasuredDevice]
  /// The checkpoint.
  let model: LoadedModel
  /// The model with the positions that were asked for.
  let graph: ModelGraph
  /// Token ids of the texts.
  let tokens: [[Int]]
  /// Tokens of each text that stand for words which the vocabulary does not spell.
  let unknownTokens: [Int]
  /// The request's settings, with the wires of a token lattice.
  let settings: RunSettings
  /// What a reader must know of the texts.
  let warnings: [String]
  /// What a reader must know of positions that are not the model's own.
  let positionWarning: String?
  /// The figures of a token lattice.
  let latticeWarning: String?

  /// Reads what a request names. Descriptions come first: a mistake in a name should not cost a minute.
  ///
  /// - Throws: the errors of descriptions, models and token lattices.
  init(_ request: ModelRun.Request) throws {
    var chip = try SpecLibrary.chip(request.hardware)
    // The hash that is printed stays the file's: the settings of the report say what differs from it.
    if let method = request.normMethod { chip.timing.normMethod = method }
    request.control?.equip(&chip)
    self.chip = chip
    (devices, measured) = try SpecLibrary.references(request.references)
    model = try BusyLine.showing("loading \(request.modelFolder)") {
      try LoadedModel.load(folder: request.modelFolder)
    }
    if model.graph.head?.task == .nextToken {
      throw FileError(
        request.modelFolder,
        "found a decoder, expected an encoder: decoders do not run on the chip yet; `simulate` continues "
          + "texts with the dense executor")
    }
    var warnings = model.notes
    tokens = Self.tokenise(request.texts, with: model.tokenizer, warnings: &warnings)
    unknownTokens = Self.unknown(among: tokens, of: model.tokenizer)
    self.warnings = warnings
    if let flow = request.position {
      graph = model.graph.positioned(by: flow)
      positionWarning =
        "positions by the flow \(flow): chip and reference run a model that was not trained"
    } else {
      graph = model.graph
      positionWarning = nil
    }
    var settings = request.control?.applied(to: request.settings) ?? request.settings
    if let lattice = request.tokenLattice {
      let counts = tokens.map(\.count)
      settings.tokenWires = try lattice.wires(mostTokens: counts.max() ?? 1)
      latticeWarning = try lattice.sentence(tokenCounts: counts)
    } else {
      latticeWarning = nil
    }
    self.settings = settings
  }

  /// How many tokens of each text stand for words which the vocabulary does not spell.
  static func unknown(among tokens: [[Int]], of tokenizer: Tokenizer) -> [Int] {
    tokens.map { ids in ids.count { $0 == tokenizer.unknownID } }
  }

  /// Token ids of texts; a sentence for each text that was cut, and one for what the vocabulary does not spell.
  static func tokenise(
    _ texts: [String], with tokenizer: Tokenizer, warnings: inout [String]
  ) -> [[Int]] {
    if !tokenizer.prompt.isEmpty {
      warnings.append("the model's default prompt \"\(tokenizer.prompt)\" stands before every text")
    }
    let tokens = texts.enumerated().map { index, text in
      let encoded = tokenizer.encode(tokenizer.prompt + text)
      if encoded.isTruncated {
        warnings.append(
          "text \(index + 1) has \(encoded.untruncatedCount) tokens: "
            + "cut to the first \(encoded.ids.count)")
      }
      return encoded.ids
    }
    let unknown = unknown(among: tokens, of: tokenizer)
    let places = unknown.indices.filter { unknown[$0] > 0 }
    if !places.isEmpty {
      let named = places.prefix(5).map { "\($0 + 1)" }.joined(separator: ", ")
      warnings.append(
        "\(unknown.reduce(0, +)) of \(tokens.reduce(0) { $0 + $1.count }) tokens are unknown to the model, in "
          + "text\(places.count == 1 ? "" : "s") \(named)\(places.count > 5 ? " and more" : ""): what they say is "
          + "lost to the chip and to the reference alike")
    }
    return tokens
  }
}
