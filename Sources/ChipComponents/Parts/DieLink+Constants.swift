/// Constants of links between dies, each with its source. They are those of nodes from 28 to 3 nm: the drivers of
/// lines and pads do not follow the node of the logic behind them.
extension DieLink.Kind {
  /// One bit, both ends.
  func energy(rate_bitsPerSecond: Double) -> Formula {
    let isFast = rate_bitsPerSecond > 16e9
    return switch self {
    case .standardUCIe:
      .constant(
        "link_bit_constant", isFast ? 0.6e-12 : 0.5e-12, "J", within: 1.4, .published,
        "UCIe on substrate: 0.5 pJ/bit to 16 GT/s, 0.6 above (Das Sharma, Hot Interconnects 2025, a target); measured "
          + "0.54 at 20 Gbit/s over 4.5 mm (Poulton 2013, 28 nm)")
    case .advancedUCIe:
      .constant(
        "link_bit_constant", isFast ? 0.3e-12 : 0.25e-12, "J", within: 1.4, .published,
        "UCIe on silicon: 0.25 pJ/bit to 16 GT/s, 0.3 above (Das Sharma, Hot Interconnects 2025, a target); measured "
          + "0.297 at 25 Gbit/s over 1.2 mm (Nishi 2023, 5 nm)")
    case .groundReferenced:
      .constant(
        "link_bit_constant", 1.3e-12, "J", within: 1.5, .published,
        "NVLink-C2C 1.3 pJ/bit (as reported); the circuits of its first test chip 0.54 (Poulton 2013)"
      )
    case .serial:
      .constant(
        "link_bit_constant", 5.5e-12, "J", within: 1.4, .published,
        "serial transceivers of 112 Gbit/s: 5.5 pJ/bit (as reported beside NVLink-C2C)")
    }
  }

  /// Edge of a die for a lane of each way with its clocks and supplies.
  var laneEdge: Formula {
    let name = "link_lane_edge"
    return switch self {
    case .standardUCIe:
      .constant(
        name, 0.0357, "mm", within: 1.2, .published,
        "224 GB/s/mm at 32 GT/s, both ways together: 28 lanes of each way a millimetre (Das Sharma, Hot Interconnects 2025)"
      )
    case .advancedUCIe:
      .constant(
        name, 0.00608, "mm", within: 1.2, .published,
        "1.317 TB/s/mm at 32 GT/s, both ways together: 165 lanes of each way a millimetre (features of UCIe 1.0)"
      )
    case .groundReferenced:
      .constant(
        name, 0.285, "mm", within: 1.6, .published,
        "281 Gbit/s/mm at 40 Gbit/s (NVLink-C2C as reported; 552 for its next one), taken as both ways together"
      )
    case .serial:
      .constant(
        name, 0.737, "mm", within: 1.5, .published,
        "304 Gbit/s/mm at 112 Gbit/s (as reported beside NVLink-C2C), taken as both ways together")
    }
  }

  /// How far its circuits reach into the die.
  var depth: Formula {
    self == .advancedUCIe
      ? .constant(
        "link_depth", 0.976, "mm", within: 1.2, .published,
        "1.317 TB/s/mm over 1.35 TB/s/mm² (features of UCIe 1.0)")
      : .constant(
        "link_depth", 1.5, "mm", within: 1.4, .assumed,
        "assumption: bumps further apart than those of a silicon bridge, which needs 1 mm")
  }

  /// Power without traffic over that with all of it.
  var idleShare: Formula {
    switch self {
    case .standardUCIe, .advancedUCIe:
      .constant(
        "link_idle_share", 0.15, "1", within: 1.5, .published,
        "UCIe: idle links save 85 % (Das Sharma, Hot Interconnects 2025)")
    case .groundReferenced, .serial:
      .constant(
        "link_idle_share", 0.3, "1", within: 1.8, .assumed,
        "assumption: clocks and their recovery stay on between packets")
    }
  }
}
