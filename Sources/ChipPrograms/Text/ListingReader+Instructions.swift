import MoebiusGeometry

extension ListingReader {
  /// - Parameter place: the number of the instruction in its section.
  mutating func instruction(
    _ words: inout ProgramWords, at place: Int
  ) throws(ProgramTextError) -> Instruction {
    let makesValue = words.nextText?.hasPrefix("%") == true
    if makesValue {
      words.result = try words.value()
      try words.expect("<-")
    }
    let mnemonic = try words.next("an instruction")
    let types = Instruction.set.filter { $0.makesValue == makesValue }
    guard let type = types.first(where: { $0.mnemonic == mnemonic }) else {
      let known = types.map { $0.mnemonic }.joined(separator: ", ")
      throw words.error(
        "`\(mnemonic)`", "one of \(known)" + (makesValue ? "" : ", or `%n <-` before it"))
    }
    let operation = try type.init(&words)
    guard words.take(";") else { return Instruction(at: place, operation) }
    let name = try words.name("the instruction's name")
    return Instruction(name: name, layer: try words.layer(of: name), operation: operation)
  }
}

/// What instructions may name.
struct Declared {
  var values = 0
  var arrays = 0
  var tables = 0
  var vectors = 0
  var agents: Program.Agents?
  var agentNumbers: [String: Int] = [:]
}

extension ProgramWords {
  mutating func value() throws(ProgramTextError) -> Instruction.Value {
    try reference("%", of: declared.values, "value")
  }

  mutating func array() throws(ProgramTextError) -> Int {
    try reference("A", of: declared.arrays, "array")
  }

  mutating func table() throws(ProgramTextError) -> Int {
    try reference("T", of: declared.tables, "table")
  }

  mutating func gainAndShift() throws(ProgramTextError) -> (gain: Int?, shift: Int?) {
    var numbers: [Int?] = []
    for word in ["gain", "shift"] {
      let isGiven = take(word)
      numbers.append(isGiven ? try reference("V", of: declared.vectors, "vector") : nil)
    }
    return (numbers[0], numbers[1])
  }
}
