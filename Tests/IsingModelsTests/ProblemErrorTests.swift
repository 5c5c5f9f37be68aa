import IsingModels
import Testing

/// Bad files: one clear sentence each.
@Suite struct ProblemErrorTests {
  @Test func rudy() throws {
    func message(_ text: String) -> String { problemMessage(text, "g.rud") }
    #expect(
      message("3 2\n1 2 1\n") == "g.rud: found 1 edge, expected 2, as the first line says")
    #expect(
      message("3 1\n1 2 1\n2 3 1\n") == "g.rud: found 2 edges, expected 1, as the first line says")
    #expect(message("3 1\n1 2 x\n") == "g.rud:2: found 'x', expected a finite number")
    #expect(message("3 1\n1 2 nan\n") == "g.rud:2: found 'nan', expected a finite number")
    #expect(message("3 1\n1 2 -inf\n") == "g.rud:2: found '-inf', expected a finite number")
    #expect(message("3 1\n1 2 1e999\n") == "g.rud:2: found '1e999', expected a finite number")
    #expect(message("3 1\n1 4 1\n") == "g.rud:2: found '4', expected a vertex from 1 to 3")
    #expect(message("3 1\n0 1 1\n") == "g.rud:2: found '0', expected a vertex from 1 to 3")
    #expect(
      message("3 1\n1 99999999999999999999 1\n")
        == "g.rud:2: found '99999999999999999999', expected a vertex from 1 to 3")
    #expect(message("3 1\n1\n") == "g.rud:2: found the end of the line, expected a vertex from 1")
    #expect(
      message("3 1\n1 2 3 4\n") == "g.rud:2: found '4' behind the last column, expected 'i j w'")
    #expect(message("0 0\n") == "g.rud:1: found a problem of 0 variables, expected at least one")
    #expect(
      message("-3 0\n") == "g.rud:1: found '-3', expected the number of vertices from 0")
    #expect(
      message("2000000000 1\n1 2 1\n")
        == "g.rud:1: found 2000000000 variables in a file of 19 bytes, expected at most 1048576")
    #expect(
      message("3 1\n1 2 1e308\n1 2 1e308\n").hasPrefix("g.rud: found 2 edges"))
    #expect(
      message("3 2\n1 2 1e308\n1 2 1e308\n").hasPrefix(
        "g.rud: found sums that Float64 cannot hold"))
  }

  @Test func rudyWarnings() throws {
    let text = "# a graph\r\n4 5\r\n1 2 1.5\r\n2 1 1e-1\r\n3 3 7\r\n\r\n1 3\r\n2 3 -2\r\n\r\n\r\n"
    let problem = try IsingProblem(text: text, name: "G.rud")
    #expect(problem.kind == .maximumCut)
    #expect(problem.model.bonds == [Bond(0, 1, -1.6), Bond(0, 2, -1), Bond(1, 2, 2)])
    #expect(problem.model.spinCount == 4)
    #expect(
      problem.warnings == [
        "G.rud: 1 edge from a vertex to itself was left out, since no cut contains them",
        "G.rud: 1 entry names a pair again; its value was added",
      ])
    let empty = try IsingProblem(text: "5 0\n", name: "e.mc")
    #expect(empty.model.bonds.isEmpty && empty.model.spinCount == 5)
    #expect(empty.warnings == ["e.mc: no pair has a value: all states are equally good"])
  }

  @Test func qubo() throws {
    func message(_ text: String) -> String { problemMessage(text, "q.qubo") }
    let expected = "'p qubo 0 maxNodes nNodes nCouplers'"
    #expect(message("c only\n") == "q.qubo: found no program line, expected \(expected)")
    #expect(message("0 0 1\n") == "q.qubo:1: found '0', expected \(expected)")
    #expect(
      message("p qubo 0 3 1 1\n0 0 1\n")
        == "q.qubo: found 1 nodes and 0 couplers, expected 1 and 1, as the program line says")
    #expect(
      message("p qubo 0 3 0 1\n0 3 1\n") == "q.qubo:2: found '3', expected a variable from 0 to 2")
    #expect(
      message("p qubo 0 3 0 1\n0 1\n")
        == "q.qubo:2: found the end of the line, expected a finite number")
    #expect(
      message("p cnf 3 1\n") == "q.qubo: found a DIMACS file 'cnf', expected \(anyProblemFile)")
    #expect(message("p qubo 0 4000000000 0 0\n").hasPrefix("q.qubo:1: found 4000000000 variables"))
    let problem = try IsingProblem(
      text: "p qubo chimera4 3 2 2\n0 0 1\n0 0 2\n0 1 1e-3\n1 0 1\n", name: "w.qubo")
    #expect(
      problem.warnings == [
        "w.qubo: the topology 'chimera4' was ignored",
        "w.qubo: 1 entry names a pair again; its value was added",
        "w.qubo: 1 entry names a variable again; its value was added",
      ])
    #expect(problem.objective([1, -1, -1]) == 3)
  }

  @Test func coo() throws {
    func message(_ text: String) -> String { problemMessage(text, "m.coo") }
    #expect(
      message("0 1 1\n") == "m.coo: found no vartype, "
        + "expected a first line '# vartype=SPIN' or '# vartype=BINARY', "
        + "or the kind by name: ising, qubo or max-cut")
    #expect(
      message("# vartype=INTEGER\n0 1 1\n")
        == "m.coo:1: found vartype 'INTEGER', expected SPIN or BINARY")
    #expect(
      message("# vartype=SPIN\n# vartype=BINARY\n")
        == "m.coo:2: found another vartype than before, expected one vartype")
    #expect(
      message("# vartype=SPIN\n0 -1 1\n") == "m.coo:2: found '-1', expected a variable from 0")
    #expect(
      message("# vartype=SPIN\n0 99999999999999999999 1\n")
        == "m.coo:2: found '99999999999999999999', expected a variable from 0")
    #expect(message("# vartype=SPIN\n0 1\n") == "m.coo:2: found two columns, expected 'u v bias'")
    #expect(
      message("# vartype=SPIN\n")
        == "m.coo: found a problem without variables, expected at least one")
    let problem = try IsingProblem(
      text: "# vartype: BINARY\n7 7 1e-7\n3 7 2.\n3 7 1\n", name: "x.txt")
    #expect(problem.kind == .qubo && problem.labels == [.integer(3), .integer(7)])
    #expect(
      problem.warnings == [
        "x.txt: dimod skips 2 lines without a word, whose numbers have exponents or end in a point; "
          + "they were read here",
        "x.txt: 1 entry names a pair again; its value was added",
      ])
    let spins = try IsingProblem(text: "0 1 1\n", name: "m.coo", kind: .ising)
    // dimod's sign: E = +Σ J s s.
    #expect(spins.model.bonds == [Bond(0, 1, -1)])
  }

  @Test func matrixMarket() throws {
    func message(_ text: String) -> String {
      problemMessage("%%MatrixMarket matrix \(text)", "m.mtx")
    }
    let form = "'%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric'"
    #expect(message("sparse real general\n") == "m.mtx:1: found 'sparse', expected \(form)")
    #expect(
      message("coordinate complex general\n")
        == "m.mtx:1: found a complex matrix, expected real numbers: \(form)")
    #expect(
      message("coordinate real skew-symmetric\n")
        == "m.mtx:1: found a skew-symmetric matrix, of which a_ij + a_ji = 0 leaves no pair a value, "
        + "expected \(form)")
    #expect(
      message("array pattern general\n")
        == "m.mtx:1: found an array of a pattern, expected \(form)")
    #expect(message("coordinate real\n") == "m.mtx:1: found 4 words, expected \(form)")
    let general = "coordinate real general\n"
    #expect(
      message("\(general)% c\n")
        == "m.mtx:2: found the end of the file, expected a line 'rows columns entries'")
    #expect(
      message("\(general)2 3 0\n")
        == "m.mtx:2: found 2 rows and 3 columns, expected a square matrix")
    #expect(
      message("\(general)3 3 2\n1 2 1\n")
        == "m.mtx: found 1 entry, expected 2, as the line of sizes says")
    #expect(
      message("\(general)3 3 1\n1 4 1\n") == "m.mtx:3: found '4', expected a column from 1 to 3")
    #expect(
      message("\(general)%%ising-npu kind=cut\n")
        == "m.mtx:2: found 'kind=cut', expected kind= max-cut, qubo, ising")
    #expect(
      message("\(general)%%ising-npu size=3\n")
        == "m.mtx:2: found 'size=3', expected 'kind=…' or 'offset=…'")
    #expect(
      message("\(general)%%ising-npu offset=x\n")
        == "m.mtx:2: found 'offset=x', expected offset= a number")
    let both = "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 2 1\n2 1 2\n3 3 1\n"
    #expect(
      problemMessage(both, "b.mtx")
        == "b.mtx:5: found 1.0 on the diagonal, which the cut of a graph would not contain, expected "
        + "the kind by name: qubo (xᵀAx), ising (J and h), or max-cut (a graph all the same)")
    let problem = try IsingProblem(text: both, name: "b.mtx", kind: .maximumCut)
    #expect(problem.model.bonds == [Bond(0, 1, -3)])
    // Both triangles, and the diagonal; no entry stands twice.
    #expect(problem.warnings.count == 2)
    #expect(problem.warnings[0].hasPrefix("b.mtx: entries stand in both triangles"))
    let form2 = try IsingProblem(text: both, name: "b.mtx", kind: .qubo)
    #expect(form2.objective([1, 1, 1]) == 4)
    let glass = try IsingProblem(text: both, name: "b.mtx", kind: .ising)
    #expect(glass.objective([1, 1, 1]) == -4)
  }

  @Test func couplings() throws {
    func message(_ text: String) -> String { problemMessage(text, "c.csv") }
    #expect(message("# nothing\n0 1 x") == "c.csv:2: found 'x', expected a finite number")
    #expect(message("i,j,J\n") == "c.csv: found no couplings, expected lines 'i j J'")
    #expect(message("0,,1\n") == "c.csv:1: found '', expected a spin from 0 to 1048575")
    #expect(
      message("0,1,2,3\n")
        == "c.csv:1: found more than 3 columns, expected 'i j J', 'i i h' or 'i h'")
    #expect(
      message("0 1000000000 1\n").hasPrefix("c.csv:1: found '1000000000', expected a spin from 0"))
    #expect(message("0 1 inf\n") == "c.csv:1: found 'inf', expected a finite number")
    let text =
      "i,j,J\r\n# a comment\r\n0, 1, 0.5\r\n2 2 -1.5 # a field\r\n\r\n1\t2\t-1e-3\n0 0.25\n"
    let problem = try IsingProblem(text: text, name: "c.csv")
    #expect(problem.model.bonds == [Bond(0, 1, 0.5), Bond(1, 2, -1e-3)])
    #expect(problem.model.fields == [0.25, 0, -1.5])
    // E = −Σ J s s − Σ h s.
    #expect(problem.objective([1, 1, -1]) == -0.5 - 1e-3 - 0.25 - 1.5)
    let twice = try IsingProblem(text: "0 1 1\n1 0 1\n0 2\n0 0 1\n", name: "t.couplings")
    #expect(twice.warnings.count == 2 && twice.model.bonds == [Bond(0, 1, 2)])
    #expect(twice.model.fields == [3, 0])
  }
}
