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
      guard case .table(let table) = part.content, part.media.contains(.file), !table.name.isEmpty
      else { return nil }
      return table
    }
  }

  /// All pictures, in the order of the document.
  public var pictures: [Picture] {
    sections.flatMap(\.parts).compactMap { part in
      if case .picture(let picture) = part.content { picture } else { nil }
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

/// A part of a section, and where it is shown.
public struct Part: Sendable {
  /// The media of a document.
  public struct Media: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int
    /// Text for a terminal, in which lines are short.
    public static let terminal = Media(rawValue: 1)
    /// The page.
    public static let page = Media(rawValue: 2)
    /// A file of its own.
    public static let file = Media(rawValue: 4)

    /// Creates media of bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
  }

  /// What it is.
  enum Content: Sendable {
    /// Words that are broken into lines; those after the first are indented.
    case sentence(String, indent: Int)
    /// A line that stays one on a terminal, with the spaces before it.
    case line(String)
    /// A heading within a section.
    case heading(String)
    /// Small print.
    case note(String)
    /// Lines as they stand, in letters of one width.
    case listing([String])
    /// Figures that most readers look for.
    case cards([Card])
    case table(Table)
    case bars(BarChart)
    case picture(Picture)
  }

  var content: Content
  var media: Media

  /// Words that a terminal breaks into lines of at most 98 characters.
  public static func sentence(
    _ words: String, indent: Int = 2, on media: Media = [.terminal, .page]
  ) -> Part { Part(content: .sentence(words, indent: indent), media: media) }

  /// A line that a terminal shows as it stands, with the spaces before it.
  public static func line(_ words: String, on media: Media = [.terminal, .page]) -> Part {
    Part(content: .line(words), media: media)
  }

  /// A heading within a section of the page.
  public static func heading(_ words: String) -> Part {
    Part(content: .heading(words), media: .page)
  }

  /// Small print on the page.
  public static func note(_ words: String) -> Part { Part(content: .note(words), media: .page) }

  /// Lines as they stand.
  public static func listing(_ lines: [String], on media: Media = [.terminal, .page]) -> Part {
    Part(content: .listing(lines), media: media)
  }

  /// Key figures of the page.
  public static func cards(_ cards: [Card]) -> Part {
    Part(content: .cards(cards), media: .page)
  }

  /// A table: a table with a name has a file, if it is for one.
  public static func table(
    _ table: Table, on media: Media = [.terminal, .page, .file]
  ) -> Part { Part(content: .table(table), media: media) }

  /// Bars of the page.
  public static func bars(_ chart: BarChart) -> Part {
    Part(content: .bars(chart), media: .page)
  }

  /// A picture on the page and in files of its own.
  public static func picture(_ drawing: Drawing, name: String) -> Part {
    Part(content: .picture(Picture(name: name, drawing: drawing)), media: [.page, .file])
  }
}

/// A picture with the name of its files.
public struct Picture: Sendable {
  /// The files' name without its ending, e.g. `curves`.
  public var name: String
  /// The picture.
  public var drawing: Drawing
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
