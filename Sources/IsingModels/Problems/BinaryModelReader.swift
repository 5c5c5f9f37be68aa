/// Reads dimod's binary quadratic models (versions 1.0 and 2.0 of the file).
///
/// `DIMODBQM`, the version in two bytes, the header's length in four, and the header in JSON. Then
/// little-endian numbers: the offset; for each variable where its neighbours begin, and its linear
/// bias; for each neighbour its number and the pair's bias, so that each pair stands twice. Labels
/// follow behind `VARS` and a length (2.0), or stand in the header (1.0).
enum BinaryModelReader {
  static let magic = Array("DIMODBQM".utf8)

  static func read(
    _ bytes: [UInt8], fileName: String
  ) throws(ProblemFileError) -> IsingProblem {
    let header = try BinaryHeader(bytes, fileName: fileName)
    var numbers = BinaryNumbers(bytes, position: header.end, fileName: fileName)
    let biasSize = header.biasType.size
    let linearSize = header.startType.size + biasSize
    let pairSize = header.indexType.size + biasSize
    // Products cannot overflow: the header's numbers are below 2⁴⁰.
    try numbers.require(
      biasSize + header.variableCount * linearSize + 2 * header.pairCount * pairSize)
    var entries = try ProblemEntries(
      fileName: fileName, kind: header.kind, spinCount: header.variableCount)
    entries.addConstant(try numbers.bias(header.biasType))
    var starts: [Int] = []
    starts.reserveCapacity(header.variableCount + 1)
    for i in 0..<header.variableCount {
      starts.append(numbers.whole(header.startType))
      entries.add(i, try numbers.bias(header.biasType))
    }
    starts.append(2 * header.pairCount)
    guard starts[0] == 0, zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw numbers.failure("neighbourhoods out of order", "beginnings that ascend from 0")
    }
    try readPairs(&numbers, header, starts, &entries)
    var labels = header.labels
    if header.hasLabelSection { labels = try numbers.labelSection() }
    try numbers.end()
    let names = try labels.map { (labels) throws(ProblemFileError) in
      try VariableLabel.checked(
        labels, count: header.variableCount, fileName: fileName, place: "labels")
    }
    return try entries.problem(labels: names ?? nil)
  }

  /// Takes the entries with lower neighbours, and checks that the others repeat them.
  private static func readPairs(
    _ numbers: inout BinaryNumbers, _ header: BinaryHeader, _ starts: [Int],
    _ entries: inout ProblemEntries
  ) throws(ProblemFileError) {
    var upper: [(neighbour: Int, bias: Double)] = []
    upper.reserveCapacity(header.pairCount)
    entries.pairs.reserveCapacity(header.pairCount)
    // Where the entries of i with higher neighbours begin in `upper`; they are met in ascending order.
    var next: [Int] = []
    var ends: [Int] = []
    for i in 0..<header.variableCount {
      var last = -1
      next.append(upper.count)
      for _ in starts[i]..<starts[i + 1] {
        let j = numbers.whole(header.indexType)
        let bias = try numbers.bias(header.biasType)
        guard j > last, j < header.variableCount, j != i else {
          throw numbers.failure(
            "neighbour \(j) of variable \(i)",
            "other variables from \(last + 1) to \(header.variableCount - 1)")
        }
        last = j
        if j > i {
          upper.append((j, bias))
          continue
        }
        guard next[j] < ends[j], upper[next[j]] == (i, bias) else {
          throw numbers.failure(
            "different entries of variables \(j) and \(i)", "the same bias in both places")
        }
        next[j] += 1
        entries.add(j, i, bias)
      }
      ends.append(upper.count)
    }
    guard entries.pairs.count == header.pairCount else {
      throw numbers.failure(
        "\(entries.pairs.count) pairs that stand twice", "\(header.pairCount), as the header says")
    }
  }
}
