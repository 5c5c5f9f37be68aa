import ByteFormats
public import ChipComponents

/// Dies of a chip and the links between them.
///
/// Dies lie in a grid and are numbered along it in a snake, so that die k + 1 is next to die k. Each carries an equal
/// share of the chip's tiles on a square mesh of its own; at a border every row (or column) of the mesh goes on over a
/// link of its own.
public struct ChipDies: Sendable, Equatable, Alterable {
  /// Rows of dies.
  public var rows = 1
  /// Dies in a row.
  public var columns = 1
  /// The die with the memory port, and the off-chip memory behind it.
  public var memoryDie = 0
  /// The die with the host port.
  public var hostDie = 0
  /// What carries the bits between dies.
  public var link = DieLink.Kind.standardUCIe
  /// Lanes each way of one link.
  public var linkLanes = 8
  /// Bits a second of a lane.
  public var linkRate_bitsPerSecond = 16e9
  /// From register to register over a link, in seconds; `nil` for that of its kind.
  public var linkLatency_s: Double?
  /// Flits that the buffer at the end of a link holds; `nil` for as many as keep it busy.
  public var linkBufferFlits: Int?
  /// Edge of a die for a lane of each way in mm; `nil` for that of its kind.
  public var linkLaneEdge_mm: Double?
  /// How far a link reaches into its die in mm; `nil` for that of its kind.
  public var linkDepth_mm: Double?

  /// One die.
  public init() {}

  /// All dies.
  public var count: Int { rows * columns }

  /// Where a die lies in the grid.
  public func place(of die: Int) -> (column: Int, row: Int) {
    let (row, rest) = die.quotientAndRemainder(dividingBy: columns)
    return (row.isMultiple(of: 2) ? rest : columns - 1 - rest, row)
  }

  /// Pairs of dies with a border between them, each the lower number first.
  public var borders: [(Int, Int)] {
    (0..<count).flatMap { die in
      let (column, row) = place(of: die)
      return [(column + 1, row), (column, row + 1)].filter { $0.0 < columns && $0.1 < rows }
        .map { number(atColumn: $0.0, row: $0.1) }.map { (min(die, $0), max(die, $0)) }
    }
  }

  /// The die at a place of the grid.
  func number(atColumn column: Int, row: Int) -> Int {
    row * columns + (row.isMultiple(of: 2) ? column : columns - 1 - column)
  }

  /// Borders of the die that has most: all dies are made by one mask.
  public var bordersOfDie: Int { min(2, rows - 1) + min(2, columns - 1) }
}

/// What a flit takes on the way over a link between dies, besides its hop.
public struct DieCrossing: Sendable, Equatable {
  /// Most flits that the buffer at a link's end holds unless a description states more.
  public static let mostBuffered = 64

  /// Cycles beside those of a hop: latency, and the flit's own bits behind the first.
  public var delay: Int
  /// Cycles between two flits, 1 at least.
  public var interval: Int
  /// Flits that the buffer at the link's end holds: the sender's credits.
  public var credits: Int

  /// States a crossing.
  public init(delay: Int, interval: Int, credits: Int) {
    self.delay = delay
    self.interval = interval
    self.credits = credits
  }
}

extension ChipSpec {
  /// What a flit takes from die to die.
  ///
  /// A flit of b bits keeps a link of n lanes of rate r busy for ⌈b f / (n r)⌉ cycles of the clock f; it is there
  /// ⌈latency · f⌉ cycles after its last bit. A buffer that keeps the link busy has a place for each flit under way, and
  /// is not smaller than those of the mesh.
  ///
  /// On one die nothing crosses, and no link is looked at.
  public var crossing: DieCrossing {
    guard dies.count > 1 else {
      return DieCrossing(delay: 0, interval: 1, credits: timing.creditFlits)
    }
    // A description has no step of more cycles; one that was altered in memory must not leave the integers.
    func cycles(_ cycles: Double) -> Int {
      Int(min(ChipCycles.maximum, cycles * (1 - 1e-12)).rounded(.up))
    }
    let interval = max(1, cycles(linkFlitCycles))
    let delay = cycles(linkLatency_s * timing.clock_Hz) + interval - 1
    let roundTrip = max(1, timing.hopCycles) + delay + 1
    return DieCrossing(
      delay: delay, interval: interval,
      credits: dies.linkBufferFlits
        ?? max(
          timing.creditFlits, min(ceilingDivide(roundTrip, interval), DieCrossing.mostBuffered)))
  }

  /// Latency of a link: stated, or that of its kind.
  public var linkLatency_s: Double { dies.linkLatency_s ?? dies.link.latency_s }

  /// Cycles of the clock that the bits of a flit take on a link.
  var linkFlitCycles: Double {
    Double(timing.flitBits) * timing.clock_Hz
      / (Double(dies.linkLanes) * dies.linkRate_bitsPerSecond)
  }

  /// On-chip memory of one die: an equal share.
  public var dieMemory_bits: Int { memory.onChip_bits / dies.count }

  /// Lattice agents of one die: an equal share. Their messages do not leave it.
  public var dieLatticeAgents: Int { geometry.latticeAgents / dies.count }
}
