import EnergyBudgets
import ExecutionRecords
import HardwareSpecs

/// What the chip computed, beside what the reference computed.
enum HTMLResults {
  /// Pairs and texts shown at most.
  private static let rowLimit = 10

  /// The figures that most readers look for.
  static func keyFigures(_ report: RunReport) -> Markup {
    let chip = report.chip.budget
    let cards: [(String, Markup, String)] = [
      (
        "cosine to the reference", .text(decimals(report.accuracy.cosineMean)),
        "mean of \(report.outputs.count), smallest \(decimals(report.accuracy.cosineMinimum))"
      ),
      (
        "time", .text(Quantity.text(chip.duration_s, "s")),
        "\(Quantity.count(report.chip.record.timeline.totalCycles)) cycles, \(report.chip.timing)"
      ),
      energyCard("energy of the chip", report.chip), energyCard("energy of its twin", report.twin),
    ]
    return .element(
      "div", ["class": "cards"],
      cards.map { title, figure, remark in
        .element(
          "div", ["class": "card"],
          [
            .element("div", ["class": "title"], title),
            .element("div", ["class": "big"], [figure]),
            .element("div", ["class": "range"], remark),
          ])
      })
  }

  private static func energyCard(
    _ title: String, _ machine: RunReport.Machine
  ) -> (String, Markup, String) {
    guard let total = machine.budget.total_J else {
      let reason = Figures.unknownText(machine.budget.missingPrices)
      return (title, .element("span", ["class": "unknown"], "unknown"), reason)
    }
    return (
      title, .text(Quantity.text(total.nominal, "J")),
      "\(Quantity.text(total.low, "J")) to \(Quantity.text(total.high, "J"))"
    )
  }

  /// Accuracy over all texts, the most similar pairs, and the texts that came out worst.
  static func accuracy(_ report: RunReport) -> Markup {
    let accuracy = report.accuracy
    var parts: [Markup] = [
      .paragraph(
        "The reference runs the same model densely in float32 and saw nothing of the chip.")
    ]
    var rows: [[Markup]] = [
      [.text("mean cosine"), .text(decimals(accuracy.cosineMean, 6))],
      [.text("smallest cosine"), .text(decimals(accuracy.cosineMinimum, 6))],
    ]
    if let spearman = accuracy.spearman {
      rows.append([
        .text("rank correlation of the similarities of all pairs"), .text(decimals(spearman, 6)),
      ])
    }
    if let error = accuracy.largestSimilarityError {
      rows.append([.text("largest error of a similarity"), .text(decimals(error, 6))])
    }
    parts.append(.table(["over all texts", "#figure"], rows))
    parts += pairs(report)
    parts += worst(report)
    return .section("Accuracy", parts)
  }

  private static func pairs(_ report: RunReport) -> [Markup] {
    let known = report.pairs.filter {
      report.outputs.indices.contains($0.first) && report.outputs.indices.contains($0.second)
    }
    guard !known.isEmpty else { return [] }
    let order = known.indices.sorted {
      known[$0].chip != known[$1].chip ? known[$0].chip > known[$1].chip : $0 < $1
    }
    let rows: [[Markup]] = order.prefix(rowLimit).map { index in
      let pair = known[index]
      return [
        .quotation(report.outputs[pair.first].text), .quotation(report.outputs[pair.second].text),
        .text(decimals(pair.chip)), .text(decimals(pair.reference)),
      ]
    }
    return [
      .element("h3", [:], "Most similar pairs, by the chip"),
      .table(["text", "text", "#chip", "#reference"], rows),
      .note("\(rows.count) of \(Quantity.count(UInt64(known.count))) pairs."),
    ]
  }

  private static func worst(_ report: RunReport) -> [Markup] {
    guard report.outputs.count > 1 else { return [] }
    let order = report.outputs.indices.sorted {
      let (left, right) = (report.outputs[$0].cosine, report.outputs[$1].cosine)
      return left != right ? left < right : $0 < $1
    }
    let rows: [[Markup]] = order.prefix(rowLimit / 2).map { index in
      let output = report.outputs[index]
      return [
        .quotation(output.text), .text("\(output.tokenIDs.count)"),
        .text(decimals(output.cosine, 6)),
      ]
    }
    return [
      .element("h3", [:], "Texts furthest from the reference"),
      .table(["text", "#tokens", "#cosine"], rows),
    ]
  }

  private static func decimals(_ value: Double, _ digits: Int = 4) -> String {
    Quantity.decimals(value, digits)
  }
}
