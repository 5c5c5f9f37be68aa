public import ChipComponents
public import ExecutionRecords

/// A chip as its description states it, with every number in SI base units or counts.
///
/// `VirtualChip` reads geometry and timing, never prices; `EnergyBudgets` reads prices, never timing.
public struct ChipSpec: Sendable, Equatable, Alterable, SpecRoot {
  /// Name by which a command selects the chip.
  public var name = ""
  /// One line for reports.
  public var summary = ""
  /// What the chip is made of.
  public var geometry = ChipGeometry()
  /// How it is cut into dies.
  public var dies = ChipDies()
  /// Node, transistors and supply, from which figures that are not stated follow.
  public var technology = ChipTechnology()
  /// How long things take.
  public var timing = ChipTiming()
  /// Memories.
  public var memory = ChipMemory()
  /// What physics and manufacture do to agents and couplings.
  public var devices = ChipDevices()
  /// What steers β, and trims agents.
  public var control = ChipControl()
  /// Energy of one action, for the actions whose price is stated; `ChipPlan` has the others.
  public var prices: [Action: Price] = [:]
  /// Power that flows whatever the chip does, where it is stated; `ChipPlan` has what follows otherwise.
  public var staticPower: [StaticPower] = []
  /// A claimed total power in watts, for the ceiling price that it leaves per action.
  public var claimedPower_W: Price?
  /// SHA-256 of the file's bytes, in hexadecimal: where the chip comes from. See `identity`.
  public var hash = ""
  /// `content` as the file gave it.
  var statedContent: String?

  /// A chip without tiles and prices, with the defaults of the format.
  public init() {}
}

/// Numbers and sizes of tiles.
public struct ChipGeometry: Sendable, Equatable, Alterable {
  /// Crossbar tiles that hold couplings of linear layers.
  public var linearTiles = 0
  /// Race tiles (attention rows).
  public var raceTiles = 0
  /// Gate agents that fire in parallel.
  public var gateAgents = 0
  /// Norm units (pairs of potentials μ, z) that settle in parallel.
  public var normUnits = 0
  /// Digital operations that the periphery does in one cycle.
  public var digitalLanes = 0
  /// Rows (input agents) of a tile.
  public var tileRows = 0
  /// Columns (output agents) of a tile.
  public var tileColumns = 0
  /// Most bits of a coupling, sign included.
  public var couplingBits = 0
  /// Most bits of an input agent's code.
  public var activationBits = 0
  /// Bits of an agent's field and of the random number it is compared with.
  public var fieldBits = 12
  /// How agents turn a field into a probability.
  public var agentThreshold = AgentThreshold.linear
  /// Adders of a column and row beyond one a bit of a coupling.
  public var guardBits = 1
  /// Most couplings that one agent can have; `nil` where the tile's rows are the only limit.
  public var maximumFanIn: Int?
  /// Agents of the lattice tiles, all together; 0 without such tiles.
  public var latticeAgents = 0
  /// Couplings that one of them keeps.
  public var latticeNeighbours = 16
  /// Side of a tile with its router in mm; `nil` for the one that follows from its area.
  public var tilePitch_mm: Double?

  /// A chip without any tile.
  public init() {}
}

/// How a column's sum leaves a tile.
public enum ColumnReadOut: Sendable, Equatable {
  /// A digital counter of ⌈log2(rows+1)⌉ bits on each column: exact.
  case counter
  /// Converters of `bits`, each shared by `columnsPerConverter` columns: one conversion for each
  /// bit-plane product and column.
  case converter(bits: Int, columnsPerConverter: Int)
}

/// How a norm finds its potentials.
public enum NormMethod: String, Sendable, Equatable, CaseIterable {
  /// Mean and variance in two passes of the periphery (2d operations).
  case twoPasses = "two_passes"
  /// The potentials settle by feedback; each step costs 5d operations.
  case feedback
}

/// Times and rates, in seconds, hertz and cycles.
public struct ChipTiming: Sendable, Equatable, Alterable {
  /// Clock of the digital periphery: the length of a cycle.
  public var clock_Hz = 1e9
  /// Cycles of one bit-plane.
  public var planeCycles = 1
  /// How a column is read.
  public var readOut = ColumnReadOut.counter
  /// Cycles to write one row of couplings.
  public var couplingRowCycles = 10
  /// Whether couplings load behind the computation.
  public var shadowLoad = false
  /// Cycles of one hop of the mesh.
  public var hopCycles = 2
  /// Bits of a flit, which a link carries in one cycle.
  public var flitBits = 128
  /// Flits that the input buffer of a router's port holds: its sender's credits.
  public var creditFlits = 4
  /// Time for a β DAC to settle, in seconds.
  public var betaSettling_s = 10e-9
  /// Bits of the score DAC of a race agent.
  public var scoreBits = 8
  /// Range of the score DAC in nats below the row's maximum.
  public var scoreRange_nats = 16.0
  /// Time within which two firings collide, in seconds.
  public var arbitration_s = 50e-12
  /// a = total race rate × arbitration time.
  public var raceLoad = 0.01
  /// Largest rate of one race agent, in hertz.
  public var maximumRate_Hz = 1e9
  /// Rate of firings of one gate agent, in hertz.
  public var gateRate_Hz = 1e9
  /// Rate of the clock of one lattice agent, in hertz.
  public var latticeRate_Hz = 1e9
  /// How norms settle.
  public var normMethod = NormMethod.feedback
  /// Gain k of a feedback step.
  public var normGain = 0.2
  /// Relative error at which feedback stops.
  public var normTolerance = 1.0 / 256
  /// Cycles to bring an asynchronous completion into the clock.
  public var synchroniserCycles = 2

  /// The defaults of docs/conventions.md.
  public init() {}
}

/// Memories and links.
public struct ChipMemory: Sendable, Equatable, Alterable {
  /// Bits of on-chip memory outside the coupling arrays.
  public var onChip_bits = 0
  /// Bits of one bank of it.
  public var bank_bits = 262_144
  /// Bandwidth of off-chip memory in bits per second; `nil` if the chip has none.
  public var offChip_bitsPerSecond: Double?
  /// Bandwidth of the host link in bits per second.
  public var host_bitsPerSecond = Double.infinity

  /// No memory, and a host link without limit.
  public init() {}
}

/// A part of a description that makes altered copies of itself.
public protocol Alterable {}

extension Alterable {
  /// A copy with changes, e.g. `chip.with { $0.timing.normMethod = .twoPasses }`.
  public func with(_ change: (inout Self) -> Void) -> Self {
    var copy = self
    change(&copy)
    return copy
  }
}
