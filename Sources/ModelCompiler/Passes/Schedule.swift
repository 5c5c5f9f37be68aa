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
  scheduler.send(mapping.terms.count - 1)
  return scheduler.finished()
}

private struct Scheduler {
  var mapping: Mapping
  let context: CompileContext
  let places: ValuePlaces
  /// The field value of each term.
  var fieldOf: [Int] = []
  /// The codes of a term's value, once clamped.
  private var codesOf: [Int: Int] = [:]
  /// Rotations with the vectors of their angles.
  private var rotations: [(rotary: RotaryEmbedding, vector: Int)] = []
  /// Values that were brought to lanes besides their homes.
  private var atLanes: Set<Int> = []
  /// Whether a barrier has closed everything so far.
  private var closed = true

  init(mapping: Mapping, context: CompileContext) {
    self.mapping = mapping
    self.context = context
    places = ValuePlaces(context.chip)
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
      // The rows' codes leave the memory; lanes scale and add them.
      let bits = tables.reduce(0) { $0 + mapping.tables[$1].bits }
      append(
        term.name + ".rows", term.layer,
        move(
          into, from: places.port(.memoryPort, term.width), to: mapping.homes[index], bits: bits))
    case .array(let array):
      read(array, term: term, into: into, home: mapping.homes[index])
    case .race(let shape):
      for (input, operand) in zip(term.inputs, ["query", "key", "value"]) {
        moveToRaces(input, of: term, operand: operand, home: mapping.homes[index])
      }
      barrier(term)
      let shape = shape.shape(
        bits: context.precision.attentionBits, angles: shape.rotary.map { angles(of: $0) })
      add(
        term,
        .race(shape, query: inputs[0], key: inputs[1], value: inputs[2], into: into))
    case .gate(let threshold):
      for input in term.inputs {
        carry(input, from: lanes(input, for: term), to: mapping.homes[index], term)
      }
      add(
        term,
        .gate(threshold, inputs[0], times: inputs.count == 2 ? inputs[1] : nil, into: into))
    case .potential(let epsilon, let form):
      carry(term.inputs[0], from: mapping.homes[term.inputs[0]], to: mapping.homes[index], term)
      add(term, .normalise(inputs[0], epsilon: epsilon, form: form, into: into))
    case .superposition(let gain, let shift):
      _ = lanes(term.inputs[0], for: term)
      carry(term.inputs[1], from: mapping.homes[term.inputs[1]], to: mapping.homes[index], term)
      add(
        term,
        .accumulate(
          inputs[0], inputs[1], gain: vector(gain), shift: vector(shift), into: into))
    case .rescale(let gain, let shift):
      _ = lanes(term.inputs[0], for: term)
      add(term, .rescale(inputs[0], gain: vector(gain), shift: vector(shift), into: into))
    case .pool(let rows, let first):
      _ = lanes(term.inputs[0], for: term)
      add(term, .pool(inputs[0], rows, after: first, into: into))
      barrier(term)
    case .unit:
      _ = lanes(term.inputs[0], for: term)
      add(term, .unit(inputs[0], into: into))
    case .choose(let choice):
      let lanes = lanes(term.inputs[0], for: term)
      if choice != .greedy {
        carry(
          term.inputs[0], from: lanes,
          to: places.agents(near: lanes, mapping.terms[term.inputs[0]].width), term)
      }
      add(term, .choose(choice, inputs[0], into: into))
    case .coupling, .preset:
      preconditionFailure("\(term.name) reached schedule, expected quantise before")
    }
  }

  /// The output on its way to the host.
  mutating func send(_ index: Int) {
    let term = mapping.terms[index]
    append(
      "output.move", nil,
      move(
        fieldOf[index], from: mapping.homes[index],
        to: places.port(.hostPort, term.width), bits: Precision.accumulatorBits))
    append("output", nil, .send(fieldOf[index], channels: mapping.resultWidth))
  }

  /// The codes of the input, the move to the array's rows, its load if needed, its reading, and the sums on
  /// their way down the row tiles and to the lanes.
  private mutating func read(_ array: Int, term: Mapping.Term, into: Int, home: Mapping.Home) {
    let source = term.inputs[0]
    let lanes = lanes(source, for: term)
    let outliers = min(
      context.precision.outlierChannels, max(0, mapping.terms[source].width - 1))
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
          outlierChannels: outliers, into: codes))
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
        codes, from: lanes, blocks: context.chip.geometry.tileRows,
        bits: context.precision.activationBits
      ) { block in
        (0..<placement.columnTiles).map { placement.tiles[$0 * placement.rowTiles + block] }
      })
    add(term, .read(array: array, codes: codes, into: into))
    append(
      term.name + ".sums", term.layer,
      sums(of: placement, into: into, passes: outliers > 0 ? 2 : 1, to: home))
    if placement.rounds > 1 { barrier(term) }
  }

  /// Sums of each pass run down the row tiles, which add theirs, and on to the lanes.
  private func sums(
    of placement: CouplingArray.Placement, into: Int, passes: Int, to home: Mapping.Home
  ) -> any Instruction.Operation {
    let routes = (0..<placement.columnTiles).map { column in
      let first = column * placement.rowTiles
      return Route(paths: [
        placement.tiles[first..<(first + placement.rowTiles)] + [home.tiles[column]]
      ])
    }
    return .move(
      into, blockWidth: home.blockWidth, bitsPerElement: passes * Precision.accumulatorBits,
      routes: routes)
  }

  /// Carries a race's operand, coded by lanes, to the tiles of each of its heads.
  private mutating func moveToRaces(
    _ source: Int, of race: Mapping.Term, operand: String, home: Mapping.Home
  ) {
    guard case .race(let shape) = race.kind else { return }
    let lanes = lanes(source, for: race)
    // Query heads that share a key head race in its tile.
    let group = operand == "query" ? 1 : shape.heads / shape.keyValueHeads
    append(
      "\(race.name).\(operand).move", race.layer,
      move(
        fieldOf[source], from: lanes, blocks: shape.headSize,
        bits: context.precision.attentionBits
      ) { [home.tiles[$0 * group]] })
  }

  /// Where the value is at lanes: its home, or lanes that it is brought to once.
  private mutating func lanes(_ source: Int, for term: Mapping.Term) -> Mapping.Home {
    let home = mapping.homes[source]
    let lanes = places.lanes(near: home, mapping.terms[source].width)
    guard lanes != home, atLanes.insert(source).inserted else { return lanes }
    append(
      term.name + ".lanes", term.layer,
      move(fieldOf[source], from: home, to: lanes, bits: Precision.accumulatorBits))
    return lanes
  }

  /// Carries fields where a term needs them.
  private mutating func carry(
    _ source: Int, from home: Mapping.Home, to other: Mapping.Home, _ term: Mapping.Term
  ) {
    guard home != other else { return }
    append(
      term.name + ".move", term.layer,
      move(fieldOf[source], from: home, to: other, bits: Precision.accumulatorBits))
  }

  /// A move from home to home.
  private func move(
    _ value: Int, from home: Mapping.Home, to other: Mapping.Home, bits: Int
  ) -> any Instruction.Operation {
    move(value, from: home, blocks: other.blockWidth, bits: bits) { [other.tiles[$0]] }
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
      places.route(
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

  /// The vector of a rotation's angles: all races that turn alike share one.
  private mutating func angles(of rotary: RotaryEmbedding) -> Int {
    if let known = rotations.first(where: { $0.rotary == rotary }) { return known.vector }
    mapping.vectors.append(rotary.frequencies(length: 1))
    rotations.append((rotary, mapping.vectors.count - 1))
    return mapping.vectors.count - 1
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
