import ChipPrograms
import HardwareSpecs

/// What holds for arrays, tables and homes: the rules of programs for what is quantised, and for what is
/// placed.
enum PlacementRules {
  static func fault(in mapping: Mapping, chip: ChipSpec) -> Verifier.Fault? {
    for (index, array) in mapping.arrays.enumerated() {
      let fault = Fault(.array(index), array.name) { () throws(Fault.Reason) in
        try array.checkSizes()
        guard array.placement.rounds > 0 else { return }
        try array.checkPlacement()
        try array.checkPlacement(on: chip)
      }
      if let fault { return .init(fault, in: mapping) }
    }
    for (index, table) in mapping.tables.enumerated() {
      let fault = Fault(.table(index), table.name) { () throws(Fault.Reason) in
        try table.checkSizes()
      }
      if let fault { return .init(fault, in: mapping) }
    }
    let shared = Program.sharedTiles(of: mapping.arrays.filter { $0.placement.rounds > 0 }).first
    return shared.map { .init($0, in: mapping) } ?? homeFault(in: mapping)
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
