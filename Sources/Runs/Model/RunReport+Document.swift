import HardwareSpecs
import EnergyBudgets
import ExecutionRecords
import Foundation
public import Reports

extension RunReport {
  /// The report for readers.
  public func document() -> Document {
    Document(
      title: "\(model.name) on \(hardware.name)",
      sections: [
        Section("", head), Section("", [.cards(keyFigures)]), Section("Accuracy", accuracyParts),
        Section("Retrieval", retrieval?.parts ?? []),
        dies?.section ?? Section("", []), control?.section ?? Section("", []),
        Section("Time and energy", costParts + ratioParts),
        Section("How well the energy is known", uncertaintyParts),
        Section("Scores of the head, on the host", scoreParts), Section("", notes),
        Section("Energy of a text by component", componentParts),
        Section("Energy of a text by layer, without static power", layerParts),
        Section("Where the time of a text goes", timeParts),
        Section("The biggest actions", actionParts),
        Section("What is Ising about it", classParts + Verdict.parts(of: self)),
        Section("What the claimed power allows", ceilingParts),
        Section("", [.table(CSVTables.instructions(of: chip), on: .file)]),
      ],
      warnings: warnings, settings: settings, provenance: provenance,
      origin: ["description of the chip": "SHA-256 \(hardware.hash)"])
  }

  /// The timeline, and the embeddings of chip and reference, a row a text.
  ///
  /// - Throws: `NPYError`, never for outputs of one length.
  public func files() throws -> [ResultFile] {
    func array(_ name: String, _ rows: [[Float]]) throws -> [ResultFile] {
      guard let width = rows.first?.count, rows.allSatisfy({ $0.count == width }) else { return [] }
      let file = try NPYFile(.float32(rows.flatMap(\.self)), shape: [rows.count, width])
      return [ResultFile("\(name).npy", file.data)]
    }
    return [ResultFile("trace.json", text: PerfettoTrace.text(of: self))]
      + (try array("embeddings", outputs.map(\.embedding)))
      + (try array("reference_embeddings", outputs.map(\.referenceEmbedding)))
  }

  /// What a head says of the first texts, by chip and by reference.
  private var scoreParts: [Part] {
    outputs.prefix(20).enumerated().compactMap { index, output in
      guard let scores = output.scores, let reference = output.referenceScores else { return nil }
      return .line("  text \(index + 1): \(scores.words); reference \(reference.words)")
    }
  }

  private var head: [Part] {
    let parameters =
      model.parameters < 100_000
      ? Quantity.count(UInt64(model.parameters))
      : String(format: "%.1f M", Double(model.parameters) / 1e6)
    let texts = "\(outputs.count) text\(outputs.count == 1 ? "" : "s") of \(tokenCount) tokens"
    let unknown = unknownTokens == 0 ? "" : ", \(unknownTokens) of them unknown"
    let lead = "\(model.name), \(parameters) parameters, on \(hardware.name): \(hardware.summary)"
    return [
      .sentence("\(lead); \(texts)\(unknown); \(changedSettings)", on: .terminal),
      .sentence(lead, on: .page), .sentence("\(texts)\(unknown); \(changedSettings).", on: .page),
      .table(CSVTables.components(of: chip), on: .file),
    ]
  }

  /// Settings that are not the default; the page and the JSON document list all.
  private var changedSettings: String {
    settings.sentence(besides: defaultSettings)
  }

  /// The figures that most readers look for: costs are those of a text alone, on average.
  private var keyFigures: [Card] {
    let texts = UInt64(max(1, outputs.count))
    return [
      Card(
        "cosine to the reference", Cell(Quantity.decimals(accuracy.cosineMean, 4)),
        remark: "mean of \(outputs.count), smallest \(Quantity.decimals(accuracy.cosineMinimum, 4))"
      ),
      Card(
        "time of a text", Cell(Quantity.text(chip.budget.duration_s / Double(texts), "s")),
        remark:
          "\(Quantity.count(chip.record.timeline.totalCycles / texts)) cycles, \(chip.timing)"),
      energyCard("energy of a text, chip", chip.budget),
      energyCard("energy of a text, digital twin", twin.budget),
    ]
      + [analogTwin.map { energyCard("energy of a text, analog twin", $0.budget) }].compactMap(
        \.self)
  }

  /// An energy of a text with its band, or why there is none.
  private func energyCard(_ title: String, _ budget: ChipBudget) -> Card {
    guard let total = budget.total_J.map(perText) else {
      return Card(title, .unknown("unknown"), remark: Quantity.unknown(budget.missingPrices))
    }
    return Card(
      title, Cell(Quantity.text(total.nominal, "J")),
      remark: "\(Quantity.text(total.low, "J")) to \(Quantity.text(total.high, "J"))")
  }

  /// Where the time of a text goes, by unit and by layer.
  private var timeParts: [Part] {
    guard let times = chip.times else { return [] }
    func bars(_ title: String, _ shares: [(name: String, share: Double)]) -> Part {
      .bars(
        BarChart(
          title, unit: "s", axis: .fromZero,
          bars: shares.map { entry in
            let time = entry.share * times.text_s
            return BarChart.Bar(
              entry.name, Band(exactly: time), figure: Cell(Quantity.text(time, "s")),
              share: Quantity.percent(entry.share))
          }))
    }
    return [
      bars("By unit", times.units.map { ($0.unit, $0.share) }),
      bars(
        "By layer",
        times.layers.map { ($0.layer.map { "layer \($0)" } ?? "outside the layers", $0.share) }),
    ] + times.tables(on: .file) + [
      .note(
        "Each cycle counts for the one instruction that the others wait for, so that the shares add up. Units "
          + "work side by side: "
          + times.units.compactMap { unit in
            unit.busy.map { "\(unit.unit) busy \(Quantity.percent($0))" }
          }
          .joined(separator: ", ") + " of the time.")
    ]
  }

  private var ceilingParts: [Part] {
    guard let ceilings else { return [] }
    let claim = Quantity.text(ceilings.power_W, "W")
    let statement =
      ceilings.staticsExceedClaim
      ? "The static power alone exceeds the claimed \(claim): the claim is not met even if every "
        + "action costs nothing."
      : "A claimed power of \(claim) over this run, less the static energy, leaves "
        + "\(Quantity.text(perText(ceilings.allowance_J), "J")) a text for all actions"
        + (ceilings.perAction_J.map { ", \(Quantity.text($0, "J")) for each on average." } ?? ".")
    let rows: [[Cell]] = ceilings.byAction.map { ceiling in
      [
        Cell(Quantity.name(ceiling.action)), .count(ceiling.count),
        Cell(ceiling.stated_J.map { Quantity.text($0, "J") } ?? "no price"),
        Cell(
          ceiling.ceiling_J.map { Quantity.text($0, "J") } ?? "unknown: another price is missing"),
      ]
    }
    return [
      .sentence(statement, on: .page),
      .table(
        Table(
          "",
          [
            .words("action"), .figures("count, all texts"), .figures("price as stated"),
            .figures("ceiling"),
          ],
          rows), on: .page),
      .note(
        "The ceiling is the most that one action may cost if all others keep their prices, at "
          + "nominal figures. A negative one cannot be met."),
    ]
  }
}
