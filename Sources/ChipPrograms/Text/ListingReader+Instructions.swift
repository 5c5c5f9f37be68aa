import MoebiusGeometry

extension ListingReader {
  func instruction(_ words: inout ProgramWords) throws(ProgramTextError) -> Instruction {
    var result: Int?
    if words.nextText?.hasPrefix("%") == true {
      result = try value(of: &words)
      try words.expect("<-")
    }
    let mnemonic = try words.next("an instruction")
    let operation: Instruction.Operation
    if let result {
      operation = try computation(mnemonic, into: result, &words)
    } else {
      operation = try action(mnemonic, &words)
    }
    try words.expect(";")
    let name = try words.name("the instruction's name")
    return Instruction(name: name, layer: try words.layer(of: name), operation: operation)
  }

  /// Instructions that write no value.
  private func action(
    _ mnemonic: String, _ words: inout ProgramWords
  ) throws(ProgramTextError) -> Instruction.Operation {
    switch mnemonic {
    case "load": return .load(array: try words.reference("A", of: program.arrays.count, "array"))
    case "bias": return .bias(array: try words.reference("A", of: program.arrays.count, "array"))
    case "beta":
      try words.expect("factor")
      return .beta(factor: try words.float("factor"))
    case "move": return try move(&words)
    case "send": return .send(try value(of: &words))
    case "barrier": return .barrier
    default:
      throw words.error(
        "`\(mnemonic)`", "one of load, bias, beta, move, send, barrier, or `%n <-` before it")
    }
  }

  /// Instructions that write a value.
  private func computation(
    _ mnemonic: String, into: Int, _ words: inout ProgramWords
  ) throws(ProgramTextError) -> Instruction.Operation {
    switch mnemonic {
    case "fetch":
      var tables: [Int] = []
      repeat {
        tables.append(try words.reference("T", of: program.tables.count, "table"))
      } while words.take(",")
      return .fetch(tables: tables, into: into)
    case "clamp":
      let operand = try value(of: &words)
      try words.expect("bits")
      let bits = try words.integer("bits of a code", 1...16)
      try words.expect("outliers")
      let outliers = try words.integer("outlier channels", 0...Listing.largestNumber)
      return .clamp(operand, bits: bits, outlierChannels: outliers, into: into)
    case "read":
      let codes = try value(of: &words)
      let array = try words.reference("A", of: program.arrays.count, "array")
      return .read(array: array, codes: codes, into: into)
    case "race": return try race(into: into, &words)
    case "gate":
      let operand = try value(of: &words)
      return .gate(try words.choice("threshold", GateThreshold.allCases), operand, into: into)
    case "normalise":
      let operand = try value(of: &words)
      try words.expect("epsilon")
      return .normalise(operand, epsilon: try words.float("epsilon"), into: into)
    case "accumulate":
      let left = try value(of: &words)
      try words.expect(",")
      let right = try value(of: &words)
      let (gain, shift) = try gainAndShift(&words)
      return .accumulate(left, right, gain: gain, shift: shift, into: into)
    case "rescale":
      let operand = try value(of: &words)
      let (gain, shift) = try gainAndShift(&words)
      return .rescale(operand, gain: gain, shift: shift, into: into)
    case "pool": return .pool(try value(of: &words), into: into)
    case "unit": return .unit(try value(of: &words), into: into)
    default:
      throw words.error(
        "`\(mnemonic)`",
        "one of fetch, clamp, read, race, gate, normalise, accumulate, rescale, pool, unit")
    }
  }

  private func value(of words: inout ProgramWords) throws(ProgramTextError) -> Int {
    try words.reference("%", of: program.values.count, "value")
  }

  private func gainAndShift(
    _ words: inout ProgramWords
  ) throws(ProgramTextError) -> (gain: Int?, shift: Int?) {
    var numbers: [Int?] = []
    for word in ["gain", "shift"] {
      let isGiven = words.take(word)
      numbers.append(
        isGiven ? try words.reference("V", of: vectorWidths.count, "vector") : nil)
    }
    return (numbers[0], numbers[1])
  }

  private func race(
    into: Int, _ words: inout ProgramWords
  ) throws(ProgramTextError) -> Instruction.Operation {
    let query = try value(of: &words)
    try words.expect(",")
    let key = try value(of: &words)
    try words.expect(",")
    let value = try value(of: &words)
    try words.expect("heads")
    let (heads, keyValueHeads) = try words.pair("heads", separator: "/")
    try words.expect("x")
    let headSize = try words.integer("width of a head", 1...Listing.largestNumber)
    let bits = try words.integer("bits of operands", suffix: "b", 1...16)
    var shape = Instruction.RaceShape(
      heads: heads, keyValueHeads: keyValueHeads, headSize: headSize, causal: words.take("causal"),
      bits: bits)
    if words.take("position") {
      let word = try words.next("a flow")
      guard let flow = PositionFlow(word) else {
        throw words.error(
          "flow `\(word)`", "elliptic:base, hyperbolic or parabolic, the latter with :slope or not")
      }
      shape.position = flow
    }
    return .race(shape, query: query, key: key, value: value, into: into)
  }

  private func move(
    _ words: inout ProgramWords
  ) throws(ProgramTextError) -> Instruction.Operation {
    let operand = try value(of: &words)
    try words.expect("blocks")
    try words.expect("of")
    let width = try words.integer("elements of a block", 1...Listing.largestNumber)
    try words.expect("x")
    let bits = try words.integer("bits of an element", suffix: "b", 1...64)
    try words.expect("route")
    var routes: [Route] = []
    while !words.isNext(";") { routes.append(try route(&words)) }
    return .move(operand, blockWidth: width, bitsPerElement: bits, routes: routes)
  }

  /// The stops of a block: `0>5>6`, with `+` before a path that starts at an earlier stop.
  private func route(_ words: inout ProgramWords) throws(ProgramTextError) -> Route {
    let word = try words.next("a route")
    var paths: [[Int]] = []
    for path in word.utf8.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false) {
      var stops: [Int] = []
      for stop in path.split(separator: UInt8(ascii: ">"), omittingEmptySubsequences: false) {
        guard let tile = ProgramWords.number(stop), tile <= Listing.largestNumber else {
          throw words.error("route `\(word)`", "tile numbers, as 0>5>6+5>4")
        }
        stops.append(tile)
      }
      paths.append(stops)
    }
    return Route(paths: paths)
  }
}
