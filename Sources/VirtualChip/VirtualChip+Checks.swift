import ByteFormats
import ChipPrograms
import HardwareSpecs

// What is found out before a run.
extension VirtualChip {
  /// How the machine goes about instructions.
  /// - Throws: `MachineError` for one that it does not know, and for one that needs tokens in a program
  ///   without values.
  static func steps(of program: Program) throws(MachineError) -> [MachineStep] {
    for instruction in program.setup {
      guard case .ramp? = (instruction.operation as? Instruction.Beta)?.setting else { continue }
      throw .unusableInstruction(
        name: instruction.name, reason: "found a ramp in the setup, expected one value")
    }
    var steps: [MachineStep] = []
    for instruction in program.instructions {
      guard let operation = instruction.operation as? any ChipInstruction else {
        throw .unusableInstruction(
          name: instruction.name,
          reason: "found \(instruction.operation.mnemonic), which the machine does not know")
      }
      if case .rows = operation.step, program.values.isEmpty {
        let line = Listing.line(operation, agents: program.agents)
        throw .unusableProgram(
          name: program.name, reason: "found `\(line)`, expected what agents do")
      }
      steps.append(operation.step)
    }
    return steps
  }

  /// For each instruction the values that it is the last to use.
  static func lastReads(of program: Program) -> [[Int]] {
    var lastUse = [Int](repeating: -1, count: program.values.count)
    for (index, instruction) in program.instructions.enumerated() {
      for operand in instruction.operation.operands { lastUse[operand] = index }
    }
    var lastReads = [[Int]](repeating: [], count: program.instructions.count)
    for (value, index) in lastUse.enumerated() where index >= 0 { lastReads[index].append(value) }
    return lastReads
  }

  /// What moves put on the mesh.
  static func packets(of program: Program, mesh: Mesh, chip: ChipSpec) -> [Int: PacketLoad] {
    var outliers: [Int: Int] = [:]
    for case let clamp as Instruction.Clamp in program.instructions.map(\.operation) {
      outliers[clamp.into] = clamp.outlierChannels
    }
    var packets: [Int: PacketLoad] = [:]
    for (index, instruction) in program.instructions.enumerated() {
      guard let move = instruction.operation as? Instruction.Move else { continue }
      packets[index] = PacketLoad(
        move, width: program.values[move.value].width, outliers: outliers[move.value],
        mesh: mesh, chip: chip)
    }
    return packets
  }

  /// What names the random numbers of an instruction.
  package func streamNumber(of instruction: Int) -> Int {
    valueTiles.streamNumbers[instruction]
  }

  /// Links between the host's port and the memory's, and those from die to die among them.
  var portLinks: (hops: Int, crossings: Int) {
    mesh.way(
      plan.tiles(of: .hostPort).lowerBound, plan.tiles(of: .memoryPort).lowerBound)
  }

  /// Cycles of a token on the busiest link, for each instruction those of all moves from there to the next
  /// barrier. One row for all tokens holds up nobody.
  static func linkCycles(
    of program: Program, _ steps: [MachineStep], _ packets: [Int: PacketLoad], _ mesh: Mesh,
    _ crossing: DieCrossing
  ) -> [Int] {
    var cycles = [Int](repeating: 0, count: steps.count)
    var busy = LinkLoads(on: mesh, crossing)
    for index in steps.indices.reversed() {
      guard case .rows = steps[index] else {
        busy = LinkLoads(on: mesh, crossing)
        continue
      }
      if let load = packets[index],
        let value = program.instructions[index].operation.operands.first,
        !program.values[value].pooled
      {
        busy.add(load)
      }
      cycles[index] = busy.busiest
    }
    return cycles
  }

  /// The angles of a race's rotation, by pair; none without one.
  func angles(of shape: Instruction.RaceShape) -> [Float] {
    shape.rotation.map { program.vectors[$0.angles] } ?? []
  }

  /// Where the keys of causal races stay, one race behind the other, or come from.
  static func racePlaces(
    of program: Program, on chip: ChipSpec, _ valueTiles: ValueTiles, _ plan: FloorPlan,
    _ mesh: Mesh
  ) -> [Int: RacePlace] {
    var places: [Int: RacePlace] = [:]
    let port = plan.tiles(of: .memoryPort).lowerBound
    var tiles = 0
    for (index, instruction) in program.instructions.enumerated() {
      guard let race = instruction.operation as? Instruction.Race, race.shape.causal else {
        continue
      }
      let columns = RaceRules.columns(
        keys: race.shape.keptTokens(of: program.maximumTokens ?? 0), on: chip)
      var place = RacePlace(firstTile: tiles, columns: columns)
      tiles += race.shape.keyTiles(tokens: program.maximumTokens ?? 0, on: chip.geometry)
      if race.shape.state == .offChip {
        place.links =
          valueTiles.tiles[index].map { mesh.way(port, $0) }.max { $0.hops < $1.hops } ?? (0, 0)
      }
      places[index] = place
    }
    return places
  }

  /// Finds out before a run what the settings' fidelity cannot follow on this chip.
  ///
  /// - Throws: `MachineError` for converters with too few bits and for ramps that saturate, unless the
  ///   fidelity is `event`; for cells of tokens where keys of some tokens come later.
  package func check(_ settings: RunSettings) throws(MachineError) {
    if let limit = limits.first(where: { $0.stops(settings.fidelity.word) }) {
      throw MachineError(limit, of: program)
    }
    if program.values.isEmpty { return }
    if isCausal, let wires = settings.tokenWires {
      throw .unusableSettings(
        reason: "token lattice: found \(wires.name) with causal attention, expected none")
    }
    if case .event = settings.fidelity { return }
    if let reason = settings.attention.road.faultOfCounts(on: chip.timing) {
      throw .unusableSettings(reason: reason)
    }
  }

  /// A program without weights can be counted (`foresee`), not run.
  func checkNumbers() throws(MachineError) {
    guard program.isOutline else { return }
    throw .unusableProgram(
      name: program.name, reason: "found a program without weights, expected one with them")
  }

  /// Checks further tokens of a text.
  func check(_ tokens: [Int], after count: Int) throws(MachineError) {
    guard !program.values.isEmpty else {
      throw .unusableTokens(
        reason: "found tokens, expected none: \(program.name) has agents alone")
    }
    let all = count + tokens.count
    try checkPlaces(of: count..<all)
    for table in program.tables {
      switch table.index {
      case .token:
        if let bad = tokens.map(TokenWord.id).first(where: { !(0..<table.rows).contains($0) }) {
          throw .tokenOutOfRange(token: bad, table: table.name, rows: table.rows)
        }
      case .type:
        if let bad = tokens.map(TokenWord.type).first(where: { $0 >= table.rows }) {
          throw .unusableTokens(
            reason: "found a token of type \(bad), expected 0 to \(table.rows - 1)")
        }
      case .position, .constant: continue
      }
    }
  }

  /// Checks the places of tokens.
  func checkPlaces(of tokens: Range<Int>) throws(MachineError) {
    guard !tokens.isEmpty, tokens.upperBound <= mostTokens else {
      throw .tokenCount(found: tokens.upperBound, maximum: mostTokens)
    }
    if tokens.lowerBound > 0, let reason = faultOfParts {
      throw .unusableTokens(reason: reason)
    }
    for table in program.tables where table.index == .position {
      if tokens.upperBound > table.rows {
        throw .tokenCount(found: tokens.upperBound, maximum: table.rows)
      }
    }
  }

  /// Why a text must come all at once; `nil` if it can come in parts.
  private var faultOfParts: String? {
    guard isCausal else {
      return "found a second part of a text, expected all at once: attention is not causal"
    }
    let pool = program.instructions.first {
      ($0.operation as? Instruction.Pool).map { $0.rows != .last } ?? false
    }
    return pool.map {
      "found a second part of a text, expected all at once: \($0.name) is made of all tokens"
    }
  }
}
