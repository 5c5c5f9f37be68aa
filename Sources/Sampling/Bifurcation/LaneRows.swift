internal import IsingModels

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
    offsets = model.adjacency.offsets
    neighbours = model.adjacency.neighbours
    var sum = model.fields.reduce(0) { $0 + $1 * $1 }
    for coupling in model.adjacency.couplings { sum += coupling * coupling }
    let size = (sum / Double(model.spinCount)).squareRoot()
    rootMeanSquareField = size > 0 && size.isFinite ? size : 1
    // In parts of that size, so that no number of a usual model leaves the range of float32.
    let scale = 1 / rootMeanSquareField
    couplings = model.adjacency.couplings.map { Float($0 * scale) }
    fields = model.fields.map { Float($0 * scale) }
  }

  var spinCount: Int { fields.count }
}
