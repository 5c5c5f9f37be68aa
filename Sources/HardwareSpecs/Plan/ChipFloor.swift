public import ChipComponents

/// How many parts a chip has, and what they take: area, registers, leakage, pitch.
public struct ChipFloor: Sendable {
  /// Area of the die, or of all dies, in mm2.
  public let area: Formula
  /// Area of one die in mm2: an equal share.
  public let dieArea: Formula
  /// Area of a linear tile with its router in mm2.
  public let footprint: Formula
  /// Side of a tile with its router in mm.
  public let tilePitch: Formula
  /// Flip-flops of all parts.
  public let registers: Formula
  /// Leakage of all parts in watts.
  public let leakage: Formula
  /// Area of estimators, β converters and bias converters in mm2; `nil` for a chip without any.
  public let control: Formula?
  /// Longest way inside the memory in mm.
  public let memorySide: Formula
  /// Areas by kind of part in mm2.
  public let areas: [Formula]

  init(
    _ chip: ChipSpec, linearTile: CouplingTile, raceTile: CouplingTile, agent: ProbabilisticBit,
    latticeAgent: ProbabilisticBit, lane: Lane, router: Router, bank: SRAMArray,
    registers flipFlops: Registers, converters: Converters, control parts: ControlParts?,
    dies: DiePlan?
  ) {
    let geometry = chip.geometry
    let linear = Formula.count("linear_tiles", geometry.linearTiles)
    let races = Formula.count("race_tiles", geometry.raceTiles)
    let gates = Formula.count("gate_agents", geometry.gateAgents)
    let lattice = Formula.count("lattice_agents", geometry.latticeAgents)
    let lanes = Formula.count("digital_lanes", geometry.digitalLanes)
    let norms = Formula.count("norm_units", geometry.normUnits)
    let columns = Formula.count("tile_columns", geometry.tileColumns)
    let routers = Formula.count("mesh_tiles", geometry.meshTiles)
    let banks = Formula.count(
      "memory_banks", (chip.memory.onChip_bits + chip.memory.bank_bits - 1) / chip.memory.bank_bits)
    /// A norm unit has an adder and a register of each lane.
    let normCells = norms * lanes
    let adder = lane.area / 4
    let converting: Formula =
      if case .converter(_, let shared) = chip.timing.readOut {
        (linear + races) * columns / Formula(Double(shared)) * converters.area
      } else {
        0
      }
    let packed =
      linear * linearTile.area + races * (raceTile.area + columns * agent.area)
      + routers * router.area
    // A stated pitch spaces the tiles out.
    let spread = geometry.tilePitch_mm.map {
      (linear + races) * Formula.stated("tile_pitch", $0, "mm").power(2)
    }
    let tiles = spread ?? packed
    let mesh = (chip.timing.readOut == .counter ? tiles : tiles + converting).named(
      "mesh_area", "mm2", "linear tiles, race tiles with their agents, routers, converters")
    let agents = (gates * agent.area + lattice * latticeAgent.area).named(
      "agents_area", "mm2", "gate agents and lattice agents")
    let periphery = (lanes * lane.area + normCells * adder).named(
      "periphery_area", "mm2", "lanes, and a quarter of a lane for each adder of a norm unit")
    let memory = (banks * bank.area).named("memory_area", "mm2", "banks of the on-chip memory")
    let edge = Formula.constant(
      "edge_area", 8, "mm2", within: 1.5, .assumed,
      "assumption: pads, host and memory interfaces, clock generator")
    control = parts?.area
    let own: [Formula] = parts.map { [$0.area] } ?? []
    if let dies {
      areas = [mesh, agents, periphery, memory, edge, dies.linksArea] + own
      let all = mesh + agents + periphery + memory + dies.count * edge + dies.linksArea
      area = own.reduce(all) { $0 + $1 }.named(
        "area", "mm2", "all dies, each with its edge and its ends of links")
      dieArea = (area / dies.count).named("die_area", "mm2", "one die")
    } else {
      areas = [mesh, agents, periphery, memory, edge] + own
      area = own.reduce(mesh + agents + periphery + memory + edge) { $0 + $1 }.named(
        "area", "mm2", "the die")
      dieArea = area
    }
    footprint = linearTile.area + router.area
    tilePitch =
      geometry.tilePitch_mm.map { .stated("tile_pitch", $0, "mm") }
      ?? footprint.power(0.5).named("tile_pitch", "mm", "side of a linear tile with its router")
    memorySide = memory.power(0.5).named("memory_side", "mm", "side of the on-chip memory")
    let flops =
      linear * linearTile.registers + races * (raceTile.registers + columns * agent.registers)
      + gates * agent.registers + lattice * latticeAgent.registers + lanes * lane.registers
      + normCells * lane.registers / 4 + routers * router.registers
    let links = dies.map { flops + $0.bufferRegisters } ?? flops
    registers = (parts.map { links + $0.registers } ?? links).named(
      "registers", "bit", "flip-flops of tiles, agents, lanes, norm units and routers")
    let leaking =
      linear * linearTile.leakage + races * (raceTile.leakage + columns * agent.leakage)
      + gates * agent.leakage + lattice * latticeAgent.leakage + lanes * lane.leakage
      + normCells * lane.leakage / 4 + routers * router.leakage + banks * bank.leakage
    let linked = dies.map { leaking + $0.bufferRegisters * flipFlops.leakage } ?? leaking
    leakage = (parts.map { linked + $0.leakage } ?? linked).named(
      "leakage", "W", "channel and gate leakage of all parts")
  }
}

extension Formula {
  /// A number of parts.
  static func count(_ name: String, _ number: Int) -> Formula {
    .stated(name, Double(number))
  }
}
