/// Reads the Hamiltonians of D-Wave's Qubist: `sites lines`, then `i i h` and `i j J`.
///
/// The energy is E = Σ h s + Σ J s s, with dimod's signs. Sites are numbers of qubits, from 0 to the
/// number of sites (some tools count from 1); the variables are those that are named.
enum QubistReader {
  static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> IsingProblem {
    var rows = try CountedLines(bytes, fileName: fileName, names: ("sites", "lines"))
    var entries = LabelledEntries()
    entries.reserve(rows.room)
    while let (i, j, value) = try rows.next("a site", in: 0...rows.sizes.variables) {
      entries.add(i, j, value)
    }
    return try entries.problem(fileName: fileName, kind: .ising, settings: rows.settings)
  }
}
