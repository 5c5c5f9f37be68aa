import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// Where the chip's energy goes.
enum HTMLBreakdown {
  /// Actions shown at most.
  private static let actionLimit = 8

  /// Shares of D, S and R.
  static func classes(_ report: RunReport) -> Markup {
    let budget = report.chip.budget
    let operations = budget.byClass.reduce(0.0) { $0 + Double($1.counts.total(of: $1.key)) }
    let rows: [[Markup]] = budget.byClass.map { share in
      let count = share.counts.total(of: share.key)
      return [
        .text("\(share.key.rawValue), \(words(share.key))"), .text(Quantity.count(count)),
        Figures.share(operations > 0 ? Double(count) / operations : nil),
        Figures.energy(share.energy_J, missing: missing(share.counts, budget)),
        Figures.share(fraction(share.energy_J, of: budget.dynamic_J)),
      ]
    }
    let relaxed = budget.byClass.first { $0.key == .relaxation }?.counts.total(of: .relaxation) ?? 0
    let remark =
      relaxed == 0
      ? "No coupled free agents relaxed in this run. Linear layers on bit-planes are bit-serial "
        + "arithmetic in resident arrays, class D."
      : "Linear layers on bit-planes are bit-serial arithmetic in resident arrays, class D."
    return .section(
      "What is Ising about it",
      [
        .table(
          ["class", "#actions", "#of all actions", "#energy", "#of the actions’ energy"], rows),
        .note(remark),
      ])
  }

  /// Energy by component, static powers included.
  static func components(_ report: RunReport) -> Markup {
    let budget = report.chip.budget
    var bars = budget.byComponent.map { share in
      bar(share.key.rawValue, share.energy_J, share.counts, budget, .chip)
    }
    bars += budget.statics.map { bar("static: \($0.name)", $0.energy_J, nil, budget, .rest) }
    return chart("Energy by component", bars, budget)
  }

  /// Energy by layer.
  static func layers(_ report: RunReport) -> Markup {
    let budget = report.chip.budget
    let bars = budget.byLayer.map { share in
      bar(
        share.key.map { "layer \($0)" } ?? "outside the layers", share.energy_J, share.counts,
        budget, .chip)
    }
    return chart("Energy by layer, without static power", bars, budget)
  }

  private static func bar(
    _ label: String, _ energy: Band?, _ counts: ActionCounts?, _ budget: ChipBudget,
    _ colour: BarChart.Colour
  ) -> BarChart.Bar {
    let figure = Figures.energy(energy, missing: counts.map { missing($0, budget) } ?? [])
    let share = energy.flatMap { budget.share(of: $0) }
    return BarChart.Bar(
      label: label, band: energy,
      figure: share.map {
        .sequence([.element("b", [:], Quantity.percent($0)), figure], separator: " ")
      } ?? figure, colour: colour)
  }

  private static func chart(
    _ title: String, _ bars: [BarChart.Bar], _ budget: ChipBudget
  ) -> Markup {
    let chart = BarChart(
      caption: nil, unit: "J", scale: .fromZero(bars.compactMap(\.band)), bars: bars)
    let note =
      budget.total_J == nil
      ? "Without a total there are no shares."
      : "Percentages are of the total energy. Bands that reach the right edge go on beyond it, to the "
        + "figure printed."
    return .section(title, [chart.markup, .note(note)])
  }

  /// The actions that cost most; those without a price first.
  static func actions(_ report: RunReport) -> Markup {
    let budget = report.chip.budget
    let order = budget.byAction.indices.sorted {
      let left = budget.byAction[$0].energy_J?.nominal ?? .infinity
      let right = budget.byAction[$1].energy_J?.nominal ?? .infinity
      return left != right ? left > right : $0 < $1
    }
    let rows: [[Markup]] = order.prefix(actionLimit).map { index in
      let share = budget.byAction[index]
      let count = share.counts[share.key]
      return [
        .text(Figures.name(share.key)), .text(Quantity.count(count)),
        share.energy_J.map { Figures.band($0 / Double(max(count, 1)), "J") } ?? .text("no price"),
        Figures.energy(share.energy_J, missing: [share.key]),
        Figures.share(share.energy_J.flatMap { budget.share(of: $0) }),
      ]
    }
    var parts: [Markup] = [
      .table(["action", "#count", "#price of one", "#energy", "#of the total"], rows)
    ]
    if order.count > actionLimit {
      parts.append(.note("The \(actionLimit) largest of \(order.count) kinds of actions."))
    }
    return .section("The biggest actions", parts)
  }

  /// What a claimed power leaves.
  static func ceilings(_ report: RunReport) -> Markup {
    guard let ceilings = report.ceilings else { return .empty }
    let claim = Figures.plain(ceilings.power_W, "W")
    let statement =
      ceilings.staticsExceedClaim
      ? "The static power alone exceeds the claimed \(claim): the claim is not met even if every "
        + "action costs nothing."
      : "A claimed power of \(claim) over this run, less the static energy, leaves "
        + "\(Figures.plain(ceilings.allowance_J, "J")) for all actions"
        + (ceilings.perAction_J.map { ", \(Figures.plain($0, "J")) for each on average." } ?? ".")
    let rows: [[Markup]] = ceilings.byAction.map { ceiling in
      [
        .text(Figures.name(ceiling.action)), .text(Quantity.count(ceiling.count)),
        .text(ceiling.stated_J.map { Quantity.text($0, "J") } ?? "no price"),
        .text(
          ceiling.ceiling_J.map { Quantity.text($0, "J") } ?? "unknown: another price is missing"),
      ]
    }
    return .section(
      "What the claimed power allows",
      [
        .paragraph(statement),
        .table(["action", "#count", "#price as stated", "#ceiling"], rows),
        .note(
          "The ceiling is the most that one action may cost if all others keep their prices, at "
            + "nominal figures. A negative one cannot be met."),
      ])
  }

  private static func missing(_ counts: ActionCounts, _ budget: ChipBudget) -> [Action] {
    budget.missingPrices.filter { counts[$0] > 0 }
  }

  private static func fraction(_ part: Band?, of whole: Band?) -> Double? {
    guard let part, let whole, whole.nominal > 0 else { return nil }
    return part.nominal / whole.nominal
  }

  private static func words(_ actionClass: ActionClass) -> String {
    switch actionClass {
    case .deterministic: "deterministic arithmetic"
    case .sampling: "draws of agents without free neighbours"
    case .relaxation: "relaxation among coupled free agents"
    }
  }
}
