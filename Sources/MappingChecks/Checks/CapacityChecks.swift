package import ChipPrograms
package import HardwareSpecs
package import ModelCompiler
package import Reports

/// Whether the chip has as much of everything as the model needs.
package enum CapacityChecks {
  /// `capacity.*` and `residency.couplings`.
  package static func checks(
    needs: CapacityNeeds, chip: ChipSpec, precision: Precision
  ) -> [ValidationCheck] {
    let plan = ResidencyPlan.best(
      needs: needs.tiles.map(\.amount), available: chip.geometry.linearTiles)
    return [
      tiles(needs, chip), residency(needs, plan, chip), memory(needs, chip),
      units(
        "capacity.race-tiles", "race tiles", needs.raceRows, available: chip.geometry.raceTiles),
      units(
        "capacity.gate-agents", "gate agents", needs.gates, available: chip.geometry.gateAgents),
      chip.timing.normMethod == .feedback
        ? units(
          "capacity.norm-units", "norm units", needs.norms, available: chip.geometry.normUnits)
        : ValidationCheck(
          "capacity.norm-units", value: nil, unit: "norm units",
          detail: "norms are two passes of the periphery"),
    ]
  }

  /// Couplings can take turns in the tiles if there are tiles and a memory to load them from.
  private static func canReload(_ chip: ChipSpec) -> Bool {
    chip.memory.offChip_bitsPerSecond != nil && chip.geometry.linearTiles > 0
  }

  private static func tiles(_ needs: CapacityNeeds, _ chip: ChipSpec) -> ValidationCheck {
    let available = chip.geometry.linearTiles
    let needed = needs.allTiles
    var detail = "\(needed) tiles hold all couplings, the chip has \(available)"
    if needed > available {
      detail +=
        canReload(chip)
        ? "; the others are reloaded from off-chip memory for each text"
        : ": short by \(needed - available)"
          + (available > 0 ? ", and there is no off-chip memory to reload them from" : "")
    }
    return ValidationCheck(
      "capacity.linear-tiles", value: Double(needed),
      limit: canReload(chip) ? nil : Double(available), unit: "tiles", detail: detail,
      figures: [
        ("available", .integer(UInt64(available))), ("reload_allowed", .bool(canReload(chip))),
      ])
  }

  private static func residency(
    _ needs: CapacityNeeds, _ plan: ResidencyPlan, _ chip: ChipSpec
  ) -> ValidationCheck {
    let all = needs.couplingBits.reduce(0) { $0 + $1.amount }
    let resident = zip(needs.couplingBits, plan.resident).reduce(0) {
      $0 + ($1.1 ? $1.0.amount : 0)
    }
    let share = all == 0 ? 1 : Double(resident) / Double(all)
    let away = zip(needs.tiles, plan.resident).filter { !$0.1 }.map(\.0.name)
    return ValidationCheck(
      "residency.couplings", value: share, limit: canReload(chip) ? nil : 1, bound: .atLeast,
      detail: away.isEmpty
        ? "all couplings stay in their tiles"
        : "\(away.count) of \(needs.tiles.count) arrays are not resident, the first is \(away[0])",
      figures: [
        ("coupling_bits", .integer(UInt64(all))), ("resident_bits", .integer(UInt64(resident))),
        ("reloaded_bits_per_text", .integer(UInt64(all - resident))),
      ])
  }

  private static func memory(_ needs: CapacityNeeds, _ chip: ChipSpec) -> ValidationCheck {
    let tables = needs.tables.reduce(0) { $0 + $1.amount }
    let spills = chip.memory.offChip_bitsPerSecond != nil
    let needed = needs.buffers_bits + (spills ? 0 : tables)
    let available = chip.dieMemory_bits
    var detail =
      "\(needs.buffers_bits) bits of buffers and \(tables) bits of tables"
      + (spills ? ", of which tables may be off the chip" : "") + "; "
      + (chip.dies.count > 1 ? "a die" : "the chip") + " has \(available)"
    if needed > available { detail += ": short by \(needed - available)" }
    return ValidationCheck(
      "capacity.on-chip-memory", value: Double(needed), limit: Double(available), unit: "bit",
      detail: detail,
      figures: [
        ("buffers_bits", .integer(UInt64(needs.buffers_bits))),
        ("tables_bits", .integer(UInt64(tables))),
      ])
  }

  /// One unit is enough, and more work side by side.
  private static func units(
    _ name: String, _ unit: String, _ parts: [CapacityNeeds.Part], available: Int
  ) -> ValidationCheck {
    guard !parts.isEmpty else {
      return ValidationCheck(
        name, value: nil, unit: unit, detail: "the model has no use for \(unit)")
    }
    return ValidationCheck(
      name, value: 1, limit: Double(available), unit: unit,
      detail: "\(parts.count) terms need \(unit), one after the other at the least"
        + (available < 1 ? ": short by 1" : ""))
  }
}
