import ChipComponents

/// What several dies ask of a chip.
extension ChipContradictions {
  /// What several dies share out must reach for each, and lanes have a largest rate.
  mutating func shares() {
    let dies = chip.dies
    guard dies.count > 1 else { return }
    let (most, rate) = (dies.link.mostRate_bitsPerSecond, dies.linkRate_bitsPerSecond)
    if rate > most * (1 + 1e-9) {
      report(
        "dies.link_rate", PhysicalUnit.readable(rate, .informationRate) + " a lane",
        "at most \(PhysicalUnit.readable(most, .informationRate)) of \(dies.link.rawValue)")
    }
    let tiles = FloorPlan(chip)
    for (kind, key) in [
      (FloorPlan.Kind.linear, "geometry.linear_tiles"), (.race, "geometry.race_tiles"),
      (.gate, "geometry.gate_agents"), (.lane, "geometry.digital_lanes"),
      (.norm, "geometry.norm_units"),
    ] {
      let count = tiles.tiles(of: kind).count
      guard (1..<dies.count).contains(count) else { continue }
      report(
        key, "\(count) \(count == 1 ? "tile" : "tiles") of that kind",
        "one a die at least, \(dies.count), or none")
    }
    if (1..<chip.memory.bank_bits).contains(chip.dieMemory_bits) {
      report(
        "memory.on_chip",
        PhysicalUnit.readable(Double(chip.dieMemory_bits), .information) + " a die",
        "a bank of \(PhysicalUnit.readable(Double(chip.memory.bank_bits), .information)) at least")
    }
  }

  /// The links of a border have to fit along the side of a die.
  mutating func borders(_ parts: ChipParts) {
    let dieArea = parts.floor.dieArea.value
    if let dies = parts.dies, dies.borderEdge.value > dieArea.squareRoot() * (1 + 1e-9) {
      report(
        "dies.link_lanes",
        "\(FloorPlan(chip).borderLinks) links of \(PhysicalUnit.short(dies.link.edge.value)) mm at a border",
        "at most \(PhysicalUnit.short(dieArea.squareRoot())) mm together: the side of a die of "
          + "\(PhysicalUnit.short(dieArea)) mm²")
    }
  }
}
