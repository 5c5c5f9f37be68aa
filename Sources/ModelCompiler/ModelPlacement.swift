import ByteFormats
import HardwareSpecs

/// Which arrays of a model stay in their tiles, and where those begin: decided for all arrays together.
package struct ModelPlacement: Sendable, Equatable {
  /// Tiles of all arrays of the model.
  package let total: Int
  /// Which arrays are resident, and the tiles that the others share.
  package private(set) var residency: ResidencyPlan
  /// The first tile of each; of those that are reloaded 0.
  package private(set) var starts: [Int]

  /// Places arrays.
  ///
  /// - Parameters:
  ///   - needs: linear tiles of each array, in the order of the model.
  ///   - layers: the layer of each.
  ///   - chip: has one tile at least.
  init(needs: [Int], layers: [Int?], on chip: ChipSpec) {
    total = needs.reduce(0, +)
    let residency = ResidencyPlan.best(needs: needs, available: chip.geometry.linearTiles)
    self.residency = residency
    let residents = needs.indices.filter { residency.resident[$0] }
    let packed = DiePacking.starts(
      of: residents.map { .init(layer: layers[$0], tiles: needs[$0]) }, from: residency.pool,
      on: FloorPlan(chip))
    starts = [Int](repeating: 0, count: needs.count)
    for (index, start) in zip(residents, packed) { starts[index] = start }
  }

  /// Places the coupling terms of a mapping.
  init(of mapping: Mapping, on chip: ChipSpec) {
    let arrays = mapping.terms.compactMap { term -> (need: Int, layer: Int?)? in
      guard case .coupling(let couplings) = term.kind else { return nil }
      let rows = ceilingDivide(couplings.inputs, chip.geometry.tileRows)
      return (rows * ceilingDivide(couplings.outputs, chip.geometry.tileColumns), term.layer)
    }
    self.init(needs: arrays.map(\.need), layers: arrays.map(\.layer), on: chip)
  }

  /// The arrays at some places, where they were.
  func keeping(_ places: [Int]) -> ModelPlacement {
    var kept = self
    kept.residency.resident = places.map { residency.resident[$0] }
    kept.starts = places.map { starts[$0] }
    return kept
  }
}
