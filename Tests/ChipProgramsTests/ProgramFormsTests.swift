import ChipPrograms
import Foundation
import Testing

/// Both forms of programs of values, of agents, and of both.
@Suite("Forms of programs") struct ProgramFormsTests {
  static let samples = [
    SampleProgram.program, SampleProgram.agents, SampleProgram.controlled, SampleProgram.mixed,
    SampleProgram.decoder,
  ]

  @Test("the samples have every instruction, and word and arrow tell instructions apart")
  func everyInstruction() {
    let used = Set(
      Self.samples.flatMap { $0.setup + $0.instructions }
        .map { ObjectIdentifier(type(of: $0.operation)) })
    for type in Instruction.set { #expect(used.contains(ObjectIdentifier(type)), "\(type)") }
    #expect(
      Set(Instruction.set.map { "\($0.mnemonic) \($0.makesValue)" }).count == Instruction.set.count)
  }

  @Test("text and bytes give the program back", arguments: samples.indices)
  func roundTrips(index: Int) throws {
    let program = Self.samples[index]
    #expect(program.faults() == [])
    let text = Listing.text(of: program)
    #expect(try Listing.read(text, file: "p") == ListedProgram(of: program))
    let bytes = try ProgramFile.bytes(of: program)
    let read = try ProgramFile.read(bytes, file: "p")
    #expect(read.hasSameBits(as: program))
    #expect(Int(bytes[8]) == (program.agents == nil ? 1 : 2))
  }

  @Test("random programs are sound, and both forms give them back") func randomPrograms() throws {
    var lengths = 0
    for seed in 0..<300 {
      var random = RandomProgram(seed: UInt64(seed))
      for program in [random.values(), random.agents()] {
        #expect(program.faults() == [], "seed \(seed)")
        let listed = ListedProgram(of: program)
        #expect(try Listing.read(Listing.text(of: program), file: "") == listed, "seed \(seed)")
        let bytes = try ProgramFile.bytes(of: program)
        #expect(try ProgramFile.read(bytes, file: "").hasSameBits(as: program), "seed \(seed)")
        lengths += program.instructions.count
      }
      let program = random.agents()
      #expect(try Listing.program(Listing.text(of: program), file: "") == program)
    }
    #expect(lengths > 3000)
  }

  @Test("damaged texts of agents are refused or sound, and what is read is written as it was read")
  func garbledTexts() throws {
    let original = Array(Listing.text(of: SampleProgram.agents).utf8)
    var garbler = Garbler(seed: 6)
    var refused = 0
    for _ in 0..<4000 {
      var bytes = original
      for _ in 0...garbler.next(below: 3) {
        let at = garbler.next(below: bytes.count)
        switch garbler.next(below: 3) {
        case 0: bytes[at] = UInt8(garbler.next(below: 128))
        case 1: bytes.remove(at: at)
        default: bytes.insert(original[garbler.next(below: original.count)], at: at)
        }
      }
      do {
        let program = try Listing.program(String(decoding: bytes, as: UTF8.self), file: "p")
        #expect(try Listing.program(Listing.text(of: program), file: "q") == program)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1500 && refused < 4000)
  }

  /// Made by the program as it was when there were two languages: files of its `compile` and the texts of
  /// its `simulate --print`.
  @Suite struct OldFiles {
    private func fixture(_ name: String) throws -> Data {
      try Data(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appendingPathComponent("Fixtures/version-1/\(name)"))
    }

    @Test("files of version 1 are read, and written again byte for byte") func files() throws {
      let bytes = [UInt8](try fixture("program.bin"))
      let text = String(decoding: try fixture("program.txt"), as: UTF8.self)
      #expect(bytes[8] == 1)
      let program = try ProgramFile.read(bytes, file: "program.bin")
      #expect(program.name == "tiny" && program.instructions.count == 51)
      #expect(Listing.text(of: program) == text)
      #expect(try ProgramFile.bytes(of: program) == bytes)
    }

    @Test("texts of lattice programs are read as what they were, and printed with the new header")
    func texts() throws {
      for name in ["and-gate", "factoriser", "associative-memory"] {
        let text = String(decoding: try fixture("\(name).lat"), as: UTF8.self)
        let program = try Listing.program(text, file: name)
        #expect(try program == LatticeLibrary.program(name))
        #expect(
          Listing.text(of: program)
            == text.replacingOccurrences(of: "lattice-program", with: "program"))
      }
    }
  }
}
