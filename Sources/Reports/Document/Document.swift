/// What a verb has found, for readers: sections of sentences, tables and figures, from which the
/// terminal's text, a page and files of comma-separated values are written.
///
/// The JSON document is not written from it: that is the encoding of the report itself.
public struct Document: Sendable {
  /// Heading of the page.
  public var title: String
  /// From top to bottom; the first one says what was done.
  public var sections: [Section]
  /// Sentences that the reader must know.
  public var warnings: [String]
  /// One sentence that sums it all up; empty for none.
  public var verdict: String
  /// How it was done.
  public var settings: Facts
  /// Where it comes from; `nil` for what is only looked up.
  public var provenance: Provenance?
  /// Further names and values of the origin.
  public var origin: Facts

  /// Creates a document.
  public init(
    title: String, sections: [Section], warnings: [String] = [], verdict: String = "",
    settings: Facts = [:], provenance: Provenance? = nil, origin: Facts = [:]
  ) {
    self.title = title
    self.sections = sections
    self.warnings = warnings
    self.verdict = verdict
    self.settings = settings
    self.provenance = provenance
    self.origin = origin
  }

  /// All tables that have a file, in the order of the document.
  public var tables: [Table] {
    sections.flatMap(\.parts).compactMap { part in
      guard case .table(let table, let media) = part, media.contains(.file), !table.name.isEmpty
      else { return nil }
      return table
    }
  }

  /// All pictures with the names of their files, in the order of the document.
  public var pictures: [(name: String, drawing: Drawing)] {
    sections.flatMap(\.parts).compactMap { part in
      if case .picture(let drawing, let name) = part { (name, drawing) } else { nil }
    }
  }
}

/// Parts that belong together, under a heading on the page.
public struct Section: Sendable {
  /// The heading on the page; empty for none.
  public var title: String
  /// From top to bottom.
  public var parts: [Part]

  /// Creates a section.
  public init(_ title: String = "", _ parts: [Part]) {
    self.title = title
    self.parts = parts
  }
}

/// Where a part of a document is shown.
public struct Media: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int
  /// Text for a terminal, in which lines are short.
  public static let terminal = Media(rawValue: 1)
  /// The page.
  public static let page = Media(rawValue: 2)
  /// Files of its own.
  public static let file = Media(rawValue: 4)
  /// The terminal and the page.
  public static let readers: Media = [.terminal, .page]
  /// Everywhere.
  public static let all: Media = [.terminal, .page, .file]

  /// Creates media of bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
}

/// A part of a section, and where it is shown.
public enum Part: Sendable {
  /// Words that a terminal breaks into lines of at most 98 characters; those after the first are indented.
  case sentence(String, indent: Int = 2, on: Media = .readers)
  /// A line that stays one on a terminal, with the spaces before it.
  case line(String, on: Media = .readers)
  /// Lines as they stand, in letters of one width.
  case listing([String], on: Media = .readers)
  /// A heading within a section of the page.
  case heading(String)
  /// Small print of the page.
  case note(String)
  /// Figures that most readers look for, on the page.
  case cards([Card])
  /// A table; one with a name has a file, if it is for one.
  case table(Table, on: Media = .all)
  /// Bars of the page.
  case bars(BarChart)
  /// A picture of the page, with the name of its files without their endings.
  case picture(Drawing, name: String)

  /// Lines of which the first one is the title of the page.
  public static func lead(_ lines: [String]) -> [Part] {
    lines.enumerated().map { .line($1, on: $0 == 0 ? .terminal : .readers) }
  }

  /// Where it is shown.
  var media: Media {
    switch self {
    case .sentence(_, _, let media), .line(_, let media), .listing(_, let media),
      .table(_, let media):
      media
    case .heading, .note, .cards, .bars: .page
    case .picture: [.page, .file]
    }
  }
}

/// A figure in large print.
public struct Card: Sendable {
  /// What it is.
  public var title: String
  /// The figure.
  public var figure: Cell
  /// What to know about it.
  public var remark: String

  /// Creates a card.
  public init(_ title: String, _ figure: Cell, remark: String) {
    self.title = title
    self.figure = figure
    self.remark = remark
  }
}
