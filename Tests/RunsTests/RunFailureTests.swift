import HardwareSpecs
import IsingModels
import Jobs
import LatticePhysics
import ProblemSearch
import Runs
import Sampling
import TransformerModels
import VirtualChip
import Testing

@Suite struct RunFailureTests {
  private struct Other: Error, CustomStringConvertible { let description = "line 3: bad" }

  @Test func exitCodesAreTheDocumentedOnes() {
    #expect(RunFailure.Kind.allCases.map(\.rawValue) == [1, 64, 65, 70, 130])
    #expect(RunFailure(.badInput, "x").exitCode == 65)
  }

  /// What nobody foresaw is the program's fault.
  @Test func unknownErrorsAreInternal() {
    #expect(throws: RunFailure(.internalError, "line 3: bad")) {
      try RunFailure.ending { throw Other() }
    }
  }

  @Test func failuresKeepTheirKind() {
    let failure = RunFailure(.checkFailed, "cosine 0.4 is below 0.9")
    #expect(throws: failure) { try RunFailure.ending { throw failure } }
    #expect(RunFailure(failure) == failure)
    #expect(RunFailure(Other()).kind == .internalError)
  }

  /// Errors of the domain modules that say whose fault they are have their exit code in any stage.
  @Test func typedErrorsDecideThemselves() {
    for (error, kind) in [
      (FileError("a", "is a folder"), .badInput),
      (FileError("a", "no space left", isOfMachine: true), .internalError),
      (CheckpointError("a", "damaged"), .badInput),
      (JobFailure<FileError>.checkpoint(CheckpointError("a", "damaged")), .badInput),
      (JobFailure<RunFailure>.part(RunFailure(.usage, "x")), .usage),
      (CatalogueError.unfit("x"), .usage), (LatticeStudyError.option("x"), .usage),
      (LatticeStudyError.input("x"), .badInput),
      (LatticeStudyError.computation("x"), .internalError),
      (ProblemError.size(file: "a", found: 1e300), .badInput),
      (ProblemError.method("x"), .internalError), (OptionError("x"), .usage),
      (InterruptedError(), .interrupted), (SpecError(problems: []), .badInput),
      (ModelFileError(.missingFile, file: "a", found: "b", expected: "c"), .badInput),
      (MachineError.unusableTokens(reason: "x"), .badInput),
      (JobFailure<any Error>.part(MachineError.unusableTokens(reason: "x")), .badInput),
      (UnknownName("x", what: "start", known: ["up"]), .usage),
    ] as [(any Error, RunFailure.Kind)] {
      #expect(RunFailure(error).kind == kind, "\(error)")
      #expect(RunFailure(error).message == "\(error)")
    }
  }

  @Test func valuesPassThrough() throws {
    #expect(try RunFailure.ending { 3 } == 3)
  }
}
