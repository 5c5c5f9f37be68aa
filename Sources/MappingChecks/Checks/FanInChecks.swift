package import HardwareSpecs
package import ModelCompiler
package import Reports

/// Whether agents can be coupled to as many others as the model couples them to.
package enum FanInChecks {
  /// `fan-in.*`.
  package static func checks(needs: CapacityNeeds, chip: ChipSpec) -> [ValidationCheck] {
    [
      check(
        "fan-in.couplings", needs.fanIns, limit: chip.geometry.maximumFanIn,
        free: "the chip states no largest fan-in: sums run over as many tiles as needed"),
      check(
        "fan-in.race-rows", needs.raceRows, limit: chip.geometry.tileRows,
        free: ""),
    ]
  }

  private static func check(
    _ name: String, _ parts: [CapacityNeeds.Part], limit: Int?, free: String
  ) -> ValidationCheck {
    guard let largest = parts.max(by: { $0.amount < $1.amount }) else {
      return ValidationCheck(name, value: nil, unit: "couplings", detail: "the model has none")
    }
    let short = limit.map { largest.amount - $0 } ?? 0
    let beyond = limit.map { limit in parts.count { $0.amount > limit } } ?? 0
    return ValidationCheck(
      name, value: Double(largest.amount), limit: limit.map(Double.init), unit: "couplings",
      detail: "\(largest.name) couples an agent to \(largest.amount) others"
        + (limit == nil ? "; " + free : "")
        + (short > 0 ? ": short by \(short); \(beyond) terms are beyond the limit" : ""))
  }
}
