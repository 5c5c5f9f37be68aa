/// Unsigned activation codes stored as UInt16, taken apart into 8-bit digits.
enum ActivationCodes {
  /// Calls `body` with contiguous low digits, and high digits if `bits` exceeds 8.
  static func withDigits(
    _ codes: Span<UInt16>, stride: Int, rows: Int, inputs: Int, bits: Int,
    _ body: (_ low: Span<UInt8>, _ high: Span<UInt8>?) -> Void
  ) {
    func digits(at shift: UInt16, into target: inout MutableSpan<UInt8>) {
      for row in 0..<rows {
        let source = codes.extracting((row &* stride)..<(row &* stride &+ inputs))
        var digits = target._mutatingExtracting((row &* inputs)..<((row &+ 1) &* inputs))
        for index in digits.indices {
          digits[index] = UInt8(truncatingIfNeeded: source[index] &>> shift)
        }
      }
    }
    withScratch(rows * inputs, repeating: 0 as UInt8, alignment: 64) { low in
      digits(at: 0, into: &low)
      guard bits > 8 else {
        body(low.span, nil)
        return
      }
      withScratch(rows * inputs, repeating: 0 as UInt8, alignment: 64) { high in
        digits(at: 8, into: &high)
        body(low.span, high.span)
      }
    }
  }
}
