import ChipPrograms
import IsingTestSupport
import ModelCompiler
import Reports
import MappingChecks
import Testing

/// The check that a program's forms give it back.
@Suite("Program round trip") struct RoundTripTests {
  private func program(_ model: TinyModel = TinyModel()) throws -> Program {
    try ModelCompiler.compile(
      model.graph, for: try ValidationBench.chip(), precision: Precision())
  }

  @Test func compiledProgramsComeBack() throws {
    for model in [TinyModel(), TinyModel(layers: 2)] {
      let check = RoundTripCheck.check(try program(model), again: try program(model))
      #expect(check.name == "program.round-trip" && check.value == 0 && check.passed)
      #expect(check.detail.contains("SHA-256"))
    }
  }

  @Test func anotherSecondCompilationIsFound() throws {
    let program = try program()
    let changes: [(inout Program) -> Void] = [
      { $0.arrays[2].codes[5] ^= 1 }, { $0.tables[0].scales[1] = 0.5 },
      { $0.instructions[6].layer = nil },
      { $0.arrays[1].fields[0] = $0.arrays[1].fields[0].nextUp },
      { $0.vectors[0][0] = -$0.vectors[0][0] },
    ]
    for (index, change) in changes.enumerated() {
      var again = program
      change(&again)
      let check = RoundTripCheck.check(program, again: again)
      #expect(check.value == 1 && !check.passed, "change \(index)")
      #expect(check.detail == "a second compilation gives another program")
    }
  }

  @Test func programsThatTheFormsDoNotHoldAreFound() throws {
    var program = try program()
    program.instructions[3].layer = -1
    let check = RoundTripCheck.check(program, again: program)
    // Neither the text is read nor the bytes are written.
    #expect(check.value == 2)
  }
}
