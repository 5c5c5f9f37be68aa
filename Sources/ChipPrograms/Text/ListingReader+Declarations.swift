extension ListingReader {
  func precision(_ words: inout ProgramWords) throws(ProgramTextError) -> Precision {
    let bits = 0...64
    var precision = Precision()
    precision.weightBits = try words.integer("weight bits", prefix: "w", bits)
    precision.activationBits = try words.integer("activation bits", prefix: "a", bits)
    try words.expect("attention")
    precision.attentionBits = try words.integer("attention bits", bits)
    try words.expect("outliers")
    precision.outlierChannels = try words.integer("outlier channels", bits)
    try words.expect("scale-per")
    if words.take("tile") {
      precision.weightBlock = nil
    } else if words.take("row") {
      precision.weightBlock = 0
    } else {
      precision.weightBlock = try words.integer("weight block", 1...Listing.largestNumber)
    }
    try words.expect("range")
    precision.weightRange = try words.choice("weight range", Precision.WeightRange.allCases)
    try words.expect("gains")
    precision.normGains = try words.choice("norm gains", Precision.NormGains.allCases)
    try words.expect("embedding")
    precision.embeddingBits = try words.integer("embedding bits", bits)
    if let problem = precision.problems.first {
      throw words.error("precision that is not legal", "legal settings: \(problem)")
    }
    return precision
  }

  func table(_ words: inout ProgramWords) throws(ProgramTextError) -> PresetTable {
    let name = try words.name("the table's name")
    let (rows, width) = try words.pair("rows and width", separator: "x")
    let bits = try words.integer("bits of a code", suffix: "b", 2...16)
    try words.expect("by")
    let index = try words.choice("index", PresetTable.Index.allCases)
    let onChip = words.take("on-chip")
    if !onChip { try words.expect("off-chip") }
    return PresetTable(
      name: name, index: index, rows: rows, width: width, bits: bits, codes: [], scales: [],
      onChip: onChip)
  }

  func value(_ words: inout ProgramWords) throws(ProgramTextError) -> Program.ValueDeclaration {
    let kind = try words.choice("kind", [Program.ValueDeclaration.Kind.field, .codes])
    let pooled = words.nextText?.hasPrefix("1") ?? false
    let width = try words.integer(
      "shape of a value", prefix: pooled ? "1x" : "nx", 1...Listing.largestNumber)
    return .init(kind: kind, width: width, pooled: pooled)
  }

  func array(_ words: inout ProgramWords) throws(ProgramTextError) -> CouplingArray {
    let name = try words.name("the array's name")
    let layer = try words.layer(of: name)
    let (outputs, inputs) = try words.pair("outputs and inputs", separator: "x")
    let bits = try words.integer("bits of a coupling", suffix: "b", 2...16)
    try words.expect("block")
    let block = try words.integer("inputs that share a scale", 1...Listing.largestNumber)
    var placement = CouplingArray.Placement(
      rowTiles: 0, columnTiles: 0, tiles: [], resident: false, rounds: 0)
    if words.take("tiles") {
      (placement.rowTiles, placement.columnTiles) = try words.pair(
        "rows and columns of tiles", separator: "x", atLeast: 0)
    }
    if words.take("at") { placement.tiles = try tiles(&words) }
    let rounds = 0...Listing.largestNumber
    if words.take("resident") {
      placement.resident = true
      placement.rounds = 1
      if words.take("in") { placement.rounds = try words.integer("rounds", rounds) }
    } else if words.take("reloaded") {
      try words.expect("in")
      placement.rounds = try words.integer("rounds", rounds)
    }
    return CouplingArray(
      name: name, layer: layer, inputs: inputs, outputs: outputs, bits: bits, block: block,
      codes: [], scales: [], fields: [], placement: placement)
  }

  /// Tiles in order: `0...8,0...3`.
  private func tiles(_ words: inout ProgramWords) throws(ProgramTextError) -> [Int] {
    let word = try words.next("tiles")
    let expected = "tile numbers and ranges, as 0...8,12, at most \(Listing.mostTiles) tiles"
    var tiles: [Int] = []
    for part in word.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let first = part.prefix { $0 != UInt8(ascii: ".") }
      let rest = part[first.endIndex...]
      let start = ProgramWords.number(first)
      let end =
        rest.isEmpty
        ? start : rest.starts(with: "...".utf8) ? ProgramWords.number(rest.dropFirst(3)) : nil
      guard let start, let end, start < end || rest.isEmpty && start <= Listing.largestNumber,
        end <= Listing.largestNumber, end - start < Listing.mostTiles - tiles.count
      else { throw words.error("tiles `\(word)`", expected) }
      tiles += start...end
    }
    return tiles
  }
}
