/// What is done with a row of a product while it is near: an activation, as a rule.
public typealias RowFinish = @Sendable (_ row: inout MutableSpan<Float>) -> Void

extension MutableSpan<Float> {
  /// Calls `finish` with `rows` rows of `width` elements, `stride` apart.
  mutating func finishRows(_ rows: Int, width: Int, stride: Int, _ finish: RowFinish) {
    for row in 0..<rows {
      var values = _mutatingExtracting((row &* stride)..<(row &* stride &+ width))
      finish(&values)
    }
  }
}
