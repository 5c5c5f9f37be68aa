import ByteFormats
public import ChipComponents
import ExecutionRecords

/// The parts of a chip of one technology.
public struct ChipParts: Sendable {
  /// A crossbar that holds couplings.
  public let linearTile: CouplingTile
  /// A crossbar of attention scores.
  public let raceTile: CouplingTile
  /// An agent of races and gates.
  public let agent: ProbabilisticBit
  /// An agent of the lattice tiles with its couplings.
  public let latticeAgent: ProbabilisticBit
  /// A lane of the periphery.
  public let lane: Lane
  /// A router of the mesh.
  public let router: Router
  /// A bank of the on-chip memory.
  public let bank: SRAMArray
  /// Wires between tiles.
  public let wire: Wire
  /// Flip-flops.
  public let registers: Registers
  /// Converters of columns.
  public let converters: Converters
  /// A column of a charge-domain crossbar of the same technology.
  public let analogColumn: AnalogColumn
  /// Area of a crossbar tile of the analog twin in mm2.
  public let analogTileArea: Formula
  /// Bits of the register that sets a field or a score.
  let scoreBits: Formula
  /// Link to the host.
  public let host: Interfaces.Host
  /// Off-chip memory, if there is one.
  public let offChip: Interfaces.Memory?
  /// Dies and their links, if there are several.
  let dies: DiePlan?
  /// Numbers of parts and areas.
  public let floor: ChipFloor
  /// Power of the clocks that gating lets through, in watts.
  public let clockPower: Formula

  init(_ chip: ChipSpec, _ technology: Technology) {
    let geometry = chip.geometry
    let logic = Logic(technology, isProgrammable: chip.technology.isProgrammable)
    registers = Registers(logic)
    wire = Wire(technology)
    linearTile = CouplingTile(
      "tile",
      .init(
        rows: geometry.tileRows, columns: geometry.tileColumns,
        couplingBits: geometry.couplingBits, codeBits: geometry.activationBits,
        guardBits: geometry.guardBits), registers, wire)
    raceTile = CouplingTile(
      "race_tile",
      .init(
        rows: geometry.tileRows, columns: geometry.tileColumns, couplingBits: chip.timing.scoreBits,
        codeBits: chip.timing.scoreBits), registers, wire)
    agent = ProbabilisticBit(
      "agent", .init(fieldBits: geometry.fieldBits, threshold: geometry.agentThreshold), registers)
    latticeAgent = ProbabilisticBit(
      "lattice_agent",
      .init(
        fieldBits: geometry.fieldBits, neighbours: geometry.latticeNeighbours,
        couplingBits: geometry.couplingBits, threshold: geometry.agentThreshold), registers)
    lane = Lane(registers)
    router = Router(
      flitBits: chip.timing.flitBits, bufferFlits: chip.timing.creditFlits, registers, wire)
    bank = SRAMArray("memory_bank", size_KB: Double(chip.memory.bank_bits) / 8192, technology)
    converters = Converters("converter", bits: chip.converterBits, technology)
    analogColumn = AnalogColumn("analog", converterBits: chip.converterBits, registers, wire)
    analogTileArea = analogColumn.tileArea(on: chip)
    scoreBits = .stated("score_bits", Double(chip.timing.scoreBits), "bit")
    host = Interfaces.Host(bandwidth_bitsPerSecond: chip.memory.host_bitsPerSecond)
    offChip = chip.memory.offChip_bitsPerSecond.map {
      Interfaces.Memory(bandwidth_bitsPerSecond: $0)
    }
    dies = chip.dies.count > 1 ? DiePlan(chip, registers) : nil
    floor = ChipFloor(
      chip, linearTile: linearTile, raceTile: raceTile, agent: agent, latticeAgent: latticeAgent,
      lane: lane, router: router, bank: bank, registers: registers, converters: converters,
      control: ControlParts(chip, registers), dies: dies)
    let clock = Formula.stated("clock", chip.timing.clock_Hz, "Hz")
    let gating = Formula.stated("clock_gating", chip.technology.clockGating)
    let trunk = (Formula.count("mesh_tiles", geometry.meshTiles) * floor.tilePitch * wire.cycle)
      .named("clock_trunk", "J", "one cycle of the clock's wires to all tiles, a pitch each")
    clockPower = ((floor.registers * registers.cycle * (1 - gating) + trunk) * clock).named(
      "clock_power", "W", "registers that gating lets through, and wires to the tiles, times hertz")
  }

  /// The figures of the listing: areas, pitch, powers, then prices.
  var rows: [Formula] {
    [
      registers.cycle, wire.bitMillimetre, linearTile.area, linearTile.cycle, router.area,
      bank.access, linearTile.registers, linearTile.leakage, latticeAgent.draw, latticeAgent.update,
      analogColumn.restingProduct, analogColumn.activeProduct, analogTileArea,
    ] + floor.areas + [floor.area] + (dies.map { [floor.dieArea] + $0.rows } ?? [])
      + [floor.tilePitch, floor.registers, floor.leakage, clockPower]
      + Action.allCases.compactMap { prices[$0] }
  }
}

extension AnalogColumn {
  /// Area of a tile: a cell for each bit of a coupling, and converters. A chip that counts gives each column
  /// of a coupling plane one.
  fileprivate func tileArea(on chip: ChipSpec) -> Formula {
    let geometry = chip.geometry
    let columns = Formula.count("tile_columns", geometry.tileColumns)
    let planes = Formula.count("tile_coupling_bits", geometry.couplingBits)
    let converters: Formula =
      if case .converter(_, let shared) = chip.timing.readOut {
        columns / Formula(Double(shared))
      } else {
        columns * planes
      }
    return
      (Formula.count("tile_rows", geometry.tileRows) * columns * planes * cellArea
      + converters * converterArea).named(
        "analog_tile_area", "mm2", "a tile of the analog twin: cells and converters")
  }
}

extension ChipSpec {
  /// Bits of a converter of columns: stated, or enough for every count.
  var converterBits: Int {
    if case .converter(let bits, _) = timing.readOut { return bits }
    return ceilingLog2(geometry.tileRows + 1)
  }
}
