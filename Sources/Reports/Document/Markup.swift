import Foundation

/// A piece of a page, as HTML that is well-formed XML too. Text enters it only escaped.
struct Markup {
  /// The text of the page.
  private(set) var xhtml: String

  private init(xhtml: String) { self.xhtml = xhtml }

  /// Nothing.
  static let empty = Markup(xhtml: "")

  /// Text as it stands, whatever characters it holds.
  static func text(_ text: String) -> Markup {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n": out.unicodeScalars.append(scalar)
      // Neither XML nor HTML has a way to write these.
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value),
        _ where scalar.value & 0xfffe == 0xfffe || (0xfdd0...0xfdef).contains(scalar.value):
        out += "\u{fffd}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return Markup(xhtml: out)
  }

  /// An element. Names of elements and attributes are the program's own.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ content: [Markup] = []
  ) -> Markup {
    var out = "<\(name)"
    for (key, value) in attributes { out += " \(key)=\"\(text(value).xhtml)\"" }
    // HTML closes only its void elements this way.
    if content.isEmpty && isVoid(name) { return Markup(xhtml: out + "/>") }
    out += ">"
    for part in content { out += part.xhtml }
    return Markup(xhtml: out + "</\(name)>")
  }

  /// An element around text.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ content: String
  ) -> Markup {
    element(name, attributes, [text(content)])
  }

  /// A style sheet of the program's own.
  /// - Precondition: it holds no `<` and no `&`, which HTML and XML read differently there.
  static func style(_ sheet: StaticString) -> Markup {
    let sheet = "\(sheet)"
    precondition(
      !sheet.contains { $0 == "<" || $0 == "&" }, "style sheet with < or &: \(sheet)")
    return Markup(xhtml: "<style>\n\(sheet)\n</style>")
  }

  /// Several pieces after one another.
  static func sequence(_ parts: [Markup], separator: String = "\n") -> Markup {
    Markup(xhtml: parts.map(\.xhtml).joined(separator: separator))
  }

  private static func isVoid(_ name: StaticString) -> Bool {
    ["meta", "br", "img", "rect", "line"].contains("\(name)")
  }
}

extension Markup {
  /// A heading and what stands under it.
  static func section(_ title: String, _ content: [Markup]) -> Markup {
    element("section", [:], [sequence([element("h2", [:], title)] + content)])
  }

  /// A paragraph.
  static func paragraph(_ sentence: String) -> Markup { element("p", [:], sentence) }

  /// A paragraph in small print.
  static func note(_ sentence: String) -> Markup { element("p", ["class": "note"], sentence) }

  /// A picture of this program's own as a part of the page.
  static func picture(svg: String) -> Markup { Markup(xhtml: svg) }

  /// A picture as pixels.
  static func picture(png: [UInt8], alternative: String) -> Markup {
    element(
      "img",
      ["alt": alternative, "src": "data:image/png;base64," + Data(png).base64EncodedString()])
  }
}
