/// A link of the mesh where it crosses from one die to the next: transmitters and receivers of both ways at both
/// edges, and the lines between them.
public struct DieLink: Sendable {
  /// What carries the bits.
  public enum Kind: String, CaseIterable, Sendable {
    /// UCIe on an organic substrate, bumps 100 to 130 µm apart.
    case standardUCIe = "ucie_standard"
    /// UCIe on a silicon bridge or interposer, bumps 25 to 55 µm apart.
    case advancedUCIe = "ucie_advanced"
    /// Ground-referenced single-ended lanes, as NVLink-C2C.
    case groundReferenced = "ground_referenced"
    /// Serial transceivers of 112 Gbit/s over a board.
    case serial

    /// Largest rate of a lane in bit/s.
    public var mostRate_bitsPerSecond: Double {
      switch self {
      case .standardUCIe, .advancedUCIe: 32e9
      case .groundReferenced: 40e9
      case .serial: 112e9
      }
    }

    /// From the sender's register to the receiver's, in seconds.
    public var latency_s: Double {
      switch self {
      case .standardUCIe, .advancedUCIe: 2e-9
      case .groundReferenced: 5e-9
      case .serial: 20e-9
      }
    }
  }

  /// One bit from die to die, in joules.
  public let bit: Formula
  /// Bits a second that a link carries each way.
  public let bandwidth: Formula
  /// Seconds from the first bit of a flit at one die to its last at the other.
  public let flitTime: Formula
  /// Millimetres of a die's edge that a link takes, both ways.
  public let edge: Formula
  /// Area of one end of a link on its die in mm2.
  public let area: Formula
  /// Power of an idle link, both ways and both ends, in watts.
  public let standby: Formula

  /// What a description says of its links.
  public struct Structure: Sendable {
    var kind: Kind
    var lanes: Int
    var rate_bitsPerSecond: Double
    var flitBits: Int
    var latency_s: Double
    var edge_mm: Double?
    var depth_mm: Double?

    /// States a link.
    ///
    /// - Parameters:
    ///   - kind: what carries the bits.
    ///   - lanes: lanes each way.
    ///   - rate_bitsPerSecond: of a lane.
    ///   - flitBits: bits that cross together.
    ///   - latency_s: from register to register.
    ///   - edge_mm: of the die, for a lane of each way with its bumps; `nil` for what the kind needs.
    ///   - depth_mm: of its circuits behind the edge; `nil` for what the kind needs.
    public init(
      kind: Kind, lanes: Int, rate_bitsPerSecond: Double, flitBits: Int, latency_s: Double,
      edge_mm: Double?, depth_mm: Double?
    ) {
      self.kind = kind
      self.lanes = lanes
      self.rate_bitsPerSecond = rate_bitsPerSecond
      self.flitBits = flitBits
      self.latency_s = latency_s
      self.edge_mm = edge_mm
      self.depth_mm = depth_mm
    }
  }

  /// A link of a structure.
  public init(_ structure: Structure) {
    let kind = structure.kind
    let lanes = Formula.stated("link_lanes", Double(structure.lanes))
    let rate = Formula.stated("link_rate", structure.rate_bitsPerSecond, "bit/s")
    bandwidth = (lanes * rate).named("link_bandwidth", "bit/s", "a link between dies, each way")
    flitTime =
      (Formula.stated("link_latency", structure.latency_s, "s")
      + Formula.stated("flit_bits", Double(structure.flitBits), "bit") / bandwidth).named(
        "link_flit_time", "s", "a flit from die to die, alone")
    bit = kind.energy(rate_bitsPerSecond: structure.rate_bitsPerSecond)
      .named("link_bit", "J", "one bit from die to die, both ends")
    let laneEdge =
      structure.edge_mm.map { .stated("link_lane_edge", $0, "mm") } ?? kind.laneEdge
    edge = (lanes * laneEdge).named("link_edge", "mm", "edge of a die that a link takes")
    let depth = structure.depth_mm.map { .stated("link_depth", $0, "mm") } ?? kind.depth
    area = (edge * depth).named("link_area", "mm2", "one end of a link")
    standby = (kind.idleShare * bit * 2 * bandwidth).named(
      "link_idle", "W", "a link without traffic, both ways")
  }
}
