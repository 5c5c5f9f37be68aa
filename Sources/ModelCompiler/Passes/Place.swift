import ByteFormats
import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Gives each array physical tiles, each table a memory and each value a home on the mesh.
///
/// Before: `array A0 layer0.query 384x384 tiles 3x3`
/// After:  `array A0 layer0.query 384x384 tiles 3x3 at 0...8 resident`
///
/// If the chip is smaller than the model, some arrays take turns in a pool of tiles and are reloaded
/// for each text. On a chip of several dies layers stay together (`DiePacking`).
package let placePass = Pass(name: "place") { mapping, context throws(CompileError) in
  var mapping = mapping
  try placeArrays(in: &mapping, chip: context.chip)
  try placeMemory(in: &mapping, context: context)
  mapping.homes = homes(of: mapping, chip: context.chip)
  return mapping
}

private func placeArrays(in mapping: inout Mapping, chip: ChipSpec) throws(CompileError) {
  let available = chip.geometry.linearTiles
  let needs = mapping.arrays.map { $0.placement.rowTiles * $0.placement.columnTiles }
  // Of an outline some layers may be left out; all are placed.
  let total = mapping.placement?.total ?? needs.reduce(0, +)
  if total > available, available == 0 || chip.memory.offChip_bitsPerSecond == nil {
    throw .doesNotFit(
      term: "couplings of \(mapping.model)",
      limit: "the number of linear tiles of \(chip.name)"
        + (available == 0 ? "" : ", which has no off-chip memory to reload them from,"),
      needed: total, available: available, unit: "tiles")
  }
  let places =
    mapping.placement
    ?? ModelPlacement(needs: needs, layers: mapping.arrays.map(\.layer), on: chip)
  let plan = places.residency
  for index in mapping.arrays.indices {
    mapping.arrays[index].placement.resident = plan.resident[index]
    guard !plan.resident[index] else {
      let start = places.starts[index]
      mapping.arrays[index].placement.tiles = Array(start..<(start + needs[index]))
      mapping.arrays[index].placement.rounds = 1
      continue
    }
    mapping.arrays[index].placement.tiles = (0..<needs[index]).map { $0 % plan.pool }
    mapping.arrays[index].placement.rounds = ceilingDivide(needs[index], plan.pool)
  }
}

/// Keys and values that wait for later tokens and tables go on the chip after the buffers that every text needs, in this
/// order. Of several dies each has room for the buffers, whose layers may lie on any, and the tables are on that of the
/// memory port.
private func placeMemory(
  in mapping: inout Mapping, context: CompileContext
) throws(CompileError) {
  let available = context.chip.dieMemory_bits
  let place =
    context.chip.dies.count > 1
    ? "a die's share of the on-chip memory" : "the on-chip memory"
  let buffers = CapacityNeeds.bufferBits(of: mapping, precision: context.precision)
  guard buffers <= available else {
    throw .doesNotFit(
      term: "buffers for \(mapping.maximumTokens) tokens",
      limit: "\(place) of \(context.chip.name)", needed: buffers, available: available,
      unit: "bits")
  }
  var left = available - buffers
  try placeStates(in: &mapping, context: context, place: place, left: &left)
  try placeTables(in: &mapping, context: context, place: place, left: &left)
}

/// Keys of causal races stay in race tiles if those of all races have room there, and their values on the chip; if not,
/// keys and values wait in on-chip memory, of the first races as long as there is room, and the others' off chip.
private func placeStates(
  in mapping: inout Mapping, context: CompileContext, place: String, left: inout Int
) throws(CompileError) {
  let (tokens, bits, chip) = (
    mapping.maximumTokens, context.precision.attentionBits, context.chip
  )
  func shape(_ term: Mapping.Term) -> Instruction.RaceShape? {
    guard case .race(let race) = term.kind, race.causal else { return nil }
    return race.shape(bits: bits, angles: nil)
  }
  let tiles = mapping.terms.reduce(0) {
    $0 + (shape($1)?.keyTiles(tokens: tokens, on: chip.geometry) ?? 0) * mapping.layers(of: $1)
  }
  let fitsTiles = tiles <= chip.geometry.raceTiles
  for index in mapping.terms.indices {
    guard let shape = shape(mapping.terms[index]), case .race(var race) = mapping.terms[index].kind
    else { continue }
    // Layers that one stands for are all where it is.
    let needed =
      shape.stateBits(tokens: tokens) / (fitsTiles ? 2 : 1)
      * mapping.layers(of: mapping.terms[index])
    if needed <= left {
      left -= needed
      race.state = fitsTiles ? .tiles : .onChip
    } else if chip.memory.offChip_bitsPerSecond != nil {
      race.state = .offChip
    } else {
      throw .doesNotFit(
        term: mapping.terms[index].name + ": keys and values of \(tokens) tokens",
        limit: "\(place) left on \(chip.name), which has no off-chip memory,", needed: needed,
        available: left, unit: "bits")
    }
    mapping.terms[index].kind = .race(race)
  }
}

/// Tables, smallest first.
private func placeTables(
  in mapping: inout Mapping, context: CompileContext, place: String, left: inout Int
) throws(CompileError) {
  let memory = context.chip.memory
  let smallestFirst = mapping.tables.indices.sorted {
    (mapping.tables[$0].storageBits, $0) < (mapping.tables[$1].storageBits, $1)
  }
  for index in smallestFirst {
    let table = mapping.tables[index]
    if table.storageBits <= left {
      mapping.tables[index].onChip = true
      left -= table.storageBits
    } else if memory.offChip_bitsPerSecond == nil {
      throw .doesNotFit(
        term: table.name,
        limit: "\(place) left on \(context.chip.name), which has no off-chip memory,",
        needed: table.storageBits, available: left, unit: "bits")
    }
  }
}

/// Where each value is: at the tiles that make it, or that the sums of an array are brought to.
private func homes(of mapping: Mapping, chip: ChipSpec) -> [Mapping.Home] {
  var places = ValuePlaces(chip)
  var homes: [Mapping.Home] = []
  for term in mapping.terms {
    let inputs = term.inputs.map { homes[$0] }
    let home: Mapping.Home
    switch term.kind {
    case .preset, .tables:
      home = places.lanes(near: places.port(.memoryPort, term.width), term.width)
    case .array(let index):
      home = places.lanes(near: places.columnEnds(of: mapping.arrays[index].placement), term.width)
    case .race(let race): home = places.races(race.attention, operands: inputs)
    case .gate:
      home = places.gates(near: places.lanes(near: inputs[0], term.width), term.width)
    case .potential: home = places.norm(near: inputs[0], term.width)
    case .choose:
      // The race's agents tell a lane of the first block who was first.
      let lanes = places.lanes(near: inputs[0], mapping.terms[term.inputs[0]].width)
      home = Mapping.Home(blockWidth: lanes.blockWidth, tiles: [lanes.tiles[0]])
    case .coupling, .superposition, .rescale, .pool, .unit:
      home = places.lanes(near: inputs[0], term.width)
    }
    homes.append(home)
  }
  return homes
}
