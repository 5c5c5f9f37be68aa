public import ExecutionRecords

/// A chip as its description states it, with every number in SI base units or counts.
///
/// `VirtualNPU` reads geometry and timing, never prices; `EnergyBudgets` reads prices, never timing.
public struct ChipSpec: Sendable, Equatable {
  /// Name by which a command selects the chip.
  public var name: String
  /// One line for reports.
  public var summary: String
  /// What the chip is made of.
  public var geometry: ChipGeometry
  /// How long things take.
  public var timing: ChipTiming
  /// Memories.
  public var memory: ChipMemory
  /// What physics and manufacture do to agents and couplings.
  public var devices: ChipDevices
  /// Energy of one action, for the actions whose price is known.
  public var prices: [Action: Price]
  /// Power that flows whatever the chip does.
  public var staticPower: [StaticPower]
  /// A claimed total power in watts, for the ceiling price that it leaves per action.
  public var claimedPower_W: Price?
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var hash: String

  /// Creates a chip description.
  public init(
    name: String, summary: String, geometry: ChipGeometry, timing: ChipTiming, memory: ChipMemory,
    devices: ChipDevices = ChipDevices(), prices: [Action: Price], staticPower: [StaticPower],
    claimedPower_W: Price?, hash: String
  ) {
    self.name = name
    self.summary = summary
    self.geometry = geometry
    self.timing = timing
    self.memory = memory
    self.devices = devices
    self.prices = prices
    self.staticPower = staticPower
    self.claimedPower_W = claimedPower_W
    self.hash = hash
  }
}

/// Numbers and sizes of tiles.
public struct ChipGeometry: Sendable, Equatable {
  /// Crossbar tiles that hold couplings of linear layers.
  public var linearTiles: Int
  /// Race tiles (attention rows).
  public var raceTiles: Int
  /// Gate agents that fire in parallel.
  public var gateAgents: Int
  /// Norm units (pairs of potentials μ, z) that settle in parallel.
  public var normUnits: Int
  /// Digital operations that the periphery does in one cycle.
  public var digitalLanes: Int
  /// Rows (input agents) of a tile.
  public var tileRows: Int
  /// Columns (output agents) of a tile.
  public var tileColumns: Int
  /// Most bits of a coupling, sign included.
  public var couplingBits: Int
  /// Most bits of an input agent's code.
  public var activationBits: Int
  /// Most couplings that one agent can have; `nil` where the tile's rows are the only limit.
  public var maximumFanIn: Int?
  /// Agents of the lattice tiles, all together; 0 without such tiles.
  public var latticeAgents: Int

  /// Creates a geometry.
  public init(
    linearTiles: Int, raceTiles: Int, gateAgents: Int, normUnits: Int, digitalLanes: Int,
    tileRows: Int, tileColumns: Int, couplingBits: Int, activationBits: Int, maximumFanIn: Int?,
    latticeAgents: Int = 0
  ) {
    self.linearTiles = linearTiles
    self.raceTiles = raceTiles
    self.gateAgents = gateAgents
    self.normUnits = normUnits
    self.digitalLanes = digitalLanes
    self.tileRows = tileRows
    self.tileColumns = tileColumns
    self.couplingBits = couplingBits
    self.activationBits = activationBits
    self.maximumFanIn = maximumFanIn
    self.latticeAgents = latticeAgents
  }
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
  /// The potentials settle by feedback; each step costs 2d operations.
  case feedback
}

/// Times and rates, in seconds, hertz and cycles.
public struct ChipTiming: Sendable, Equatable {
  /// Clock of the digital periphery: the length of a cycle.
  public var clock_Hz: Double
  /// Cycles of one bit-plane.
  public var planeCycles: Int
  /// How a column is read.
  public var readOut: ColumnReadOut
  /// Cycles to write one row of couplings.
  public var couplingRowCycles: Int
  /// Whether couplings load behind the computation.
  public var shadowLoad: Bool
  /// Cycles of one hop of the mesh.
  public var hopCycles: Int
  /// Bits of a flit, which a link carries in one cycle.
  public var flitBits: Int
  /// Flits that the input buffer of a router's port holds: its sender's credits.
  public var creditFlits: Int
  /// Time for a β DAC to settle, in seconds.
  public var betaSettling_s: Double
  /// Bits of the score DAC of a race agent.
  public var scoreBits: Int
  /// Range of the score DAC in nats below the row's maximum.
  public var scoreRange_nats: Double
  /// Time within which two firings collide, in seconds.
  public var arbitration_s: Double
  /// a = total race rate × arbitration time.
  public var raceLoad: Double
  /// Largest rate of one race agent, in hertz.
  public var maximumRate_Hz: Double
  /// Rate of firings of one gate agent, in hertz.
  public var gateRate_Hz: Double
  /// Rate of the clock of one lattice agent, in hertz.
  public var latticeRate_Hz: Double
  /// How norms settle.
  public var normMethod: NormMethod
  /// Gain k of a feedback step.
  public var normGain: Double
  /// Relative error at which feedback stops.
  public var normTolerance: Double
  /// Cycles to bring an asynchronous completion into the clock.
  public var synchroniserCycles: Int

  /// Creates a timing with the defaults of docs/conventions.md.
  public init(
    clock_Hz: Double = 1e9, planeCycles: Int = 1, readOut: ColumnReadOut = .counter,
    couplingRowCycles: Int = 10, shadowLoad: Bool = false, hopCycles: Int = 2, flitBits: Int = 128,
    creditFlits: Int = 4, betaSettling_s: Double = 10e-9, scoreBits: Int = 8,
    scoreRange_nats: Double = 16,
    arbitration_s: Double = 50e-12, raceLoad: Double = 0.01, maximumRate_Hz: Double = 1e9,
    gateRate_Hz: Double = 1e9, latticeRate_Hz: Double = 1e9, normMethod: NormMethod = .feedback,
    normGain: Double = 0.2,
    normTolerance: Double = 1.0 / 256, synchroniserCycles: Int = 2
  ) {
    self.clock_Hz = clock_Hz
    self.planeCycles = planeCycles
    self.readOut = readOut
    self.couplingRowCycles = couplingRowCycles
    self.shadowLoad = shadowLoad
    self.hopCycles = hopCycles
    self.flitBits = flitBits
    self.creditFlits = creditFlits
    self.betaSettling_s = betaSettling_s
    self.scoreBits = scoreBits
    self.scoreRange_nats = scoreRange_nats
    self.arbitration_s = arbitration_s
    self.raceLoad = raceLoad
    self.maximumRate_Hz = maximumRate_Hz
    self.gateRate_Hz = gateRate_Hz
    self.latticeRate_Hz = latticeRate_Hz
    self.normMethod = normMethod
    self.normGain = normGain
    self.normTolerance = normTolerance
    self.synchroniserCycles = synchroniserCycles
  }
}

/// Memories and links.
public struct ChipMemory: Sendable, Equatable {
  /// Bits of on-chip memory outside the coupling arrays.
  public var onChip_bits: Int
  /// Bandwidth of off-chip memory in bits per second; `nil` if the chip has none.
  public var offChip_bitsPerSecond: Double?
  /// Bandwidth of the host link in bits per second.
  public var host_bitsPerSecond: Double

  /// Creates the memories.
  public init(onChip_bits: Int, offChip_bitsPerSecond: Double?, host_bitsPerSecond: Double) {
    self.onChip_bits = onChip_bits
    self.offChip_bitsPerSecond = offChip_bitsPerSecond
    self.host_bitsPerSecond = host_bitsPerSecond
  }
}
