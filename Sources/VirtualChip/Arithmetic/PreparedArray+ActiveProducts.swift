extension PreparedArray {
  /// How many products of one bit of a coupling and one bit of a code are 1, over all planes of both:
  /// Σ over rows and inputs of (bits of the code that are 1) · (bits of the input's couplings that are 1).
  ///
  /// Couplings are two's complement of the array's bits, as in `CouplingPlanes`: a charge-domain tile has a
  /// column for each plane, and the sums of the last plane are taken away. A channel that is coded apart
  /// pulses its magnitude in the second pass, and the code of 0 in the first.
  func activeProducts(_ codes: CodedMatrix) -> Int {
    let ones = couplingOnes
    var products =
      codes.bits <= 8
      ? Self.products(codes.codes8.span, ones.span)
      : Self.products(codes.codes16.span, ones.span)
    for place in codes.outlierChannel.indices {
      products +=
        codes.outlierCode[place].magnitude.nonzeroBitCount
        * Int(ones[Int(codes.outlierChannel[place])])
    }
    return products
  }

  private static func products<Code: FixedWidthInteger & BitwiseCopyable>(
    _ codes: Span<Code>, _ ones: Span<Int32>
  ) -> Int {
    var products = 0
    for row in stride(from: 0, to: codes.count, by: ones.count) {
      let codes = codes.extracting(row..<(row + ones.count))
      for input in ones.indices {
        products &+= codes[input].nonzeroBitCount &* Int(ones[input])
      }
    }
    return products
  }

  /// Bits that are 1 in the couplings of each input, from codes by input, [inputs × outputs].
  static func ones(_ codes: [Int16], inputs: Int, outputs: Int, bits: Int) -> [Int32] {
    let mask = UInt16(truncatingIfNeeded: (1 << bits) - 1)
    return (0..<inputs).map { input in
      let couplings = codes.span.extracting((input * outputs)..<((input + 1) * outputs))
      var ones = 0
      for output in couplings.indices {
        ones &+= (UInt16(bitPattern: couplings[output]) & mask).nonzeroBitCount
      }
      return Int32(truncatingIfNeeded: ones)
    }
  }
}
