/// A text that is being normalised.
struct NormalText: Sendable {
  /// The text so far.
  var scalars: [Unicode.Scalar]
  /// Whether the first scalar stems from the first scalar of what was given.
  var keepsStart = true

  /// Keeps the scalars that `keep` accepts.
  mutating func filter(_ keep: (Unicode.Scalar) -> Bool) {
    guard let dropped = scalars.firstIndex(where: { !keep($0) }) else { return }
    if dropped == 0 { keepsStart = false }
    scalars.removeAll { !keep($0) }
  }
}

/// A step of normalisation, as Hugging Face `tokenizers` defines it.
protocol Normalizer: Sendable {
  /// Changes the text.
  func normalize(_ text: inout NormalText)
}

/// Steps one after the other.
struct NormalizerSequence: Normalizer {
  var steps: [any Normalizer]

  func normalize(_ text: inout NormalText) {
    for step in steps { step.normalize(&text) }
  }
}

extension TextNormalizer: Normalizer {
  /// `BertNormalizer` by itself, without the splitting into words.
  func normalize(_ text: inout NormalText) {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.scalars.count)
    // Combining classes of the last scalars of the output, behind the last that does not move.
    var trailing: [UInt8] = []
    for (place, scalar) in text.scalars.enumerated() {
      let before = output.count
      for piece in pieces(of: scalar) {
        guard piece.kind != .dropped else {
          if piece.combiningClass == 0 { trailing.removeAll(keepingCapacity: true) }
          continue
        }
        guard let next = Unicode.Scalar(piece.scalar) else { continue }
        guard piece.combiningClass != 0 else {
          if !trailing.isEmpty { trailing.removeAll(keepingCapacity: true) }
          output.append(next)
          continue
        }
        var order = trailing.count
        while order > 0, trailing[order - 1] > piece.combiningClass { order -= 1 }
        output.insert(next, at: output.count - trailing.count + order)
        trailing.insert(piece.combiningClass, at: order)
      }
      if place == 0, output.count == before { text.keepsStart = false }
    }
    text.scalars = output
  }
}
