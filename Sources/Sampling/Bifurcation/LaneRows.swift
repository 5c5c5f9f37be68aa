internal import IsingModels
internal import RandomStreams

/// The couplings of a model in compressed rows, in float32, for kernels with 64 replicas in lanes.
struct LaneRows: Sendable {
  /// Replicas that advance together: one vector of bytes, or four of float32.
  static let lanes = 64

  let offsets: [Int32]
  let neighbours: [Int32]
  let couplings: [Float]
  let fields: [Float]
  /// √(Σ_j J_ij² + h_i²), averaged in square over the spins; 1 where all is 0.
  let rootMeanSquareField: Double

  init(_ model: IsingModel) {
    RowChecks.check(model.adjacency, spinCount: model.spinCount)
    offsets = model.adjacency.offsets
    neighbours = model.adjacency.neighbours
    // In parts of the largest, whose square neither overflows nor vanishes.
    let largest = model.adjacency.couplings.reduce(model.fields.reduce(0) { max($0, abs($1)) }) {
      max($0, abs($1))
    }
    var size = 1.0
    if largest > 0 {
      var sum = 0.0
      for value in model.fields { sum += (value / largest) * (value / largest) }
      for value in model.adjacency.couplings { sum += (value / largest) * (value / largest) }
      size = largest * (sum / Double(model.spinCount)).squareRoot()
    }
    rootMeanSquareField = size
    couplings = model.adjacency.couplings.map { Float($0 / size) }
    fields = model.fields.map { Float($0 / size) }
  }

  var spinCount: Int { fields.count }

  /// The largest |eigenvalue| of the couplings in the unit of the rows, from below: 16 steps of power
  /// iteration find it to a few percent, and no row's norm is larger.
  func spectralRadius() -> Double {
    var words = WordSequence(StreamKey(seed: 0, purpose: .testInput))
    // Neither orthogonal to a uniform nor to an irregular vector.
    var vector = (0..<spinCount).map { _ in words.next() & 1 == 0 ? 1.5 : -0.5 }
    var size = 0.0
    for step in 0...16 {
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0 else { break }
      if step > 0 { size = norm }
      guard step < 16 else { break }
      let unit = vector.map { $0 / norm }
      for spin in 0..<spinCount {
        var sum = 0.0
        for k in Int(offsets[spin])..<Int(offsets[spin + 1]) {
          sum += Double(couplings[k]) * unit[Int(neighbours[k])]
        }
        vector[spin] = sum
      }
    }
    for spin in 0..<spinCount {
      let row = couplings[Int(offsets[spin])..<Int(offsets[spin + 1])]
      size = max(size, row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot())
    }
    return size
  }
}
