/// Reads graphs for maximum cuts in the form of rudy and the Gset: `n m`, then m lines `i j w`, vertices
/// from 1. Vertex i becomes spin i − 1.
enum RudyReader {
  /// - Parameter isGraph: whether the file is known to state a graph. If not, an edge from a vertex to
  ///   itself is taken for the linear term of another kind of problem, and refused.
  static func read(
    _ bytes: [UInt8], fileName: String, isGraph: Bool
  ) throws(ProblemFileError) -> IsingProblem {
    var rows = try CountedLines(bytes, fileName: fileName, names: ("vertices", "edges"))
    let spinCount = rows.sizes.variables
    var entries = try ProblemEntries(
      fileName: fileName, kind: .maximumCut, spinCount: spinCount)
    entries.pairs.reserveCapacity(rows.room)
    while let (i, j, weight) = try rows.next("a vertex", in: 1...spinCount) {
      if i != j {
        entries.add(i - 1, j - 1, weight)
      } else if isGraph {
        entries.ignoreLoop()
      } else if weight != 0 {
        throw rows.lines.error(
          "an entry of \(i) with itself, which a graph's cut would not contain",
          "the format by name: rudy (a maximum cut all the same), mqlib-qubo (xᵀQx to be "
            + "maximised), biq-mac (xᵀQx to be minimised), qubist (Σ h s + Σ J s s)")
      }
    }
    try rows.settings.refuse("a cut has no constant and no scale", fileName: fileName)
    if let warning = rows.settings.warning(fileName: fileName) { entries.warn(warning) }
    return try entries.problem()
  }
}
