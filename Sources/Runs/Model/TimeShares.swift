import ChipPrograms
import ExecutionRecords
import MappingChecks
public import Reports
package import VirtualChip

/// Where the time of a text goes, on average, by unit of the chip and by layer of the model.
///
/// Units work at the same time. Each cycle is given to the one instruction that the others wait for
/// (`CriticalPath`), so that the shares of all units, and those of all layers, add up to 1. Cycles in which links of the
/// mesh or lanes hold all instructions up count for `waiting`. How long a unit is busy at all is told beside it;
/// those times overlap.
public struct TimeShares: Sendable {
  /// A unit.
  public struct UnitShare: Sendable {
    /// Its name.
    public var unit: String
    /// Share of the time that is due to it.
    public var share: Double
    /// Share of the time for which it is busy, at least one of its kind; `nil` for `waiting`.
    public var busy: Double?

    /// Creates a share.
    package init(unit: String, share: Double, busy: Double?) {
      self.unit = unit
      self.share = share
      self.busy = busy
    }
  }

  /// A layer.
  public struct LayerShare: Sendable {
    /// Its number; `nil` for what belongs to none.
    public var layer: Int?
    /// Share of the time that is due to it.
    public var share: Double

    /// Creates a share.
    package init(layer: Int?, share: Double) {
      self.layer = layer
      self.share = share
    }
  }

  /// What time is called in which links or lanes hold all instructions up.
  public static let waiting = "waiting for links or lanes"

  /// Time of a text in seconds.
  public var text_s: Double
  /// Units that take time, the largest share first.
  public var units: [UnitShare]
  /// What belongs to no layer, then the layers by number.
  public var layers: [LayerShare]

  /// States shares.
  package init(text_s: Double, units: [UnitShare], layers: [LayerShare]) {
    self.text_s = text_s
    self.units = units
    self.layers = layers
  }

  /// Finds them in executions of single texts.
  ///
  /// - Returns: `nil` where nothing took any time.
  package init?(of executions: [VirtualChip.Execution], on machine: VirtualChip) {
    var tally = TimeTally(of: machine.program)
    for execution in executions { tally.add(execution.record) }
    self.init(tally)
  }

  /// Finds them in texts that have ended.
  ///
  /// - Returns: `nil` where nothing took any time.
  init?(_ tally: TimeTally) {
    guard tally.path.total > 0 else { return nil }
    let total = Double(tally.path.total)
    text_s = total / tally.clock_Hz / Double(tally.count)
    var ofUnit: [ChipUnit: UInt64] = [:]
    var ofLayer: [Int?: UInt64] = [:]
    for (index, cycles) in tally.path.cycles {
      ofUnit[tally.unit(of: index), default: 0] += cycles - (tally.path.waits[index] ?? 0)
      ofLayer[tally.layers[index] ?? nil, default: 0] += cycles
    }
    let waits = tally.path.waits.values.reduce(0, +)
    let shares =
      ChipUnit.allCases.map { unit in
        UnitShare(
          unit: unit.rawValue, share: Double(ofUnit[unit] ?? 0) / total,
          busy: Double(tally.busy[unit] ?? 0) / total)
      } + [UnitShare(unit: Self.waiting, share: Double(waits) / total, busy: nil)]
    units = shares.filter { $0.share > 0 || ($0.busy ?? 0) > 0 }
      .sorted { ($1.share, $1.busy ?? 0) < ($0.share, $0.busy ?? 0) }
    layers = ofLayer.sorted { ($0.key ?? -1) < ($1.key ?? -1) }.map {
      LayerShare(layer: $0.key, share: Double($0.value) / total)
    }
  }
}

extension TimeShares: HasFacts {
  /// `time` of a machine in the JSON document.
  public var facts: Facts {
    [
      "text_s": text_s,
      "units": units.map {
        ["unit": $0.unit, "time_s": $0.share * text_s, "share": $0.share, "busy": $0.busy] as Facts
      },
      "layers": layers.map {
        ["layer": $0.layer, "time_s": $0.share * text_s, "share": $0.share] as Facts
      },
    ]
  }
}

extension TimeShares {
  /// One sentence: units that take a hundredth at least, and the layers from the least to the most.
  var sentence: String {
    let shown = units.filter { $0.share >= 0.01 }.map { "\($0.unit) \(Quantity.percent($0.share))" }
    let inside = layers.filter { $0.layer != nil }.map(\.share)
    var words = "Time of a text alone by unit: " + shown.joined(separator: ", ")
    if let least = inside.min(), let most = inside.max() {
      let outside = layers.first { $0.layer == nil }?.share ?? 0
      words +=
        "; by layer: "
        + (inside.count == 1
          ? Quantity.percent(most)
          : "\(Quantity.percent(least)) to \(Quantity.percent(most)) each")
        + (outside > 0 ? ", outside them \(Quantity.percent(outside))" : "")
    }
    return words + "."
  }

  /// Both as tables.
  func tables(on media: Media) -> [Part] {
    func cells(_ name: Cell, _ share: Double) -> [Cell] {
      [
        name, Cell(share * text_s, Quantity.text(share * text_s, "s")),
        Cell(share, Quantity.percent(share)),
      ]
    }
    return [
      .table(
        Table(
          "times",
          [
            .words("time of a text by unit", "unit"), .figures("a text", "time_s"),
            .figures("share", "share"), .figures("busy", "busy_share"),
          ],
          units.map { cells(Cell($0.unit), $0.share) + [.share($0.busy)] }),
        on: media),
      .table(
        Table(
          "layer_times",
          [
            .words("time of a text by layer", "layer"), .figures("a text", "time_s"),
            .figures("share", "share"),
          ],
          layers.map { entry in
            let name = entry.layer.map { Cell("layer \($0)", fields: ["\($0)"]) }
            return cells(name ?? Cell("outside the layers", fields: ["none"]), entry.share)
          }),
        on: media),
    ]
  }
}
