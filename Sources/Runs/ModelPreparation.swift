import ByteFormats
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
  /// Tokens of the texts: ids, with the types of those of pairs.
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
      try LoadedModel.load(folder: request.modelFolder, promptName: request.promptName)
    }
    if model.graph.head?.task == .nextToken {
      throw FileError(
        request.modelFolder,
        "found a decoder, expected an encoder: `simulate` continues texts with a decoder, on a chip as well"
      )
    }
    if request.retrieval != nil, model.graph.head != nil {
      throw FileError(
        request.modelFolder,
        "found a model with a head, expected one that makes embeddings for --retrieval")
    }
    var warnings = model.notes
    tokens = Self.tokenise(request.inputs, for: model, warnings: &warnings)
    unknownTokens = Self.unknown(among: tokens, of: model.tokenizer)
    self.warnings = warnings
    var graph = model.graph
    if let width = request.truncatedWidth {
      graph.resultWidth = try Self.resultWidth(width, of: graph)
    }
    if let flow = request.position {
      self.graph = graph.positioned(by: flow)
      positionWarning =
        "positions by the flow \(flow): chip and reference run a model that was not trained"
    } else {
      self.graph = graph
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
    tokens.map { words in words.count { TokenWord.id($0) == tokenizer.unknownID } }
  }

  /// The width of a result that is cut to `width` channels.
  private static func resultWidth(_ width: Int, of graph: ModelGraph) throws -> Int {
    guard graph.head == nil else {
      throw OptionError(
        "truncate-dim: found a model with a head, expected one that makes embeddings")
    }
    return width
  }

  /// Tokens of texts, special ones included, and of pairs with their types; a sentence for each text that was cut, and
  /// one for what the vocabulary does not spell. The model's prompt stands before texts, not before pairs.
  static func tokenise(
    _ texts: [InputText], for model: LoadedModel, warnings: inout [String]
  ) -> [[Int]] {
    let tokenizer = model.tokenizer
    if !tokenizer.prompt.isEmpty {
      let hasPairs = texts.contains { $0.pair != nil }
      warnings.append(
        "the model's prompt \"\(tokenizer.prompt)\" stands before every text"
          + (hasPairs ? ", and before no pair" : ""))
    }
    let tokens = texts.enumerated().map { index, input in
      let encoded =
        input.pair.map { tokenizer.encode(input.text, $0) }
        ?? tokenizer.encode(tokenizer.prompt + input.text)
      if encoded.isTruncated {
        warnings.append(
          "\(input.pair == nil ? "text" : "pair") \(index + 1) has \(encoded.untruncatedCount) tokens: "
            + (input.pair == nil
              ? "cut to the \(tokenizer.truncatesLeft ? "last" : "first") \(encoded.ids.count)"
              : "cut to \(encoded.ids.count), the longer text first"))
      }
      return encoded.words(types: model.tokenTypes)
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
