import HardwareSpecs
import ModelCompiler
import TransformerModels

/// A chip that a model is estimated on: as it is described, or with what the model needs besides.
struct ChipVariant: Sendable {
  /// What is different.
  enum Kind: String, Sendable {
    /// Nothing: the description.
    case described
    /// Couplings that do not fit come from off-chip memory, in the order of use.
    case streamed
    /// So many dies that all couplings stay.
    case resident
  }

  let kind: Kind
  let chip: ChipSpec
  /// What was added to the description, one phrase each.
  var additions: [String] = []

  /// The chip as described.
  init(described chip: ChipSpec) {
    kind = .described
    self.chip = chip
  }

  private init(_ kind: Kind, _ chip: ChipSpec, _ additions: [String]) {
    self.kind = kind
    self.chip = chip
    self.additions = additions
  }

  /// The chip with off-chip memory for what does not fit, and loads behind the computation.
  ///
  /// - Parameters:
  ///   - chip: the description.
  ///   - needs: of the model.
  ///   - offChip_bytesPerSecond: bandwidth of that memory, if the description has none.
  static func streamed(
    _ chip: ChipSpec, _ needs: CapacityNeeds, offChip_bytesPerSecond: Double
  ) -> ChipVariant {
    var (streamed, additions) = (chip, [String]())
    addMemory(to: &streamed, needs, offChip_bytesPerSecond, &additions)
    if !chip.timing.shadowLoad {
      streamed.timing.shadowLoad = true
      additions.append("couplings load behind the computation")
    }
    return ChipVariant(.streamed, streamed, additions)
  }

  /// The chip on the least number of dies that hold all couplings, each die like one of the description's; `nil` where
  /// it has no tiles, or would need more than can be numbered.
  static func resident(
    _ chip: ChipSpec, _ needs: CapacityNeeds, offChip_bytesPerSecond: Double
  ) -> ChipVariant? {
    let own = chip.geometry
    let dieTiles = own.linearTiles / chip.dies.count
    guard dieTiles > 0 else { return nil }
    let least = (needs.allTiles + dieTiles - 1) / dieTiles
    guard least > 0, least < 10_000_000 else { return nil }
    var (resident, additions) = (chip, [String]())
    let grid = Self.grid(of: least)
    (resident.dies.rows, resident.dies.columns) = grid
    let dies = grid.rows * grid.columns
    /// As many on each die as now.
    func scaled(_ count: Int) -> Int { count / chip.dies.count * dies }
    resident.geometry.linearTiles = dieTiles * dies
    resident.geometry.raceTiles = scaled(own.raceTiles)
    resident.geometry.gateAgents = scaled(own.gateAgents)
    resident.geometry.normUnits = scaled(own.normUnits)
    resident.geometry.digitalLanes = scaled(own.digitalLanes)
    resident.geometry.latticeAgents = scaled(own.latticeAgents)
    resident.memory.onChip_bits = scaled(chip.memory.onChip_bits)
    additions.append(
      "\(dies) \(dies == 1 ? "die" : "dies") in \(grid.rows) × \(grid.columns), each like the description's"
        + (dies == least ? "" : ": \(least) would hold the couplings"))
    addMemory(to: &resident, needs, offChip_bytesPerSecond, &additions)
    return ChipVariant(.resident, resident, additions)
  }

  /// The smallest rectangle of so many dies whose sides are within a factor of four, or a row of few.
  private static func grid(of dies: Int) -> (rows: Int, columns: Int) {
    guard dies > 4 else { return (1, dies) }
    let root = Int(Double(dies).squareRoot())
    let shapes = (max(1, root / 2)...root).map { ($0, (dies + $0 - 1) / $0) }
    return shapes.min { ($0.0 * $0.1, -$0.0) < ($1.0 * $1.1, -$1.0) } ?? (1, dies)
  }

  /// Memory for what every die must hold, and off-chip memory for tables that do not fit.
  private static func addMemory(
    to chip: inout ChipSpec, _ needs: CapacityNeeds, _ offChip_bytesPerSecond: Double,
    _ additions: inout [String]
  ) {
    if chip.memory.offChip_bitsPerSecond == nil {
      chip.memory.offChip_bitsPerSecond = 8 * offChip_bytesPerSecond
      additions.append(
        "off-chip memory of \(Int((offChip_bytesPerSecond / 1e8).rounded()) / 10) GB/s")
    }
    let dies = chip.dies.count
    if needs.buffers_bits > chip.dieMemory_bits {
      let before = Double(chip.dieMemory_bits) / 8e6
      chip.memory.onChip_bits = needs.buffers_bits * dies
      additions.append(
        "\(Int((Double(needs.buffers_bits) / 8e6).rounded(.up))) MB of on-chip memory a die in place of "
          + "\(Int(before.rounded())) for the rows of a text")
    }
  }
}
