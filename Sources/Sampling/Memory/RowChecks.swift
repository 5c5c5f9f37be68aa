internal import IsingModels

/// What kernels rely on that read compressed rows, and what stands at neighbours' places, without checks.
enum RowChecks {
  /// Rows follow one another without gaps, and each neighbour is a spin.
  static func check(_ adjacency: Adjacency, spinCount: Int) {
    let (offsets, neighbours) = (adjacency.offsets, adjacency.neighbours)
    precondition(
      offsets.count == spinCount + 1 && offsets[0] == 0
        && Int(offsets[spinCount]) == neighbours.count,
      "rows of \(spinCount) spins")
    precondition(adjacency.couplings.count == neighbours.count, "couplings of the rows")
    for spin in 0..<spinCount {
      precondition(offsets[spin] <= offsets[spin + 1], "row \(spin) ends before it begins")
    }
    precondition(
      neighbours.allSatisfy { $0 >= 0 && Int($0) < spinCount }, "neighbours that are no spins")
  }
}
