/// Byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909) as Hugging Face `tokenizers` applies it.
struct BytePairModel: Sendable {
  /// What a scalar without a token becomes, and what pieces are made of.
  struct Options: Sendable {
    /// Stands for scalars that have no token; `nil` drops them.
    var unknown: Int?
    /// Whether unknown neighbours are one token.
    var fusesUnknown = false
    /// Whether unknown scalars are written as tokens of their bytes, `<0xE2>`.
    var fallsBackToBytes = false
    /// Whether a piece that is a token is left whole, whatever the merges say.
    var ignoresMerges = false
    /// Stands in front of each symbol but the first of a piece.
    var continuationPrefix = ""
    /// Stands behind the last symbol of a piece.
    var endSuffix = ""
  }

  let tokens: TokenTable
  private(set) var options: Options
  private let merges: MergeTable
  /// Ids of the symbols below U+0180; −1 where there is none.
  private let low: [Int32]
  private let high: [UInt32: Int32]
  /// Ids of `<0x00>` to `<0xFF>`; −1 where there is none.
  private let bytes: [Int32]

  /// Builds the model.
  init(tokens: TokenTable, merges: [MergeTable.Merge], options: Options) {
    self.tokens = tokens
    self.options = options
    self.merges = MergeTable(merges)
    var low = [Int32](repeating: -1, count: 0x180)
    var high: [UInt32: Int32] = [:]
    for id in 0..<tokens.count {
      let token = tokens.token(id)
      guard token.count == 1, let scalar = token.first else { continue }
      if scalar.value < 0x180 {
        low[Int(scalar.value)] = Int32(id)
      } else {
        high[scalar.value] = Int32(id)
      }
    }
    self.low = low
    self.high = high
    bytes = BytePairModel.byteTokens(tokens)
  }

  /// The same model with other options.
  func with(_ options: Options) -> BytePairModel {
    var model = self
    model.options = options
    return model
  }

  /// Ids of `<0x00>` to `<0xFF>` in a vocabulary; −1 where there is none.
  static func byteTokens(_ tokens: TokenTable) -> [Int32] {
    (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return Int32(tokens.id(of: "<0x\(byte < 16 ? "0" : "")\(digits)>") ?? -1)
    }
  }

  /// Appends the ids of a piece.
  func append(_ piece: ArraySlice<Unicode.Scalar>, to ids: inout [Int], _ work: inout MergeWork) {
    if options.ignoresMerges, let id = tokens.id(of: piece) {
      ids.append(id)
      return
    }
    work.symbols.removeAll(keepingCapacity: true)
    symbols(piece, &work.symbols)
    work.apply(merges)
    for symbol in work.symbols { ids.append(Int(symbol)) }
  }

  private func symbols(_ piece: ArraySlice<Unicode.Scalar>, _ symbols: inout [Int32]) {
    let isPlain = options.continuationPrefix.isEmpty && options.endSuffix.isEmpty
    var isPending = false
    for place in piece.indices {
      let scalar = piece[place]
      let id =
        isPlain
        ? scalar.value < 0x180 ? low[Int(scalar.value)] : high[scalar.value] ?? -1
        : affixed(scalar, isFirst: place == piece.startIndex, isLast: place == piece.endIndex - 1)
      if id >= 0 {
        flush(&isPending, &symbols)
        symbols.append(id)
        continue
      }
      if options.fallsBackToBytes {
        let text = spelling(
          scalar, isFirst: place == piece.startIndex, isLast: place == piece.endIndex - 1)
        if text.utf8.allSatisfy({ bytes[Int($0)] >= 0 }) {
          // As the reference has it, these go in front of unknowns that wait to be fused.
          for byte in text.utf8 { symbols.append(bytes[Int(byte)]) }
          continue
        }
      }
      guard options.unknown != nil else { continue }
      if !options.fusesUnknown { flush(&isPending, &symbols) }
      isPending = true
    }
    flush(&isPending, &symbols)
  }

  private func flush(_ isPending: inout Bool, _ symbols: inout [Int32]) {
    guard isPending, let unknown = options.unknown else { return }
    symbols.append(Int32(unknown))
    isPending = false
  }

  private func spelling(_ scalar: Unicode.Scalar, isFirst: Bool, isLast: Bool) -> String {
    (isFirst ? "" : options.continuationPrefix) + String(Character(scalar))
      + (isLast ? options.endSuffix : "")
  }

  private func affixed(_ scalar: Unicode.Scalar, isFirst: Bool, isLast: Bool) -> Int32 {
    Int32(tokens.id(of: spelling(scalar, isFirst: isFirst, isLast: isLast)) ?? -1)
  }
}
