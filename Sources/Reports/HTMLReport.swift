import ExecutionRecords

/// `report.html`: a page that holds everything it shows. It loads nothing and runs nothing, reads well
/// on paper and in the dark, and is well-formed XML.
///
/// Every figure stands with its band. An energy without a price is `unknown`, and no ratio to a
/// device is printed without the digital twin's beside it.
public enum HTMLReport {
  /// The page.
  public static func text(of report: RunReport) -> String {
    let title = "\(report.model) on \(report.hardware)"
    let head = Markup.element(
      "head", [:],
      [
        .sequence([
          .element("meta", ["charset": "utf-8"]),
          .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
          .element("meta", ["name": "color-scheme", "content": "light dark"]),
          // Whatever a text holds, the page cannot fetch or run it.
          .element(
            "meta",
            [
              "http-equiv": "Content-Security-Policy",
              "content": "default-src 'none'; style-src 'unsafe-inline'",
            ]), .element("title", [:], title), HTMLStyle.markup,
        ])
      ])
    let body = Markup.element(
      "body", [:],
      [
        .element("main", [:], [.sequence([header(report, title: title)] + sections(report))])
      ])
    let page = Markup.element(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"],
      [.sequence([head, body])])
    return "<!DOCTYPE html>\n" + page.xhtml + "\n"
  }

  private static func header(_ report: RunReport, title: String) -> Markup {
    .element(
      "header", [:],
      [
        .element("h1", [:], title),
        .element(
          "p", ["class": "summary"],
          "\(Quantity.count(UInt64(clamping: report.parameters))) parameters, "
            + "\(report.outputs.count) \(report.outputs.count == 1 ? "text" : "texts") of "
            + "\(Quantity.count(UInt64(clamping: report.tokenCount))) tokens, one after another. "
            + "\(report.hardware): \(report.hardwareSummary)"),
      ])
  }

  private static func sections(_ report: RunReport) -> [Markup] {
    [
      warnings(report), HTMLResults.keyFigures(report), HTMLResults.accuracy(report),
      report.dies?.markup ?? .empty,
      HTMLCosts.section(report), HTMLBreakdown.classes(report), HTMLBreakdown.components(report),
      HTMLBreakdown.layers(report), HTMLBreakdown.actions(report), HTMLBreakdown.ceilings(report),
      provenance(report),
    ]
  }

  private static func warnings(_ report: RunReport) -> Markup {
    guard !report.warnings.isEmpty else { return .empty }
    return .element(
      "section", ["class": "warnings"],
      [
        .element("h2", [:], "Read this first"),
        .element("ul", [:], report.warnings.map { .element("li", [:], $0) }),
      ])
  }

  private static func provenance(_ report: RunReport) -> Markup {
    let settings = report.settings.map { row($0.key, value($0.value)) }
    var origin = report.provenance.map { row($0.key, value($0.value)) }
    origin.append(row("description of the chip", "SHA-256 \(report.hardwareHash)"))
    return .section(
      "Settings and provenance",
      [
        .table(["setting", "value"], settings),
        .element(
          "pre", [:], [.element("code", [:], ShellWords.line(["ising-npu"] + report.arguments))]),
        .table(["origin", "value"], origin),
      ])
  }

  private static func row(_ key: String, _ value: String) -> [Markup] {
    [
      .text(key.replacing("_", with: " ")),
      .element("span", ["class": "value"], value),
    ]
  }

  private static func value(_ value: RunReport.Setting.Value) -> String {
    switch value {
    case .number(let number): "\(number)"
    case .word(let word): word
    }
  }
}
