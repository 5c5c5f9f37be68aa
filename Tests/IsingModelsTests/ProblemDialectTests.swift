import IsingModels
import Testing

/// What tools in use write beside the plain forms: read as they mean it, or refused in a sentence.
@Suite struct ProblemDialectTests {
  private let quadratic = "# three variables\n3 5\n1 1 4\n2 2 3\n3 3 2\n1 2 -5\n2 3 -2\n"
  private let qubist = "5 4\n1 1 0.5\n4 4 -1.25\n1 2 1.5\n2 4 -0.75\n"

  /// Fails where the diagonal is dropped with a warning, as it once was.
  @Test func aDiagonalIsNoCut() throws {
    let message = problemMessage(quadratic, "m.txt")
    #expect(message.hasPrefix("m.txt:3: found an entry of 1 with itself"))
    #expect(message.contains("mqlib-qubo (xᵀQx to be maximised)"))
    #expect(problemMessage(qubist, "h").hasPrefix("h:2: found an entry of 1 with itself"))
    // A weight of 0 is no term, and a graph that is known to be one may have loops.
    #expect(problemMessage("2 2\n1 1 0\n1 2 1\n", "g.txt") == "no error: []")
    for (name, format, kind) in [
      ("g.rud", nil, nil), ("g.txt", .rudy, nil), ("g.txt", nil, .maximumCut),
    ] as [(String, ProblemFormat?, IsingProblem.Kind?)] {
      let problem = try IsingProblem(text: quadratic, name: name, format: format, kind: kind)
      #expect(problem.kind == .maximumCut && problem.warnings.count == 1)
    }
  }

  /// All 8 states: MQLib's largest xᵀQx is 6 at x = (1, 0, 1); the least is −3 at (1, 1, 0).
  @Test func quadraticListsHaveTheirSense() throws {
    for (format, kind, warnings) in [(.mqlibQUBO, nil, 0), (nil, .qubo, 1)]
      as [(ProblemFormat?, IsingProblem.Kind?, Int)]
    {
      let problem = try IsingProblem(text: quadratic, name: "m.txt", format: format, kind: kind)
      #expect(problem.kind == .qubo && problem.isMaximised && problem.warnings.count == warnings)
      #expect(problem.value(of: [1, -1, 1]) == 6 && problem.objective([1, -1, 1]) == -6)
      #expect(problem.value(of: [1, 1, -1]) == -3 && problem.value(of: [-1, -1, -1]) == 0)
    }
    let least = try IsingProblem(text: quadratic, name: "m.txt", format: .biqMac)
    #expect(!least.isMaximised && least.value(of: [1, 1, -1]) == -3)
    // The constant has the sign of the file's value, and the scale acts on all of it.
    let more = "# offset : 10\n# scale : 2\n" + quadratic
    let shifted = try IsingProblem(text: more, name: "m.txt", format: .mqlibQUBO)
    #expect(shifted.value(of: [1, -1, 1]) == 32)
  }

  /// The ground state of the 8 is E = −4 at (s1, s2, s4) = (−1, 1, 1).
  @Test func qubistHasDimodsSigns() throws {
    for (name, kind) in [("h.qh", nil), ("h.txt", .ising)] as [(String, IsingProblem.Kind?)] {
      let problem = try IsingProblem(text: qubist, name: name, kind: kind)
      #expect(problem.kind == .ising && problem.labels == [1, 2, 4].map { .integer($0) })
      #expect(problem.objective([-1, 1, 1]) == -4)
    }
    // Sites of qubits count from 0.
    #expect(try IsingProblem(text: "2 1\n0 1 1\n", name: "h.qh").model.bonds == [Bond(0, 1, -1)])
  }

  @Test func aGraphIsNotReadAsCouplings() throws {
    let graph = "3 3\n1 2 1\n2 3 1\n1 3 1\n"
    for name in ["g.couplings", "g.csv"] {
      #expect(
        problemMessage(graph, name)
          == "\(name):1: found '3 3' before 3 lines: a graph of rudy, or a field of 3 and couplings of "
          + "opposite sign, expected the format by name, rudy or couplings")
    }
    #expect(try IsingProblem(text: graph, name: "g", format: .couplings).model.fields[3] == 3)
    // One line more is no graph.
    #expect(try IsingProblem(text: graph + "0 1 1\n", name: "g.csv").model.bonds.count == 4)
    // Columns between commas have no sign either.
    #expect(problemMessage("0,1,1\n", "x.txt").contains("of opposite signs"))
    #expect(try IsingProblem(text: "i,j,J\n0,1,1\n", name: "x.txt").model.bonds == [Bond(0, 1, 1)])
  }

  @Test(arguments: [
    ("c scale : 2.7\nc offset : 1.93\n", 2.7 * 1.93), ("c offset=1.5\n", 1.5),
    ("# Offset 1.5\n", 1.5), ("c energy offset: -2e1, exact\n", -20), ("c constant = 4\n", 4),
    ("c ising-npu offset=3\n", 3), ("c offset : 1\nc offset 1\n", 1), ("c offsets 1\n", 0),
    ("c the constant degree is 3\n", 0), ("c some : {\"offset\": 3}\n", 0),
  ])
  func commentsOfConstants(comment: String, constant: Double) throws {
    let text = comment + "p qubo 0 2 1 1\n0 0 1\n0 1 1\n"
    let problem = try IsingProblem(text: text, name: "q.qubo")
    #expect(problem.objective([-1, -1]) == constant)
    let scale = comment.contains("scale") ? 2.7 : 1
    #expect(problem.objective([1, 1]) == constant + 2 * scale)
  }

  @Test func commentsThatCannotBeUsed() throws {
    let form = "p qubo 0 2 1 1\n0 0 1\n0 1 1\n"
    #expect(
      problemMessage("c offset : x\n" + form, "q.qubo")
        == "q.qubo:1: found 'offset' followed by 'x', expected a finite number")
    #expect(
      problemMessage("c offset : 1\nc offset : 2\n" + form, "q.qubo")
        == "q.qubo:2: found another offset than before, 2.0, expected one offset")
    let unclear = try IsingProblem(text: "c the offset was 3\n" + form, name: "q.qubo")
    #expect(unclear.warnings.contains { $0.hasPrefix("q.qubo:1: the comment speaks of an offset") })
    #expect(
      problemMessage("# offset 3\n2 1\n1 2 1\n", "g.rud")
        == "g.rud: found a comment with an offset of 3.0, expected none: a cut has no constant and no "
        + "scale")
    #expect(
      problemMessage("%%MatrixMarket matrix array real symmetric\n%scale 2\n1 1\n0\n", "m.mtx")
        .contains("a comment with a scale of 2.0"))
    #expect(problemMessage("# offset 0\n# scale 1\n2 1\n1 2 1\n", "g.rud") == "no error: []")
  }

  @Test func matricesOfBothTriangles() throws {
    let banner = "%%MatrixMarket matrix coordinate real general\n"
    let own = try IsingProblem(text: banner + "2 2 2\n1 2 3\n2 1 3\n", name: "m.mtx")
    #expect(own.model.bonds == [Bond(0, 1, -3)] && own.warnings[0].contains("own transpose"))
    let other = try IsingProblem(text: banner + "2 2 2\n1 2 3\n2 1 4\n", name: "m.mtx")
    #expect(other.model.bonds == [Bond(0, 1, -7)] && other.warnings[0].contains("not its own"))
    // (1, 2) and (2, 1) are different entries: only one that stands twice repeats a pair.
    #expect(!other.warnings.contains { $0.contains("again") }, "\(other.warnings)")
    let twice = try IsingProblem(
      text: banner + "3 3 4\n1 2 3\n2 1 4\n2 1 1\n1 3 5\n", name: "m.mtx", kind: .ising)
    #expect(twice.warnings.contains("m.mtx: 1 entry names a pair again; its value was added"))
    let form = try IsingProblem(
      text: banner + "2 2 2\n1 2 3\n2 1 3\n", name: "m.mtx", kind: .qubo)
    #expect(form.objective([1, 1]) == 6 && form.warnings.isEmpty)
    #expect(
      problemMessage("%MatrixMarket matrix array real general\n9 9\n0\n1\n", "m.mtx").contains(
        "81 values in a file of"))
    #expect(
      problemMessage("%MatrixMarket matrix array real symmetric\n2 2\n0 1\n0\n0\n", "m.mtx")
        == "m.mtx: found 4 values, expected 3, as the line of sizes says")
  }

  /// No variables leave nothing to search; what remains is said by the file itself.
  @Test func emptyProblemsAreRefused() {
    for (text, name) in [
      ("0 0\n", "e.rud"), ("p qubo 0 0 0 0\n", "e.qubo"), ("# vartype=SPIN\n", "e.coo"),
      ("%%MatrixMarket matrix array real general\n0 0\n", "e.mtx"), ("0 0\n", "e.qh"),
      (
        #"{"version": "1.0.0", "variable_ids": [], "variable_domain": "spin", "scale": 1, "offset": 2,"#
          + #""linear_terms": [], "quadratic_terms": []}"#, "e.json"
      ),
      (
        #"{"type": "BinaryQuadraticModel", "variable_type": "SPIN", "offset": 3, "linear_biases": [],"#
          + #""quadratic_biases": [], "quadratic_head": [], "quadratic_tail": []}"#, "e.json"
      ),
    ] {
      let message = problemMessage(text, name)
      #expect(message.contains("variables, expected at least one"), "\(message)")
    }
  }
}
