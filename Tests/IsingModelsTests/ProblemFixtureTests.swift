import IsingModels
import Testing

/// Files that dimod wrote, or whose objective dimod computed.
@Suite struct ProblemFixtureTests {
  @Test func objectivesAreDimods() throws {
    let fixtures = try ProblemFixture.all()
    #expect(fixtures.count == 48)
    for fixture in fixtures {
      let problem = try fixture.problem()
      #expect(problem.kind == fixture.kind, "\(fixture.name)")
      let tolerance = fixture.tolerance(problem)
      for (spins, objective) in fixture.states {
        let found = problem.objective(spins)
        #expect(abs(found - objective) <= tolerance, "\(fixture.name): \(found), \(objective)")
      }
    }
  }

  @Test func labelsAreTheFiles() throws {
    func labels(_ name: String) throws -> [VariableLabel]? {
      let fixture = ProblemFixture(name: name, kind: .qubo, states: [])
      return try IsingProblem(bytes: fixture.bytes, fileName: name).labels
    }
    let names: [VariableLabel] = [
      .text("b"), .text("a"), .list([.text("t"), .integer(1)]), .integer(5), .text("é\"\\"),
      .list([.text("t"), .list([.text("u"), .integer(-2)]), .text("x")]), .integer(-7),
    ]
    #expect(try labels("names.bqm") == names)
    #expect(try labels("names.v1.bqm") == names)
    #expect(try labels("names.json").map(Set.init) == Set(names))
    #expect(
      try labels("gaps.coo") == [
        .integer(3), .integer(10), .integer(100), .integer(4_000_000_000_000),
      ])
    let reals: [VariableLabel] = [
      .real(2.5), .text("a"), .list([.integer(1), .real(0.5)]), .integer(3), .real(-0.25),
      .real(12.75),
    ]
    for name in ["reals.bqm", "reals.json", "schema1.json", "bytes.json", "base64.json"] {
      #expect(try labels(name) == reals, "\(name)")
    }
    #expect(try labels("spin.bqpjson") == [0, 4, 7, 120, 121].map { .integer($0) })
    #expect(try labels("qubits.qh") == [1, 2, 4, 9].map { .integer($0) })
    #expect(try labels("spins.bqm") == nil)
    #expect(try labels("spins.json") == nil)
    #expect(try labels("spins.coo") == nil)
  }

  /// Each problem as each format and back: no state changes its objective.
  @Test(arguments: ProblemFormat.allCases)
  func everyFormatKeepsTheObjective(format: ProblemFormat) throws {
    for fixture in try ProblemFixture.all() {
      let problem = try fixture.problem()
      let written = try problem.write(as: format)
      let read = try IsingProblem(bytes: written.bytes, fileName: "x", format: format)
      // Read without being told, too.
      let isNamed = [.couplings, .mqlibQUBO, .biqMac, .qubist].contains(format)
      if !isNamed {
        #expect(try IsingProblem(bytes: written.bytes, fileName: "x").model == read.model)
      }
      // Formats of spins round what x = (1 + s)/2 makes of Q.
      let isOfSpins = [.rudy, .qubist, .couplings].contains(format)
      let tolerance =
        isOfSpins ? fixture.roundings(problem) : fixture.tolerance(problem)
      let order = Array(0..<problem.model.spinCount)
      let ascending = order.sorted { problem.place($0) < problem.place($1) }
      let cut = problem.asMaximumCut()
      #expect(read.isMaximised == (format == .mqlibQUBO))
      let hasMore = format == .rudy && cut.model.spinCount > problem.model.spinCount
      // rudy and Qubist have no offset.
      let offset = [.rudy, .qubist].contains(format) ? problem.offset : 0
      for (spins, _) in fixture.states {
        let objective = problem.objective(spins)
        for last: Int8 in hasMore ? [1, -1] : [1] {
          // COO keeps whole names, and is read in their order; bqpjson keeps its own.
          let own = format == .coo ? ascending.map { spins[$0] } : spins
          let state = hasMore ? own.map { $0 * last } + [last] : own
          #expect(
            abs(read.objective(state) + offset - objective) <= tolerance,
            "\(fixture.name) as \(format): \(read.objective(state)), \(objective)")
        }
      }
      // Whole labels in another order are none when COO has ordered them.
      let losesLabels =
        problem.labels != nil && read.labels == nil && (format != .coo || ascending == order)
      #expect(losesLabels == written.warnings.contains { $0.contains("names of variables") })
    }
  }

  @Test func theSameFormatKeepsEveryBit() throws {
    for fixture in try ProblemFixture.all() {
      let problem = try fixture.problem()
      // Sums are rounded between Q and J, and COO orders the variables by their names.
      guard problem.kind != .qubo else { continue }
      for format in [ProblemFormat.coo, .bqm, .json, .bqpjson, .matrixMarket, .couplings]
      where format != .coo || problem.labels == nil {
        let written = try problem.write(as: format)
        let read = try IsingProblem(bytes: written.bytes, fileName: "x", format: format)
        #expect(read.model == problem.model, "\(fixture.name) as \(format)")
        #expect(read.offset == problem.offset)
      }
    }
  }

  /// Sums of whole numbers are exact in both directions, so the file's own numbers come back.
  @Test func wholeQuadraticFormsAreExact() throws {
    let text = """
      c x
      p qubo 0 4 3 4
      0 0 5
      1 1 -1234567
      3 3 7
      0 1 3
      0 2 -9
      1 2 1000001
      2 3 1

      """
    let problem = try IsingProblem(text: text, name: "a.qubo")
    #expect(problem.model.fields == [-1, 617283.5 - 250001, -249998.25, -3.75])
    let written = String(decoding: try problem.write(as: .qubo).bytes, as: UTF8.self)
    #expect(written == text.replacing("c x\n", with: ""))
    for format in ProblemFormat.allCases where format != .rudy && format != .qubist {
      let bytes = try problem.write(as: format).bytes
      let back = try IsingProblem(bytes: bytes, fileName: "x", format: format)
      #expect(try String(decoding: back.write(as: .qubo).bytes, as: UTF8.self) == written)
    }
  }
}
