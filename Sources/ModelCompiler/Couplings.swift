package import TransformerModels

/// Couplings before quantisation: J[o,i] = factor · W[o,i] · gain[i], and fields.
///
/// W stays where the checkpoint is mapped; factor and gains are applied a row at a time, so that a
/// mapping holds no copy of the weights.
package struct Couplings: Sendable {
  /// W, [outputs × inputs].
  package var weights: Tensor
  /// Factor on every coupling: 1/√d in queries, else 1.
  package var factor: Float
  /// Factor on the couplings of each input, from folded norms. [inputs]
  package var gains: [Float]?
  /// Static field of each output agent. [outputs]; none of an outline.
  package var fields: [Float]

  /// Width of the input.
  package var inputs: Int { weights.shape[1] }
  /// Width of the output.
  package var outputs: Int { weights.shape[0] }

  /// Creates couplings.
  ///
  /// - Precondition: `weights` has two sizes.
  package init(
    weights: Tensor, factor: Float = 1, gains: [Float]? = nil, fields: [Float]
  ) {
    precondition(weights.shape.count == 2, "\(weights.name): \(weights.shape), expected 2 sizes")
    self.weights = weights
    self.factor = factor
    self.gains = gains
    self.fields = fields
  }

  /// The couplings of all inputs to one output. [inputs]
  package func row(_ output: Int) -> [Float] {
    let source = weights.row(output)
    return source.indices.map { source[$0] * factor * (gains?[$0] ?? 1) }
  }

  /// Writes the couplings of one output; `all` are the elements of `weights`.
  func copyRow(
    _ output: Int, of all: Span<Float>, into row: inout MutableSpan<Float>
  ) {
    let source = all.extracting((output * inputs)..<((output + 1) * inputs))
    precondition(row.count == inputs, "a row of \(row.count) for \(inputs) inputs")
    let factor = factor
    guard let gains else {
      for input in row.indices { row[input] = source[input] * factor }
      return
    }
    let gain = gains.span.extracting(0..<row.count)
    for input in row.indices { row[input] = source[input] * factor * gain[input] }
  }

  /// Puts x ↦ gain ⊙ x + shift in front: J ← J diag(gain), field ← field + J shift.
  mutating func fold(gain: [Float]?, shift: [Float]?) {
    if let shift, !weights.isOutline {
      weights.withFloats { all in
        var elements = [Float](repeating: 0, count: inputs)
        var row = elements.mutableSpan
        for output in 0..<outputs {
          copyRow(output, of: all, into: &row)
          fields[output] += Float(Self.product(row.span, shift.span))
        }
      }
    }
    guard let gain else { return }
    gains = gains.map { zip($0, gain).map { $0 * $1 } } ?? gain
  }

  /// Σ left · right in double precision, in four interleaved sums.
  private static func product(_ a: Span<Float>, _ b: Span<Float>) -> Double {
    let count = a.count
    var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
    var index = 0
    while index &+ 4 <= count {
      s0 += Double(a[index]) * Double(b[index])
      s1 += Double(a[index &+ 1]) * Double(b[index &+ 1])
      s2 += Double(a[index &+ 2]) * Double(b[index &+ 2])
      s3 += Double(a[index &+ 3]) * Double(b[index &+ 3])
      index &+= 4
    }
    while index < count {
      s0 += Double(a[index]) * Double(b[index])
      index &+= 1
    }
    return (s0 + s1) + (s2 + s3)
  }
}
