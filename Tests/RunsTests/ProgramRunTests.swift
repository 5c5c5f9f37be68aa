import ChipPrograms
import EnergyBudgets
import Foundation
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Reports
import Jobs
import Runs
import Testing
import VirtualChip

/// `simulate` with the binary form of a compiled model.
@Suite("Runs of program files") struct ProgramRunTests {
  private func withProgram(
    _ change: (inout Program) -> Void = { _ in }, _ body: (String, VirtualChip) throws -> Void
  ) throws {
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    var program = try ModelCompiler.compile(
      TinyModel().graph, for: chip, precision: Precision())
    let machine = try VirtualChip(program: program, chip: chip)
    change(&program)
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "ising-npu-\(UUID().uuidString).bin")
    defer { try? FileManager.default.removeItem(at: url) }
    try AtomicFile.write(try ProgramFile.bytes(of: program), to: url)
    try body(url.path, machine)
  }

  private func request(_ file: String, _ tokens: [[Int]]) -> ProgramRun.Request {
    ProgramRun.Request(
      file: file, hardware: SpecLibrary.defaultChip, tokens: tokens, modelFolder: "nowhere",
      settings: RunSettings(fidelity: .event(die: 0), samples: 8, seed: 3), threads: 2)
  }

  @Test func outputsAreTheMachines() throws {
    try withProgram { file, machine in
      #expect(try ProgramReading.hasValues(file))
      let tokens = [[1, 2, 3], [4, 5]]
      let request = request(file, tokens)
      let report = try ProgramRun.perform(request)
      for (index, output) in report.outputs.enumerated() {
        let expected = try machine.run(tokens: tokens[index], settings: request.settings)
        #expect(output.tokenIDs == tokens[index] && output.values == expected.output)
      }
      #expect(report.outputs.count == 2)
      let json = try report.json()
      #expect(json.contains("ising-npu-program/1") && json.contains("\"timeline\""))
      #expect(try report.document().text.contains("output 2, 2 tokens"))
    }
  }

  /// Outputs are those without agents; reads join the executions of all inputs.
  @Test func valuesAndAgentsRunTogether() throws {
    let gate = try LatticeLibrary.program("and-gate", ["reads": 4000])
    let mix = { (program: inout Program) in
      program.agents = gate.agents
      program.instructions.insert(contentsOf: gate.instructions, at: 1)
    }
    try withProgram(mix) { file, machine in
      let request = request(file, [[1, 2, 3], [4, 5]])
      let report = try ProgramRun.perform(request)
      for output in report.outputs {
        let alone = try machine.run(tokens: output.tokenIDs, settings: request.settings)
        #expect(output.values.count == alone.output.count)
      }
      #expect(report.reads.count == 3 && report.reads.allSatisfy { $0.count == 8000 })
      for read in report.reads {
        let energy = try #require(read.quantities.first { $0.kind == .observable })
        #expect(abs(energy.standardErrors ?? .infinity) < 5)
        #expect(read.budget.duration_s > 0)
      }
      #expect(try report.json().contains("\"reads\""))
      #expect(try report.document().text.contains("correct"))
      let failure = #expect(throws: RunFailure.self) {
        try SimulateRun.perform(SimulateTests.request(file, hardware: SpecLibrary.defaultChip))
      }
      #expect(failure?.message.contains("values, which need tokens") == true)
    }
  }

  @Test func otherChipsAndInputsAreRefused() throws {
    try withProgram { file, _ in
      var other = request(file, [[1]])
      other.hardware = "digital-pbit-22nm"
      let failure = #expect(throws: RunFailure.self) { try ProgramRun.perform(other) }
      #expect(failure?.message.contains("expected one for digital-pbit-22nm") == true)
      for tokens in [[[Int]](), [[99]], [[]], [[1, 2, 3, 4, 5, 6, 7, 8]]] {
        #expect(throws: RunFailure.self) { try ProgramRun.perform(request(file, tokens)) }
      }
    }
    try withProgram({ $0.arrays[0].placement.tiles[0] = 1 << 20 }) { file, _ in
      let failure = #expect(throws: RunFailure.self) {
        try ProgramRun.perform(request(file, [[1]]))
      }
      #expect(failure?.message.contains("layer0.query: found tiles") == true)
    }
    #expect(try !ProgramReading.hasValues("and-gate"))
    for path in ["/nowhere", "/"] {
      #expect(throws: RunFailure.self) { try ProgramReading.hasValues(path) }
    }
  }

  @Test func tokenLists() throws {
    #expect(try ProgramRun.tokens("101,2023,102") == [101, 2023, 102])
    for text in ["", "1,,2", "1, 2", "-1", "a"] {
      #expect(throws: RunFailure.self) { try ProgramRun.tokens(text) }
    }
  }
}
