/// A signed code, symmetric about 0: value ≈ scale · code.
struct SymmetricCode {
  let scale: Float
  private let inverse: Float

  init(of row: Span<Float>, limit: Float) {
    var largest: Float = 0
    for index in 0..<row.count where row[index].magnitude > largest {
      largest = row[index].magnitude
    }
    let range = largest / limit
    scale = range > 1e-30 ? range : 1
    inverse = 1 / scale
  }

  @inline(__always)
  func code(of value: Float) -> Float { roundedToEven(value * inverse) }
}
