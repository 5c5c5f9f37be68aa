import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import MoebiusGeometry
import Testing
import TransformerModels
import VirtualChip

/// A program that went through a file runs as the one that the compiler made.
@Suite("Runs of a program file") struct ProgramFileRunTests {
  @Test(
    arguments: [Fidelity.Word.event, .sampled, .expectation],
    [Precision(), Precision(weightBits: 5, weightBlock: 0, normGains: .periphery)])
  func sameBits(fidelity: Fidelity.Word, precision: Precision) throws {
    let machine = try Bench.machine(TinyModel(layers: 2), precision: precision)
    let bytes = try ProgramFile.bytes(of: machine.program)
    let program = try ProgramFile.read(bytes, file: "program.bin")
    #expect(program == machine.program)
    let again = try VirtualChip(program: program, chip: machine.chip)
    let settings = RunSettings(fidelity: fidelity.fidelity(), samples: 16, seed: 7)
    for tokens in [[3], [1, 5, 2, 11, 0]] {
      let first = try machine.run(tokens: tokens, settings: settings)
      let second = try again.run(tokens: tokens, settings: settings)
      #expect(first.output.map(\.bitPattern) == second.output.map(\.bitPattern))
      #expect(first.record == second.record)
    }
    #expect(machine.start() == again.start())
  }

  /// Chips that are too small load couplings while they run.
  @Test func reloadsAndPositions() throws {
    for position in [nil, PositionFlow.elliptic(base: 1000), .parabolic(slope: 0.3)] {
      let machine = try Bench.machine(TinyModel(), position: position) {
        $0.geometry.tileRows = 4
        $0.geometry.tileColumns = 4
        $0.geometry.linearTiles = 20
        $0.memory.offChip_bitsPerSecond = 1e11
      }
      let program = try ProgramFile.read(
        try ProgramFile.bytes(of: machine.program), file: "program.bin")
      #expect(program == machine.program)
    }
  }
}
