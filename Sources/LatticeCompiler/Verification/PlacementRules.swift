import ChipPrograms
import HardwareSpecs

/// What holds for arrays, tables and homes: sizes match, and no resident array shares a tile.
enum PlacementRules {
  static func fault(in mapping: Mapping, chip: ChipSpec) -> Verifier.Fault? {
    for array in mapping.arrays {
      if let reason = sizeFault(of: array) ?? placementFault(of: array.placement, chip: chip) {
        return .init(term: array.name, reason: reason)
      }
    }
    for table in mapping.tables {
      if let reason = Verifier.expect(table.rows * table.width, table.codes.count, "codes")
        ?? Verifier.expect(table.rows, table.scales.count, "scales")
      {
        return .init(term: table.name, reason: reason)
      }
    }
    return sharedTile(in: mapping) ?? homeFault(in: mapping)
  }

  private static func sizeFault(of array: CouplingArray) -> String? {
    guard array.block > 0, array.inputs % array.block == 0 else {
      return "block: found \(array.block), expected a divisor of \(array.inputs)"
    }
    return Verifier.expect(array.inputs * array.outputs, array.codes.count, "codes")
      ?? Verifier.expect(array.outputs * array.blocks, array.scales.count, "scales")
      ?? Verifier.expect(array.outputs, array.fields.count, "fields")
  }

  private static func placementFault(
    of placement: CouplingArray.Placement, chip: ChipSpec
  ) -> String? {
    // Not placed yet.
    guard placement.rounds > 0 else { return nil }
    let needed = placement.rowTiles * placement.columnTiles
    let available = chip.geometry.linearTiles
    if let tile = placement.tiles.first(where: { !(0..<available).contains($0) }) {
      return "tile: found \(tile), expected one below \(available)"
    }
    return Verifier.expect(needed, placement.tiles.count, "tiles")
      ?? Verifier.expect(
        placement.resident ? 1 : rounds(of: placement.tiles), placement.rounds, "rounds")
  }

  /// How often the tile that is used most is written for the whole array.
  private static func rounds(of tiles: [Int]) -> Int {
    tiles.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.max() ?? 0
  }

  /// A resident array must have its tiles for itself.
  private static func sharedTile(in mapping: Mapping) -> Verifier.Fault? {
    var owner: [Int: Int] = [:]
    let placed = mapping.arrays.indices.filter { mapping.arrays[$0].placement.rounds > 0 }
    let residentFirst =
      placed.filter { mapping.arrays[$0].placement.resident }
      + placed.filter { !mapping.arrays[$0].placement.resident }
    for index in residentFirst {
      let array = mapping.arrays[index]
      for tile in array.placement.tiles {
        if let other = owner[tile] {
          return .init(
            term: array.name,
            reason: "tile \(tile) belongs to \(mapping.arrays[other].name), which is resident")
        }
        if array.placement.resident { owner[tile] = index }
      }
    }
    return nil
  }

  private static func homeFault(in mapping: Mapping) -> Verifier.Fault? {
    guard !mapping.homes.isEmpty else { return nil }
    if let reason = Verifier.expect(mapping.terms.count, mapping.homes.count, "homes") {
      return .init(term: mapping.model, reason: reason)
    }
    for (term, home) in zip(mapping.terms, mapping.homes)
    where home.tiles.count * home.blockWidth < term.width {
      return .init(
        term: term.name,
        reason: "home: found room for \(home.tiles.count) × \(home.blockWidth) elements, expected "
          + "\(term.width)")
    }
    return nil
  }
}
