/// Unsigned activation codes stored as UInt16, taken apart into 8-bit digits.
enum ActivationCodes {
  /// Calls `body` with contiguous low digits, and high digits if `bits` exceeds 8.
  static func withDigits(
    _ codes: UnsafePointer<UInt16>, stride: Int, rows: Int, inputs: Int, bits: Int,
    _ body: (_ low: UnsafePointer<UInt8>, _ high: UnsafePointer<UInt8>?) -> Void
  ) {
    let count = rows * inputs
    let planes = bits > 8 ? 2 : 1
    withUnsafeTemporaryAllocation(byteCount: max(1, planes * count), alignment: 64) { bytes in
      let low = bytes.bindMemory(to: UInt8.self).baseAddress!
      let high = low + count
      for row in 0..<rows {
        let source = codes + row &* stride
        let lowRow = low + row &* inputs
        for index in 0..<inputs { lowRow[index] = UInt8(truncatingIfNeeded: source[index]) }
        if planes == 2 {
          let highRow = high + row &* inputs
          for index in 0..<inputs { highRow[index] = UInt8(truncatingIfNeeded: source[index] >> 8) }
        }
      }
      body(low, planes == 2 ? UnsafePointer(high) : nil)
    }
  }
}
