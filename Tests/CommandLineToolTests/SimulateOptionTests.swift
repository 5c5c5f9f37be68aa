import Testing

/// Options of `simulate` that a program of agents could only ignore are refused by name.
@Suite("simulate's options") struct SimulateOptionTests {
  @Test(arguments: [
    (["--samples", "8"], "--samples"), (["--draws", "systematic"], "--draws"),
    (["--model", "."], "--model"), (["--text", "a"], "--text"),
    (["--die", "2", "--fidelity", "sampled"], "die"), (["--print", "--csv"], "print"),
    (["--list", "--csv"], "list"),
    (["--set", "reads=10", "--set", "reads=20"], "--set: found reads twice"),
  ])
  func refused(_ arguments: [String], _ name: String) throws {
    let result = try Tool.run(["simulate", "and-gate"] + arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.error.contains(name), "\(result.error)")
  }
}
