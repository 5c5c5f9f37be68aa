import EnergyBudgets
import HardwareSpecs
import Reports

/// The two tables of a run, latency beside latency and throughput beside throughput, and what equals a device.
///
/// On a terminal the ends of a band stand in brackets, in the unit of the figure before them; on a page they are
/// small print; in a file they are columns. Ratios are there only where chip and twin are near enough to the
/// reference; `× chip` and `× twin` head energies over the chip's and over its digital twin's.
extension RunReport {
  /// One text at a time.
  var latencyTable: Table {
    Table(
      "latency",
      [
        .words("latency, one text", "machine", "precision"), .figures("batch", "batch", on: .file),
        .figures("time", "time_low_s", "time_nominal_s", "time_high_s"),
      ] + Self.energyColumns("energy") + ratioColumns(on: .terminal),
      entries(.latency).map { entry in
        [
          Self.name(entry), .batch(entry.batch),
          entry.time_s.map { .band($0, "s") } ?? .unknown("", values: 3),
        ] + Self.energyCells(entry) + Self.ratioCells(entry)
      })
  }

  /// Texts that overlap on the chip and its twins, and batches of devices.
  var throughputTable: Table {
    Table(
      "throughput",
      [
        .words("throughput", "machine", "precision"), .figures("texts/s", "texts_per_s"),
      ] + Self.energyColumns("energy a text") + [.words("held by", "batch", "bottleneck")]
        + ratioColumns(on: []),
      entries(.throughput).map { entry in
        let rate = Quantity.text(entry.texts_perSecond, "")
        return [
          Self.name(entry),
          Cell(entry.texts_perSecond, rate.hasSuffix(" ") ? String(rate.dropLast()) : rate),
        ] + Self.energyCells(entry) + [
          Cell(
            entry.batch.map { "batch \($0)" } ?? entry.bottleneck,
            fields: [entry.batch.map { "\($0)" } ?? "", entry.bottleneck])
        ] + Self.ratioCells(entry)
      })
  }

  /// Chips that finish as many texts a second as a device, and energies of a text where texts overlap.
  var equalThroughputTable: Table {
    let entries = entries(.throughput).filter { $0.colour == .device }
    let rows = zip(equalThroughput, entries).map { equal, entry in
      [
        Cell("one \(entry.short)", fields: [equal.device]),
        equal.chips.map { .count($0) } ?? Cell(nil, "–"), Self.rangeCell(equal),
        Cell(equal.power_W, equal.power_W.map { Quantity.text($0, "W") } ?? "unknown"),
        Cell(equal.area_mm2, equal.area_mm2.map(Quantity.area) ?? "unknown"),
      ] + Self.ratioCells(entry)
    }
    return Table(
      "equal_throughput",
      [
        .words("equal in throughput", "device"), .figures("chips", "chips"),
        .words("[range]", "chips_low", "chips_high"),
        .figures("their power", "power_W"), .figures("area", "area_mm2"),
      ] + ratioColumns(on: .terminal, isFiled: false), rows)
  }

  private static func rangeCell(_ equal: EqualThroughput) -> Cell {
    let ends = equal.range.map { ["\($0.lowerBound)", "\($0.upperBound)"] }
    return Cell(
      ends.map { "[\($0[0]) … \($0[1])]" } ?? "", fields: ends ?? ["", ""])
  }

  private static func energyColumns(_ title: String) -> [Table.Column] {
    [
      .figures(title, "energy_low_J", "energy_nominal_J", "energy_high_J"),
      .words("[5 % … 95 %]", on: .terminal), .figures("power", "power_W"),
    ]
  }

  /// Columns of the ratios to chip and twin: on the page they have a table of their own.
  private func ratioColumns(on media: Media, isFiled: Bool = true) -> [Table.Column] {
    let shown: Media = isComparable && !devices.isEmpty ? media : []
    let filed = isFiled ? shown.union(.file) : shown
    func column(_ title: String, _ name: String) -> Table.Column {
      .figures(title, "\(name)_low", "\(name)_nominal", "\(name)_high", on: filed)
    }
    return [
      column("× chip", "energy_over_chip"), .words("[5 % … 95 %]", on: shown),
      column("× twin", "energy_over_twin"),
    ]
  }

  private static func name(_ entry: Entry) -> Cell { Cell(entry.short, fields: entry.fields) }

  private static func energyCells(_ entry: Entry) -> [Cell] {
    [
      entry.energy_J.map { .band($0, "J") } ?? .unknown("unknown", values: 3),
      Cell(entry.energy_J.map { Quantity.ends($0) } ?? ""),
      Cell(entry.power_W, entry.power_W.map { Quantity.text($0, "W") } ?? ""),
    ]
  }

  private static func ratioCells(_ entry: Entry) -> [Cell] {
    let band = entry.overChip?.band
    return [
      .ratio(band), Cell(band.map { Quantity.ends(ofRatio: $0) } ?? ""),
      .ratio(entry.overTwin?.band),
    ]
  }
}

extension Cell {
  /// Texts of a pass; 1 for machines that know no batches.
  fileprivate static func batch(_ batch: Int?) -> Cell { .count(batch ?? 1) }
}
