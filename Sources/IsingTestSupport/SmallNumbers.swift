package import TransformerModels

/// Reproducible numbers for weights and inputs.
package struct SmallNumbers {
  private var words: SplitMix
  /// How many were drawn.
  package private(set) var drawn = 0

  package init(seed: UInt64) { words = SplitMix(seed: seed) }

  /// Uniform from −1 up to 1, a multiple of 2⁻²³.
  package mutating func next() -> Float {
    drawn += 1
    return Float(words.next() >> 40) / Float(1 << 23) - 1
  }

  /// Values within ½ of `centre`.
  package mutating func tensor(
    _ name: String, _ shape: [Int], around centre: Float = 0
  ) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { _ in centre + next() / 2 }
    return Tensor(name: name, shape: shape, values: values)
  }
}
