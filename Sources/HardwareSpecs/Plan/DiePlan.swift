internal import ExecutionRecords
import ChipComponents

/// Links between the dies of a chip of several: how many there are, what they take, and what waits at their ends.
struct DiePlan: Sendable {
  /// One link.
  let link: DieLink
  /// Dies.
  let count: Formula
  /// Ends of links on all dies in mm2.
  let linksArea: Formula
  /// Edge of a die that the links of one border take, in mm.
  let borderEdge: Formula
  /// Flip-flops of buffers behind links, beyond those of the routers.
  let bufferRegisters: Formula
  /// Power of all links without traffic in watts.
  let standby: Formula
  /// Bits a second over one border each way.
  let borderBandwidth: Formula

  /// Works out the links of a chip of several dies.
  init(_ chip: ChipSpec, _ registers: Registers) {
    let dies = chip.dies
    link = DieLink(
      .init(
        kind: dies.link, lanes: dies.linkLanes, rate_bitsPerSecond: dies.linkRate_bitsPerSecond,
        flitBits: chip.timing.flitBits, latency_s: chip.linkLatency_s,
        edge_mm: dies.linkLaneEdge_mm, depth_mm: dies.linkDepth_mm))
    count = .count("dies", dies.count)
    let links = Formula.count("border_links", FloorPlan(chip).borderLinks)
    // Dies are made by one mask: those at the rim of the grid have ends that lead nowhere.
    let ends = (count * .count("borders_of_die", dies.bordersOfDie) * links).named(
      "link_ends", "1", "ends of links on all dies, those that lead nowhere too")
    let further = Formula.count(
      "link_buffer_further_flits", max(0, chip.crossing.credits - chip.timing.creditFlits))
    let flit = Formula.stated("flit_bits", Double(chip.timing.flitBits), "bit")
    bufferRegisters = (ends * further * flit).named(
      "link_buffer_registers", "bit", "flits on their way over a link have a place at its end")
    linksArea = (ends * link.area + bufferRegisters * registers.area).named(
      "links_area", "mm2", "ends of links, and their buffers beyond those of routers")
    borderEdge = (links * link.edge).named(
      "border_edge", "mm", "edge of a die that the links of one border take")
    borderBandwidth = (links * link.bandwidth).named(
      "border_bandwidth", "bit/s", "all links of one border, each way")
    standby = (.count("borders", dies.borders.count) * links * link.standby).named(
      "link_standby", "W", "links between dies without traffic; ends that lead nowhere are off")
  }

  /// The figures of the listing.
  var rows: [Formula] {
    [link.bandwidth, link.flitTime, link.edge, link.area, borderBandwidth, borderEdge]
  }
}

extension ChipSpec {
  /// Whether the chip can do an action at all: one die has no links.
  func does(_ action: Action) -> Bool { action != .linkBit || dies.count > 1 }

  /// What lies on each die, and the links between two, for the listing.
  var dieRows: [SpecRow] {
    guard dies.count > 1 else { return [] }
    let plan = FloorPlan(self)
    func row(_ key: String, _ text: String) -> SpecRow {
      SpecRow(
        section: "dies", key: key, value: nil, unit: "", text: text,
        source: "follows from the floor plan (docs/mapping.md)", evidence: .derived)
    }
    let kinds: [(FloorPlan.Kind, String)] = [
      (.linear, "linear tiles"), (.race, "race tiles"), (.gate, "gate tiles"),
      (.lane, "lane tiles"), (.norm, "norm units"),
    ]
    let places = (0..<dies.count).map { die in
      let (column, at) = dies.place(of: die)
      let parts =
        kinds.map { "\(plan.tiles(of: $0.0, on: die).count) \($0.1)" }
        + (die == dies.memoryDie ? ["memory port"] : [])
        + (die == dies.hostDie ? ["host port"] : [])
      return row("die_\(die)", "row \(at), column \(column): " + parts.joined(separator: ", "))
    }
    return places
      + dies.borders.map { first, second in
        row(
          "border_\(first)_\(second)",
          "\(plan.borderLinks) links of \(dies.linkLanes) \(dies.linkLanes == 1 ? "lane" : "lanes")"
        )
      }
  }
}
