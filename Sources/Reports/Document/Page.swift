extension Document {
  /// `report.html`: a page that holds everything it shows. It loads nothing and runs nothing, reads well
  /// on paper and in the dark, and is well-formed XML.
  ///
  /// - Throws: `PictureError` if a picture cannot be encoded.
  public func page() throws(PictureError) -> String {
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
              "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            ]), .element("title", [:], title), PageStyle.markup,
        ])
      ])
    var parts = [Markup.element("h1", [:], title)]
    if let first = sections.first { parts += try first.markups() }
    var rest = [Markup.element("header", [:], [.sequence(parts)]), warningsMarkup]
    if !verdict.isEmpty { rest.append(.element("p", ["class": "verdict"], verdict)) }
    for section in sections.dropFirst() { rest.append(try section.markup()) }
    rest.append(originMarkup)
    let body = Markup.element("body", [:], [.element("main", [:], [.sequence(rest)])])
    let page = Markup.element(
      "html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"],
      [.sequence([head, body])])
    return "<!DOCTYPE html>\n" + page.xhtml + "\n"
  }

  private var warningsMarkup: Markup {
    guard !warnings.isEmpty else { return .empty }
    return .element(
      "section", ["class": "warnings"],
      [
        .element("h2", [:], "Read this first"),
        .element("ul", [:], warnings.map { .element("li", [:], $0) }),
      ])
  }

  private var originMarkup: Markup {
    func table(_ head: String, _ facts: Facts) -> Markup {
      facts.members.isEmpty
        ? .empty
        : Table(
          "", [.words(head), .words("value")], facts.words.map { [Cell($0.name), Cell($0.value)] }
        ).markup
    }
    var parts = [table("setting", settings)]
    if let provenance {
      let command = ShellWords.line(["ising-npu"] + provenance.arguments)
      parts.append(.element("pre", [:], [.element("code", [:], command)]))
    }
    parts.append(table("origin", (provenance?.facts ?? [:]) + origin))
    return .section(settings.members.isEmpty ? "Provenance" : "Settings and provenance", parts)
  }
}

extension Section {
  /// The section with its heading; nothing where no part is for a page.
  fileprivate func markup() throws(PictureError) -> Markup {
    let parts = try markups()
    guard !parts.isEmpty else { return .empty }
    return title.isEmpty
      ? .element("section", [:], [.sequence(parts)]) : .section(title, parts)
  }

  fileprivate func markups() throws(PictureError) -> [Markup] {
    var markups: [Markup] = []
    for part in parts where part.media.contains(.page) { markups.append(try part.markup()) }
    return markups
  }
}

extension Part {
  fileprivate func markup() throws(PictureError) -> Markup {
    switch self {
    case .sentence(let words, _, _), .line(let words, _): .paragraph(words)
    case .heading(let words): .element("h3", [:], words)
    case .note(let words): .note(words)
    case .listing(let lines, _):
      .element("pre", [:], [.element("code", [:], lines.joined(separator: "\n"))])
    case .cards(let cards): .element("div", ["class": "cards"], cards.map(\.markup))
    case .table(let table, _): table.markup
    case .bars(let chart): chart.markup
    case .picture(let drawing, _): try drawing.markup()
    }
  }
}

extension Card {
  fileprivate var markup: Markup {
    .element(
      "div", ["class": "card"],
      [
        .element("div", ["class": "title"], title),
        .element("div", ["class": "big"], [figure.markup]),
        .element("div", ["class": "range"], remark),
      ])
  }
}

extension Table {
  /// The table; columns of figures are set to the right.
  var markup: Markup {
    let (columns, rows) = shown(on: .page)
    let kinds = columns.map { $0.isRight ? "number" : "word" }
    let head = zip(columns, kinds).map { column, kind in
      Markup.element("th", ["scope": "col", "class": kind], column.title)
    }
    let body = rows.map { row in
      Markup.element(
        "tr", [:], zip(row, kinds).map { .element("td", ["class": $1], [$0.markup]) })
    }
    var parts = [Markup.element("tbody", [:], body)]
    if !columns.allSatisfy(\.title.isEmpty) {
      parts.insert(.element("thead", [:], [.element("tr", [:], head)]), at: 0)
    }
    let whole = Markup.element("div", ["class": "wide"], [.element("table", [:], parts)])
    return fold.isEmpty
      ? whole : .element("details", [:], [.element("summary", [:], fold), whole])
  }
}

extension Cell {
  /// The cell, its band in small print.
  var markup: Markup {
    switch style {
    case .unknown: return .element("span", ["class": "unknown"], text)
    // The direction of writing of what the user wrote does not leak into the page.
    case .quotation: return .element("bdi", [:], text)
    case .plain: break
    }
    guard let range else { return .text(text) }
    return .sequence(
      [.element("span", ["class": "main"], text), .element("span", ["class": "range"], range)],
      separator: " ")
  }
}

extension Drawing {
  /// Shapes above which a picture goes into the page as pixels.
  private static let mostShapes = 3000

  fileprivate func markup() throws(PictureError) -> Markup {
    let picture =
      shapes.count <= Self.mostShapes
      ? Markup.picture(svg: try svg()) : Markup.picture(png: try png(), alternative: title)
    return .element("figure", [:], [picture])
  }
}
