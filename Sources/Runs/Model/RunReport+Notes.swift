import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// What the terminal says below the tables: where energy and time go, how well that is known, and what becomes of
/// a claimed power.
extension RunReport {
  /// Sentences, or tables where they were asked for.
  var notes: [Part] {
    var parts: [Part] = []
    if showsBreakdown, let table = energyTable {
      parts.append(.table(table, on: .terminal))
    } else {
      parts.append(.sentence(energySentence, on: .terminal))
    }
    if let times = chip.times {
      parts +=
        showsBreakdown ? times.tables(on: .terminal) : [.sentence(times.sentence, on: .terminal)]
    }
    var time = timeLine
    if let correction = chip.correction { time += "; " + correction.sentence }
    if !chip.events.isEmpty { time += "; simulated " + chip.eventWords.joined(separator: ", ") }
    parts.append(.sentence(time + ".", on: .terminal))
    if let knownSentence { parts.append(.sentence(knownSentence, on: .terminal)) }
    if let claim = Verdict.claim(self) { parts.append(.sentence(claim, on: .terminal)) }
    return parts + [.sentence(classSentence, on: .terminal)]
  }

  /// Energy of a text by component and static power, the largest first.
  private var energyShares: [(name: String, energy_J: Band)] {
    var entries: [(String, Band)] = chip.budget.byComponent.compactMap { share in
      share.energy_J.map { (share.key.rawValue, $0) }
    }
    entries += chip.budget.statics.map {
      ($0.name.replacing("_", with: " ") + " (static)", $0.energy_J)
    }
    return entries.sorted { $0.1.nominal > $1.1.nominal }.map { ($0.0, perText($0.1)) }
  }

  /// Components that take three hundredths at least, or why there are none.
  private var energySentence: String {
    let budget = chip.budget
    guard let total = budget.total_J else {
      let names = budget.missingPrices.map(\.rawValue).joined(separator: ", ")
      return "Energy unknown: \(hardware.name) has no price for \(names)."
    }
    guard total.nominal > 0 else {
      return "Every price of \(hardware.name) that counts here is zero."
    }
    let whole = perText(total).nominal
    let large = energyShares.filter { $0.energy_J.nominal >= 0.03 * whole }
    var shown = large.map { "\($0.name) \(Quantity.percent($0.energy_J.nominal / whole))" }
    if large.count < energyShares.count {
      let rest = whole - large.reduce(0) { $0 + $1.energy_J.nominal }
      shown.append("rest \(Quantity.percent(max(0, rest) / whole))")
    }
    return "Energy of a text alone by part: " + shown.joined(separator: ", ") + "."
  }

  /// All components with bands; `nil` where the total is unknown or zero.
  private var energyTable: Table? {
    guard let total = chip.budget.total_J.map(perText), total.nominal > 0 else { return nil }
    let text_s = chip.budget.duration_s / Double(max(1, outputs.count))
    return Table(
      "",
      [
        .words("energy of a text by part"), .figures("a text"), .words("[5 % … 95 %]"),
        .figures("power"), .figures("share"),
      ],
      energyShares.map { entry in
        [
          Cell(entry.name), Cell(Quantity.text(entry.energy_J.nominal, "J")),
          Cell(Quantity.ends(entry.energy_J)),
          Cell(text_s > 0 ? Quantity.text(entry.energy_J.nominal / text_s, "W") : ""),
          Cell(Quantity.percent(entry.energy_J.nominal / total.nominal)),
        ]
      })
  }

  /// The mean over the texts of a figure of all of them.
  func perText(_ band: Band) -> Band { band / Double(max(1, outputs.count)) }
}
