import Runs
import Testing

@Suite struct RunFailureTests {
  private struct Other: Error, CustomStringConvertible { let description = "line 3: bad" }

  @Test func exitCodesAreTheDocumentedOnes() {
    #expect(RunFailure.Kind.allCases.map(\.rawValue) == [1, 64, 65, 70])
    #expect(RunFailure(.badInput, "x").exitCode == 65)
  }

  @Test func stagesDecideWhatAnErrorMeans() {
    #expect(throws: RunFailure(.badInput, "line 3: bad")) {
      try RunFailure.readingInput { throw Other() }
    }
    #expect(throws: RunFailure(.internalError, "line 3: bad")) {
      try RunFailure.computing { throw Other() }
    }
  }

  @Test func failuresKeepTheirKind() {
    let failure = RunFailure(.checkFailed, "cosine 0.4 is below 0.9")
    #expect(throws: failure) { try RunFailure.readingInput { throw failure } }
    #expect(throws: failure) { try RunFailure.computing { throw failure } }
    #expect(RunFailure(failure) == failure)
    #expect(RunFailure(Other()).kind == .internalError)
  }

  @Test func valuesPassThrough() throws {
    #expect(try RunFailure.readingInput { 3 } == 3)
  }
}
