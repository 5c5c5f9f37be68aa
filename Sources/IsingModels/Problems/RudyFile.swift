extension IsingProblem {
  /// Reads `n m` and m lines `i j w`, spins from 1: the graph of a maximum cut.
  init(rudy bytes: [UInt8], fileName: String) throws(ProblemFileError) {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    var bonds: [Bond] = []
    guard let header = lines.first?.split(whereSeparator: \.isWhitespace), header.count == 2,
      let spinCount = Int(header[0])
    else {
      throw ProblemFileError(
        fileName: fileName, place: "1", found: "no header", expected: "'vertices edges'")
    }
    for (number, line) in lines.enumerated().dropFirst() {
      let columns = line.split(whereSeparator: \.isWhitespace)
      guard columns.count == 3, let i = Int(columns[0]), let j = Int(columns[1]),
        let w = Double(columns[2]), i >= 1, i <= spinCount, j >= 1, j <= spinCount, i != j
      else {
        throw ProblemFileError(
          fileName: fileName, place: "\(number + 1)", found: "'\(line)'", expected: "'i j w'")
      }
      bonds.append(Bond(i - 1, j - 1, -w))
    }
    do {
      self.init(
        kind: .maximumCut, model: try IsingModel(spinCount: spinCount, bonds: bonds))
    } catch {
      throw ProblemFileError(fileName: fileName, found: "\(error)", expected: "a graph")
    }
  }
}
