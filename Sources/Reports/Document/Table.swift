/// Rows of cells under named columns.
public struct Table: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// The heading that readers see; empty for none.
    var title: String
    /// Names of its columns in the file, with their units: one a value of its cells.
    var keys: [String]
    /// Whether it is flush right.
    var isRight: Bool
    /// Where it is shown.
    var media: Media

    /// A column of words, flush left.
    public static func words(
      _ title: String, _ keys: String..., on media: Media = .all
    ) -> Column { Column(title: title, keys: keys, isRight: false, media: media) }

    /// A column of figures, flush right.
    public static func figures(
      _ title: String, _ keys: String..., on media: Media = .all
    ) -> Column { Column(title: title, keys: keys, isRight: true, media: media) }
  }

  /// The file's name without its ending; empty for a table without a file.
  public var name: String
  private(set) var fold = ""
  private(set) var indent = 2
  private(set) var hasHead = true
  private(set) var mostLines = Int.max
  /// From left to right.
  public var columns: [Column]
  /// One cell a column.
  public var rows: [[Cell]]

  /// Creates a table.
  public init(_ name: String = "", _ columns: [Column], _ rows: [[Cell]]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// A table for a file alone: names of columns and fields of rows as they stand in it.
  public init(file name: String, header: [String], rows: [[String]]) {
    self.name = name
    columns = header.map { Column(title: "", keys: [$0], isRight: false, media: .file) }
    self.rows = rows.map { $0.map { Cell($0) } }
  }

  /// The same table as it is shown in some other way.
  ///
  /// - Parameters:
  ///   - indent: spaces before each line on a terminal.
  ///   - hasHead: whether a terminal shows the headings.
  ///   - rows: the most rows on a terminal.
  ///   - fold: a line on the page under which the table is folded away.
  public func shown(
    indent: Int = 2, hasHead: Bool = true, rows: Int = .max, fold: String = ""
  ) -> Table {
    var table = self
    (table.indent, table.hasHead, table.mostLines, table.fold) = (indent, hasHead, rows, fold)
    return table
  }

  /// The columns of a medium with their cells, row by row.
  func shown(on medium: Media) -> (columns: [Column], rows: [[Cell]]) {
    let places = columns.indices.filter { columns[$0].media.contains(medium) }
    let rows = medium == .terminal ? rows.prefix(mostLines) : rows[...]
    return (places.map { columns[$0] }, rows.map { row in places.map { row[$0] } })
  }
}

/// A cell of a table: what readers see, and its values in a file.
public struct Cell: Sendable, ExpressibleByStringLiteral {
  /// How it is to be read.
  enum Style: Sendable {
    case plain, unknown, quotation
  }

  /// The figure or the word.
  var text: String
  /// A band, in small print on the page.
  var range: String?
  var style = Style.plain
  /// Fields of the file.
  var values: [String]

  /// A word, or a figure that is its own value.
  public init(_ text: String) {
    self.text = text
    values = [text]
  }

  /// A word.
  public init(stringLiteral text: String) { self.init(text) }

  /// A number in words, with its digits in the file, where it is empty if there is no finite number.
  public init(_ value: Double?, _ text: String) {
    self.text = text
    values = [Self.field(value)]
  }

  /// Words that stand for several values of the file.
  public init(_ text: String, values: [Double?]) {
    self.text = text
    self.values = values.map(Self.field)
  }

  /// Words with fields of the file.
  public init(_ text: String, fields: [String]) {
    self.text = text
    values = fields
  }

  /// A count, in groups of three digits.
  public static func count(_ value: UInt64) -> Cell {
    var cell = Cell(Quantity.count(value))
    cell.values = ["\(value)"]
    return cell
  }

  /// A count that cannot be negative.
  public static func count(_ value: Int) -> Cell { count(UInt64(value)) }

  /// What a user wrote: shortened on a page, whole in a file.
  public static func quotation(_ text: String, limit: Int = 140) -> Cell {
    var cell = Cell(text)
    if text.count > limit { cell.text = text.prefix(limit - 1) + "…" }
    cell.style = .quotation
    return cell
  }

  /// A word that says why there is no figure.
  public static func unknown(_ reason: String, values: Int = 1) -> Cell {
    var cell = Cell(reason, values: Array(repeating: nil, count: values))
    cell.style = .unknown
    return cell
  }

  /// A number of a file: empty where there is none or where it is not finite.
  public static func field(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
  }
}
