import DenseAlgebra

/// Mean and variance of a row in units of 2^exponent.
struct RowStatistics {
  private let mean: Float
  private let variance: Float
  /// Power of two by which the row was divided.
  var exponent = 0

  init(of row: Span<Float>) {
    let width = Float(row.count)
    let mean = RowReductions.sum(row) / width
    let squares = RowReductions.fold(row, start: 0, filler: mean) {
      let deviation = $1 - mean
      return $0 + deviation * deviation
    }
    self.mean = mean
    variance = squares.treeSum / width
  }

  /// The statistics of a row, which is first brought to an exponent near 0 if float32 cannot hold its
  /// squares.
  init(scaling row: inout MutableSpan<Float>) {
    self.init(of: row.span)
    guard !areUsable else { return }
    let exponent = Self.normalise(&row)
    self.init(of: row.span)
    self.exponent = exponent
  }

  /// Whether nothing was lost to the ends of float32.
  var areUsable: Bool { variance > 1e-24 && variance < 1e24 }

  /// 2^exponent.
  var unit: Double { Double(sign: .plus, exponent: exponent, significand: 1) }
  var mean_field: Double { Double(mean) * unit }
  var variance_field: Double { Double(variance) * unit * unit }

  /// Divides a row, saturated, by the power of two that brings its largest magnitude to 1…2; returns
  /// the exponent. A row of zeros stays.
  static func normalise(_ row: inout MutableSpan<Float>) -> Int {
    Saturation.saturate(&row, limit: .greatestFiniteMagnitude)
    var largest: Float = 0
    for index in row.indices { largest = max(largest, row[index].magnitude) }
    guard largest > 0 else { return 0 }
    let exponent = Int(largest.exponent)
    // In two factors: 2^149, which a subnormal row needs, is no float32.
    let half = Float(sign: .plus, exponent: -(exponent / 2), significand: 1)
    let rest = Float(sign: .plus, exponent: -(exponent - exponent / 2), significand: 1)
    for index in row.indices { row[index] = row[index] * half * rest }
    return exponent
  }
}
