import ByteFormats
import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Orders the terms as instructions: codes shared by all arrays that read them, moves between homes,
/// loads of arrays that are not resident, and the barriers that races and reloads need.
///
/// Before: `q = array(x, A0)`, `k = array(x, A1)`
/// After:  `c <- clamp x`, `move c`, `q <- read c A0`, `move c`, `k <- read c A1`
package let schedulePass = Pass(name: "schedule") { mapping, context throws(CompileError) in
  var scheduler = Scheduler(mapping: mapping, context: context)
  for index in mapping.terms.indices { scheduler.schedule(index) }
  scheduler.append(
    "output", nil, .send(scheduler.fieldOf[mapping.terms.count - 1]))
  return scheduler.finished()
}

private struct Scheduler {
  var mapping: Mapping
  let context: CompileContext
  let mesh: Mesh
  /// The field value of each term.
  var fieldOf: [Int] = []
  /// The codes of a term's value, once clamped.
  private var codesOf: [Int: Int] = [:]
  /// Whether a barrier has closed everything so far.
  private var closed = true

  init(mapping: Mapping, context: CompileContext) {
    self.mapping = mapping
    self.context = context
    mesh = Mesh(tiles: context.chip.geometry.meshTiles)
    for (index, array) in mapping.arrays.enumerated() {
      // The others share their tiles' output agents too, and write both when it is their turn.
      guard array.placement.resident else { continue }
      setUp(array.name + ".load", array.layer, .load(array: index))
      setUp(array.name + ".bias", array.layer, .bias(array: index))
    }
    let races = mapping.terms.contains { if case .race = $0.kind { true } else { false } }
    if races { setUp("race.beta", nil, .beta(factor: 1)) }
  }

  mutating func schedule(_ index: Int) {
    let term = mapping.terms[index]
    let into = declare(.init(kind: .field, width: term.width, pooled: term.pooled))
    let inputs = term.inputs.map { fieldOf[$0] }
    fieldOf.append(into)
    switch term.kind {
    case .tables(let tables):
      add(term, .fetch(tables: tables, into: into))
    case .array(let array):
      read(array, term: term, into: into)
    case .race(let shape):
      let home = mapping.homes[index]
      moveToRaces(term.inputs[0], of: term, operand: "query") { [home.tiles[$0]] }
      // Query heads that share a key head may be in several tiles.
      let group = shape.heads / shape.keyValueHeads
      for (input, operand) in zip(term.inputs[1...], ["key", "value"]) {
        moveToRaces(input, of: term, operand: operand) { head in
          Set(home.tiles[(head * group)..<((head + 1) * group)]).sorted()
        }
      }
      barrier(term)
      add(
        term,
        .race(
          .init(
            heads: shape.heads, keyValueHeads: shape.keyValueHeads, headSize: shape.headSize,
            causal: shape.causal, bits: context.precision.attentionBits,
            position: shape.position),
          query: inputs[0], key: inputs[1], value: inputs[2], into: into))
    case .gate(let threshold):
      add(term, .gate(threshold, inputs[0], into: into))
    case .potential(let epsilon):
      add(term, .normalise(inputs[0], epsilon: epsilon, into: into))
    case .superposition(let gain, let shift):
      moveOperand(term.inputs[1], to: mapping.homes[index], of: term)
      add(
        term,
        .accumulate(
          inputs[0], inputs[1], gain: vector(gain), shift: vector(shift), into: into))
    case .rescale(let gain, let shift):
      add(term, .rescale(inputs[0], gain: vector(gain), shift: vector(shift), into: into))
    case .mean:
      add(term, .pool(inputs[0], into: into))
      barrier(term)
    case .unit:
      add(term, .unit(inputs[0], into: into))
    case .coupling, .preset:
      preconditionFailure("\(term.name) reached schedule, expected quantise before")
    }
  }

  /// The codes of the input, the move to the array's rows, its load if needed, and its reading.
  private mutating func read(_ array: Int, term: Mapping.Term, into: Int) {
    let source = term.inputs[0]
    let codes: Int
    if let known = codesOf[source] {
      codes = known
    } else {
      codes = declare(
        .init(
          kind: .codes, width: mapping.terms[source].width, pooled: mapping.terms[source].pooled))
      codesOf[source] = codes
      append(
        term.name + ".clamp", term.layer,
        .clamp(
          fieldOf[source], bits: context.precision.activationBits,
          outlierChannels: min(
            context.precision.outlierChannels, max(0, mapping.terms[source].width - 1)),
          into: codes))
    }
    let placement = mapping.arrays[array].placement
    if !placement.resident {
      barrier(term)
      append(term.name + ".load", term.layer, .load(array: array))
      append(term.name + ".bias", term.layer, .bias(array: array))
      barrier(term)
    }
    append(
      term.name + ".move", term.layer,
      move(
        codes, from: mapping.homes[source], blocks: context.chip.geometry.tileRows,
        bits: context.precision.activationBits
      ) { block in
        (0..<placement.columnTiles).map { placement.tiles[$0 * placement.rowTiles + block] }
      })
    add(term, .read(array: array, codes: codes, into: into))
    if placement.rounds > 1 { barrier(term) }
  }

  /// Carries a race's operand to the tiles of each of its heads.
  private mutating func moveToRaces(
    _ source: Int, of race: Mapping.Term, operand: String, tiles: (Int) -> [Int]
  ) {
    guard case .race(let shape) = race.kind else { return }
    append(
      "\(race.name).\(operand).move", race.layer,
      move(
        fieldOf[source], from: mapping.homes[source], blocks: shape.headSize,
        bits: context.precision.attentionBits, destinations: tiles))
  }

  private mutating func moveOperand(_ source: Int, to home: Mapping.Home, of term: Mapping.Term) {
    guard mapping.homes[source] != home else { return }
    append(
      term.name + ".move", term.layer,
      move(
        fieldOf[source], from: mapping.homes[source], blocks: home.blockWidth,
        bits: Precision.accumulatorBits
      ) { [home.tiles[$0]] })
  }

  /// A move in blocks that divide both the source's and the destination's blocks.
  private func move(
    _ value: Int, from home: Mapping.Home, blocks destinationBlock: Int, bits: Int,
    destinations: (Int) -> [Int]
  ) -> any Instruction.Operation {
    let width = mapping.values[value].width
    let block = greatestCommonDivisor(home.blockWidth, destinationBlock)
    let count = ceilingDivide(width, block)
    let routes = (0..<count).map { index in
      mesh.route(
        home.tiles[index * block / home.blockWidth], destinations(index * block / destinationBlock))
    }
    return .move(value, blockWidth: block, bitsPerElement: bits, routes: routes)
  }

  private mutating func barrier(_ term: Mapping.Term) {
    guard !closed else { return }
    append(term.name + ".barrier", term.layer, .barrier)
    closed = true
  }

  private mutating func add(_ term: Mapping.Term, _ operation: any Instruction.Operation) {
    append(term.name, term.layer, operation)
  }

  mutating func append(_ name: String, _ layer: Int?, _ operation: any Instruction.Operation) {
    mapping.instructions.append(.init(name: name, layer: layer, operation: operation))
    closed = false
  }

  private mutating func setUp(_ name: String, _ layer: Int?, _ operation: any Instruction.Operation)
  {
    mapping.setup.append(.init(name: name, layer: layer, operation: operation))
  }

  private mutating func declare(_ value: Program.ValueDeclaration) -> Int {
    mapping.values.append(value)
    return mapping.values.count - 1
  }

  private mutating func vector(_ values: [Float]?) -> Int? {
    guard let values else { return nil }
    mapping.vectors.append(values)
    return mapping.vectors.count - 1
  }

  func finished() -> Mapping { mapping }
}

private func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
  right == 0 ? left : greatestCommonDivisor(right, left % right)
}
