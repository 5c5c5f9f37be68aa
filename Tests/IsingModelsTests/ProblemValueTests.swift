import IsingModels
import Testing

/// Values of states, in the file's own numbers.
@Suite struct ProblemValueTests {
  /// Beside 10¹², J and h have steps of 10⁻⁴: summed with them, the objective of the first state is 0
  /// or some multiple of that.
  @Test func penaltiesCostNoDigits() throws {
    let text = """
      c offset : 1000000000000
      p qubo 0 3 3 3
      0 0 -999999999999.875
      1 1 -1000000000000
      2 2 0.0078125
      0 1 2000000000000
      0 2 0.00390625
      1 2 -0.0009765625

      """
    let problem = try IsingProblem(text: text, name: "p.qubo")
    #expect(problem.objective([1, -1, 1]) == 0.125 + 0.0078125 + 0.00390625)
    #expect(problem.objective([-1, 1, 1]) == 0.0078125 - 0.0009765625)
    #expect(problem.objective([-1, -1, -1]) == 1e12)
    for format in ProblemFormat.allCases where ![.rudy, .qubist, .couplings].contains(format) {
      let read = try IsingProblem(
        bytes: problem.write(as: format).bytes, fileName: "x", format: format)
      #expect(read.objective([1, -1, 1]) == problem.objective([1, -1, 1]), "\(format)")
    }
  }

  @Test func sumsOfSpinsAreRoundedOnce() throws {
    let model = try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, 1e17), Bond(1, 2, 1), Bond(0, 2, -1e17)],
      fields: [0.25, 0, 0])
    #expect(model.energy(of: [1, 1, 1]) == -1.25)
    // Parallel bonds, terms of one variable, and constants too.
    let text = "2 4\n1 2 1e17\n1 2 1\n1 2 -1e17\n1 2 0.5\n"
    #expect(try IsingProblem(text: text, name: "g.rud").model.bonds == [Bond(0, 1, -1.5)])
    let lines = "# vartype=BINARY\n0 0 1e17\n0 0 3\n0 1 1\n0 0 -1e17\n"
    #expect(try IsingProblem(text: lines, name: "m.coo").objective([1, -1]) == 3)
  }

  @Test func cutsAreOfTheWeights() throws {
    let text = "4 4\n1 2 1e16\n2 3 0.5\n3 4 -1e16\n1 4 0.25\n"
    let problem = try IsingProblem(text: text, name: "g.rud")
    #expect(problem.value(of: [1, -1, 1, -1]) == 0.75)
    #expect(problem.totalWeight == 0.75)
    #expect(problem.valueTolerance == 2 * 0.75 * .ulpOfOne)
  }

  /// 16 bytes must not take the memory of what they announce.
  @Test func sizesAreCheckedBeforeRoomIsMade() {
    for (text, name) in [
      ("1000000000 1 1\n", "a.couplings"), ("1000000000 1\n1 2 1\n", "a.rud"),
      ("1000000000 1\n1 2 1\n", "a.qh"), ("p qubo 0 1000000000 1 0\n0 0 1\n", "a.qubo"),
      ("%%MatrixMarket matrix array real general\n30000 30000\n1\n", "a.mtx"),
      ("%%MatrixMarket matrix coordinate real general\n1000000000 1000000000 0\n", "a.mtx"),
    ] { #expect(problemMessage(text, name).contains(":"), "\(problemMessage(text, name))") }
    // Names of variables need no room between them.
    #expect(problemMessage("# vartype=SPIN\n0 9000000000000000000 1\n", "a.coo") == "no error: []")
  }
}
