import HardwareSpecs
import EnergyBudgets
import ExecutionRecords
import Reports

/// Where the chip's energy goes, on the page.
extension RunReport {
  /// Actions shown at most.
  private static let actionLimit = 8

  /// Shares of D, S and R in a line.
  var classSentence: String {
    let budget = chip.budget
    let operations = budget.operationCount
    let joules = budget.byClass.reduce(0.0) { $0 + ($1.energy_J?.nominal ?? 0) }
    func line(_ share: (ChipBudget.Share<ActionClass>) -> Double?) -> String? {
      let shares = budget.byClass.compactMap { entry in
        share(entry).map { "\(entry.key.rawValue) \(Quantity.percent($0))" }
      }
      return shares.count == budget.byClass.count ? shares.joined(separator: ", ") : nil
    }
    let actions =
      line { Double($0.counts.total(of: $0.key)) / max(operations, 1) } ?? ""
    // Without one of the prices no share of the whole is known.
    let energy =
      budget.dynamic_J == nil || joules == 0
      ? nil : line { $0.energy_J.map { $0.nominal / joules } }
    return "Classes of actions: \(actions)"
      + (energy.map { "; of dynamic energy: \($0)" } ?? "") + "."
  }

  /// Shares of D, S and R.
  var classParts: [Part] {
    let budget = chip.budget
    let operations = budget.operationCount
    let rows: [[Cell]] = budget.byClass.map { share in
      let count = share.counts.total(of: share.key)
      return [
        Cell("\(share.key.rawValue), \(Self.words(share.key))"), .count(count),
        .share(operations > 0 ? Double(count) / operations : nil),
        .band(share.energy_J.map(perText), "J", missing: budget.missing(in: share.counts)),
        .share(budget.dynamicShare(of: share.energy_J)),
      ]
    }
    let relaxes = budget.byClass.contains {
      $0.key == .relaxation && $0.counts.total(of: .relaxation) > 0
    }
    return [
      .table(
        Table(
          "",
          [
            .words("class"), .figures("actions, all texts"), .figures("of all actions"),
            .figures("energy a text"), .figures("of the actions’ energy"),
          ], rows), on: .page),
      .note(
        (relaxes ? "" : "No coupled free agents relaxed in this run. ")
          + "Linear layers on bit-planes are bit-serial arithmetic in resident arrays, class D."),
    ]
  }

  /// Energy of a text by component, static powers included.
  var componentParts: [Part] {
    let budget = chip.budget
    return [
      .bars(
        BarChart(
          unit: "J", axis: .fromZero,
          bars: budget.byComponent.map { bar($0.key.rawValue, $0.energy_J, $0.counts) }
            + budget.statics.map { bar("static: \($0.name)", $0.energy_J, nil, .rest) })),
      barNote,
    ]
  }

  /// Energy of a text by layer.
  var layerParts: [Part] {
    let bars = chip.budget.byLayer.map { share in
      bar(share.key.map { "layer \($0)" } ?? "outside the layers", share.energy_J, share.counts)
    }
    return [
      .bars(BarChart(unit: "J", axis: .fromZero, bars: bars)), barNote,
      .table(CSVTables.layers(of: chip), on: .file),
    ]
  }

  private func bar(
    _ label: String, _ energy: Band?, _ counts: ActionCounts?, _ colour: BarChart.Colour = .chip
  ) -> BarChart.Bar {
    let missing = counts.map { chip.budget.missing(in: $0) } ?? []
    let share = energy.flatMap { chip.budget.share(of: $0) }
    let text = energy.map(perText)
    return BarChart.Bar(
      label, text, figure: .band(text, "J", missing: missing),
      share: share.map(Quantity.percent) ?? "", colour: colour)
  }

  private var barNote: Part {
    .note(
      chip.budget.total_J == nil
        ? "Without a total there are no shares."
        : "Percentages are of the total energy. Bands that reach the right edge go on beyond it, to "
          + "the figure printed.")
  }

  /// The actions that cost most; those without a price first.
  var actionParts: [Part] {
    let budget = chip.budget
    let order = budget.byAction.indices.sorted {
      let left = budget.byAction[$0].energy_J?.nominal ?? .infinity
      let right = budget.byAction[$1].energy_J?.nominal ?? .infinity
      return left != right ? left > right : $0 < $1
    }
    let rows: [[Cell]] = order.prefix(Self.actionLimit).map { index in
      let share = budget.byAction[index]
      let count = share.counts[share.key]
      return [
        Cell(Quantity.name(share.key)), .count(count),
        share.energy_J.map { .band($0 / Double(max(count, 1)), "J") } ?? "no price",
        .band(share.energy_J.map(perText), "J", missing: [share.key]),
        .share(share.energy_J.flatMap { budget.share(of: $0) }),
      ]
    }
    var parts: [Part] = [
      .table(
        Table(
          "",
          [
            .words("action"), .figures("count, all texts"), .figures("price of one"),
            .figures("energy a text"),
            .figures("of the total"),
          ], rows), on: .page)
    ]
    if order.count > Self.actionLimit {
      parts.append(.note("The \(Self.actionLimit) largest of \(order.count) kinds of actions."))
    }
    return parts
  }

  private static func words(_ actionClass: ActionClass) -> String {
    switch actionClass {
    case .deterministic: "deterministic arithmetic"
    case .sampling: "draws of agents without free neighbours"
    case .relaxation: "relaxation among coupled free agents"
    }
  }
}

extension ChipBudget {
  /// The actions among these that have no price.
  func missing(in counts: ActionCounts) -> [Action] { missingPrices.filter { counts[$0] > 0 } }
}
