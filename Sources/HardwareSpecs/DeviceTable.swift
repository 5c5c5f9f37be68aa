internal import Foundation

/// A measured device: curves that take the place of the formula of an ideal p-bit.
///
/// The field u of a table is the input of a ±1 spin, in units in which an ideal p-bit has
/// P(+1) = (1 + tanh u) / 2. `docs/hardware.md` describes the file.
public struct DeviceTable: Sendable, Equatable {
  /// P(+1) by field.
  public let probabilities: MonotoneCurve
  /// Memory of the device in seconds by field; `nil` if it was not measured.
  public let retentions: MonotoneCurve?
  /// Offset of the field by time in seconds from the start of the run; `nil` if it was not measured.
  public let offsets: MonotoneCurve?
  /// What is odd about the measurement, one sentence each.
  public let warnings: [String]
  /// The file's path as it was opened.
  public let file: String
  /// SHA-256 of the file's bytes, in hexadecimal.
  public let hash: String
  /// P(+1) at even steps of the field, for fast look-ups; `nil` where 65 537 of them miss the curve.
  public let evenProbabilities: EvenCurve?

  /// Creates a table from its curves.
  init(
    probabilities: MonotoneCurve, retentions: MonotoneCurve?, offsets: MonotoneCurve?,
    warnings: [String], file: String, hash: String
  ) {
    self.probabilities = probabilities
    self.retentions = retentions
    self.offsets = offsets
    self.warnings = warnings
    self.file = file
    self.hash = hash
    evenProbabilities = EvenCurve(probabilities)
  }

  /// Reads the CSV file at a path.
  ///
  /// - Throws: `SpecError` with every problem of the file, at most 20.
  public init(path: String) throws(SpecError) {
    try self.init(bytes: SpecFile.bytes(of: path), file: path)
  }

  /// Reads a CSV text; `file` names it in messages.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text, at most 1 MB.
  ///   - file: the name in messages.
  /// - Throws: `SpecError` with every problem of the text, at most 20.
  public init(bytes: [UInt8], file: String) throws(SpecError) {
    self = try DeviceTableReader.read(bytes: bytes, file: file)
  }

  /// The device without memory and drift: what fidelities that draw by counts follow.
  public var atRest: DeviceTable {
    DeviceTable(
      probabilities: probabilities, retentions: nil, offsets: nil, warnings: warnings, file: file,
      hash: hash)
  }

  /// P(+1) at a field; constant beyond the ends of the table.
  public func probability(_ field: Double) -> Double { probabilities(field) }

  /// The path of a table that a description in `file` names: relative to that file's folder.
  static func path(_ path: String, beside file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  /// The largest deviation of P(+1) from the ideal (1 + tanh u) / 2, and the field at which it lies:
  /// at the points of the table, between them in 64 steps, and beyond the ends.
  var largestDeviation: (value: Double, field: Double) {
    var worst = (value: 0.0, field: 0.0)
    func look(at field: Double, _ probability: Double) {
      let deviation = probability - (1 + tanh(field)) / 2
      if deviation.magnitude > worst.value.magnitude { worst = (deviation, field) }
    }
    let points = probabilities.arguments
    for (left, right) in zip(points, points.dropFirst()) {
      for step in 0...64 {
        let field = left + (right - left) * Double(step) / 64
        look(at: field, probability(field))
      }
    }
    // Beyond the ends the ideal goes on to 0 and 1.
    look(at: -.infinity, probabilities.values[0])
    look(at: .infinity, probabilities.values[points.count - 1])
    return worst
  }

  /// Rows of the listing.
  var rows: [SpecRow] {
    let points = probabilities.arguments
    let values = probabilities.values
    let worst = largestDeviation
    func text(_ key: String, _ text: String, _ source: String) -> SpecRow {
      SpecRow(section: "table", key: key, value: nil, unit: "", text: text, source: source)
    }
    func row(
      _ key: String, _ value: Double, _ dimension: Dimension, _ source: String
    ) -> SpecRow {
      SpecRow(
        section: "table", key: key, value: value, unit: dimension.symbol,
        text: PhysicalUnit.readable(value, dimension), source: source, confidence: .derived)
    }
    let at = worst.field.isFinite ? PhysicalUnit.short(worst.field) : "\(worst.field)"
    var further: [SpecRow] = []
    if let retentions {
      further.append(row("table_retention", retentions(0), .time, "retention_s at u = 0"))
    }
    if let offsets, let last = offsets.values.last, let end = offsets.arguments.last {
      further.append(row("table_drift", last, .none, "offset from \(end) s on"))
    }
    return [
      text("table_hash", String(hash.prefix(16)), "first digits of the SHA-256 of \(file)"),
      row("table_points", Double(points.count), .none, "rows of field,probability"),
      row("table_first_field", points[0], .none, "below it P(+1) = \(values[0])"),
      row(
        "table_last_field", points[points.count - 1], .none,
        "above it P(+1) = \(values[points.count - 1])"),
      row(
        "table_deviation", worst.value, .none,
        "largest difference from (1 + tanh u) / 2, at u = \(at)"),
    ] + further + warnings.map { text("table_warning", $0, file) }
  }
}
