/// Reads the QUBOs of MQLib and of Biq Mac, which look alike: `n m`, then m lines `i j q`, from 1.
///
/// The value is xᵀQx with the symmetric Q of which each pair stands once: q for i = j, 2 q for a pair.
/// MQLib maximises it, and so does the OR-Library; Biq Mac minimises it.
enum QuadraticListReader {
  static func read(
    _ bytes: [UInt8], fileName: String, isMaximised: Bool
  ) throws(ProblemFileError) -> IsingProblem {
    var rows = try CountedLines(bytes, fileName: fileName, names: ("variables", "lines"))
    let count = rows.sizes.variables
    var entries = try ProblemEntries(fileName: fileName, kind: .qubo, spinCount: count)
    entries.isMaximised = isMaximised
    entries.pairs.reserveCapacity(rows.room)
    let sign: Double = isMaximised ? -1 : 1
    while let (i, j, value) = try rows.next("a variable", in: 1...count) {
      if i == j {
        entries.add(i - 1, sign * value)
      } else {
        entries.add(i - 1, j - 1, 2 * sign * value)
      }
    }
    var settings = rows.settings
    settings.offset = settings.offset.map { sign * $0 }
    entries.take(settings)
    if let warning = settings.warning(fileName: fileName) { entries.warn(warning) }
    return try entries.problem()
  }
}
