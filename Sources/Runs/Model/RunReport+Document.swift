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
        dies?.section ?? Section("", []), Section("Time and energy", costParts),
        Section("Energy by component", componentParts),
        Section("Energy by layer, without static power", layerParts),
        Section("The biggest actions", actionParts),
        Section("What is Ising about it", classParts + Verdict.parts(of: self)),
        Section("What the claimed power allows", ceilingParts),
        Section("", [.table(CSVTables.instructions(of: chip), on: .file)]),
      ],
      warnings: warnings, settings: settings, provenance: provenance,
      origin: ["description of the chip": "SHA-256 \(hardware.hash)"])
  }

  /// The timeline.
  public func files() -> [ResultFile] {
    [ResultFile("trace.json", text: PerfettoTrace.text(of: self))]
  }

  private var head: [Part] {
    let parameters =
      model.parameters < 100_000
      ? Quantity.count(UInt64(model.parameters))
      : String(format: "%.1f M", Double(model.parameters) / 1e6)
    let texts = "\(outputs.count) text\(outputs.count == 1 ? "" : "s") of \(tokenCount) tokens"
    return [
      .sentence(
        "\(model.name), \(parameters) parameters, on \(hardware.name): \(hardware.summary)"),
      .sentence("\(texts); \(settings.sentence)", on: .terminal),
      .sentence("\(texts), one after another.", on: .page),
      .table(CSVTables.components(of: chip), on: .file),
    ]
  }

  /// The figures that most readers look for.
  private var keyFigures: [Card] {
    [
      Card(
        "cosine to the reference", Cell(Quantity.decimals(accuracy.cosineMean, 4)),
        remark: "mean of \(outputs.count), smallest \(Quantity.decimals(accuracy.cosineMinimum, 4))"
      ),
      Card(
        "time", Cell(Quantity.text(chip.budget.duration_s, "s")),
        remark: "\(Quantity.count(chip.record.timeline.totalCycles)) cycles, \(chip.timing)"),
      Card(energy: "energy of the chip", chip.budget),
      Card(energy: "energy of its twin", twin.budget),
    ] + [analogTwin.map { Card(energy: "energy of its analog twin", $0.budget) }].compactMap(\.self)
  }

  private var ceilingParts: [Part] {
    guard let ceilings else { return [] }
    let claim = Quantity.text(ceilings.power_W, "W")
    let statement =
      ceilings.staticsExceedClaim
      ? "The static power alone exceeds the claimed \(claim): the claim is not met even if every "
        + "action costs nothing."
      : "A claimed power of \(claim) over this run, less the static energy, leaves "
        + "\(Quantity.text(ceilings.allowance_J, "J")) for all actions"
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
          [.words("action"), .figures("count"), .figures("price as stated"), .figures("ceiling")],
          rows), on: .page),
      .note(
        "The ceiling is the most that one action may cost if all others keep their prices, at "
          + "nominal figures. A negative one cannot be met."),
    ]
  }
}

extension Card {
  /// An energy with its band, or why there is none.
  init(energy title: String, _ budget: ChipBudget) {
    guard let total = budget.total_J else {
      self.init(
        title, .unknown("unknown"), remark: Quantity.unknown(budget.missingPrices))
      return
    }
    self.init(
      title, Cell(Quantity.text(total.nominal, "J")),
      remark: "\(Quantity.text(total.low, "J")) to \(Quantity.text(total.high, "J"))")
  }
}
