import ByteFormats

/// Curves that were measured on several devices: the blocks of a device table, with a column that names the device.
public struct DeviceMeasurements: Sendable, Equatable {
  /// A quantity that is measured against another.
  public enum Quantity: String, Sendable, CaseIterable {
    /// P(+1) by field, with its standard error where there is a third column.
    case probability = "field,probability"
    /// The memory of the device in seconds, by field.
    case retention = "field,retention_s"
    /// Mean times in the states +1 and −1 in seconds, by field.
    case dwell = "field,up_s,down_s"
    /// The memory of the device in seconds, by temperature.
    case temperature = "temperature_K,retention_s"
    /// The offset that the field has gained, by time.
    case offset = "time_s,offset"

    /// Limits of each column; a last one of errors may be missing.
    var ranges: [ClosedRange<Double>] {
      switch self {
      case .probability: [-1e6...1e6, 0...1, 0...1]
      case .retention: [-1e6...1e6, 1e-18...1e9]
      case .dwell: [-1e6...1e6, 1e-18...1e9, 1e-18...1e9]
      case .temperature: [1...2000, 1e-18...1e9]
      case .offset: [0...1e9, -1e4...1e4]
      }
    }

    /// Rows that a fit of the block needs: one more than it has parameters.
    public var leastRows: Int {
      switch self {
      case .retention: 4
      case .probability, .dwell, .temperature, .offset: 3
      }
    }
  }

  /// A block of one device.
  public struct Curve: Sendable, Equatable {
    /// Name of the device: of its column, or of its file.
    public var device: String
    /// What was measured.
    public var quantity: Quantity
    /// Rows of numbers, in the order of the columns.
    public var rows: [[Double]]
    /// The file.
    public var file: String
    /// Line of the first row.
    public var line: Int
  }

  /// In the order of files and lines.
  public let curves: [Curve]

  /// Reads files.
  ///
  /// - Throws: `SpecError` with every problem of the first file that has one, at most 20.
  public init(paths: [String]) throws(SpecError) {
    var curves: [Curve] = []
    for path in paths {
      curves += try DeviceMeasurements(bytes: SpecFile.bytes(of: path), file: path).curves
    }
    self.curves = curves
  }

  /// Reads a CSV text; `file` names it in messages, and its devices where it has no column for them.
  ///
  /// - Throws: `SpecError` with every problem of the text, at most 20.
  public init(bytes: [UInt8], file: String) throws(SpecError) {
    var reader = DeviceMeasurementReader(file: file)
    curves = try reader.read(bytes)
  }
}
