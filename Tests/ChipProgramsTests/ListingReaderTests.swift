import ChipPrograms
import Foundation
import Testing

@Suite("Reading a listing") struct ListingReaderTests {
  private let program = SampleProgram.program

  @Test func theTextTellsTheProgram() throws {
    let text = Listing.text(of: program)
    let listed = try Listing.read(text, file: "p")
    #expect(listed == ListedProgram(of: program))
    #expect(listed.vectorWidths == [6, 6])
    #expect(listed.program.instructions == program.instructions)
    #expect(listed.program.instructions.map(\.layer) == program.instructions.map(\.layer))
    #expect(listed.program.setup == program.setup && listed.program.values == program.values)
    #expect(listed.program.precision == program.precision)
    #expect(listed.program.arrays.map(\.placement) == program.arrays.map(\.placement))
    #expect(listed.program.arrays.map(\.name) == program.arrays.map(\.name))
    // Every line of names and vectors as a person reads it.
    for line in [
      "program \"a model\" for chip", "vector V1 6", "  beta factor 0.33333334 ; \"\"",
      "array A0 layer0.key 4x6 5b block 3 tiles 3x1 at 4...5,9 resident",
      "array A1 \"layer1.odd name; \\\"x\\\" \\\\ \\u{a}#é\" no layer 6x4 12b block 4 tiles 2x1 "
        + "at 7,7 reloaded in 2",
      "  bias A0 ; layer0.key.bias layer 2", "  barrier ; layer0.barrier no layer",
      "  %1 <- normalise %0 epsilon 1e-12 ; norm layer 3", "  load A1 ; load",
    ] {
      #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)")
    }
  }

  /// Whatever the program, two that differ have texts that differ.
  @Test func changesShow() throws {
    let text = Listing.text(of: program)
    let changes: [(inout Program) -> Void] = [
      { $0.instructions[5].layer = 0 }, { $0.instructions[5].name += "x" },
      { $0.arrays[0].layer = nil }, { $0.arrays[0].placement.rounds = 2 },
      { $0.arrays[1].placement.resident = true }, { $0.arrays[0].placement.tiles[2] = 6 },
      { $0.vectors[1].append(1) }, { $0.tables[1].onChip = false },
      { $0.precision?.weightBlock = nil }, { $0.precision?.weightBlock = 0 },
      { $0.values[3].pooled = true }, { $0.setup.removeLast() },
      { $0.setup.append(.init(name: "", layer: 7, operation: .beta(factor: 1))) },
    ]
    for (index, change) in changes.enumerated() {
      var changed = program
      change(&changed)
      #expect(Listing.text(of: changed) != text, "change \(index)")
      #expect(
        try Listing.read(Listing.text(of: changed), file: "") == ListedProgram(of: changed),
        "change \(index)")
    }
  }

  @Test func layoutDoesNotMatter() throws {
    let text = Listing.text(of: program).split(separator: "\n")
      .map { "\t \($0) \r\n\n# a \"remark\n" }.joined()
    #expect(try Listing.read(text, file: "") == ListedProgram(of: program))
  }

  @Test(
    "errors name the line, what was found and what was expected",
    arguments: [
      ("table T2 type", "table T3 type", "p:7: found `T3`, expected `T2`"),
      ("chip-hash", "hash", "p:2: found `hash`, expected `chip-hash`"),
      ("w5 a7", "w5 a70", "p:3: found activation bits `a70`, expected `an` with a whole number n"),
      ("w5 a7", "w5 a2", "p:3: found precision that is not legal, expected legal settings: act"),
      ("1...3", "1...03", "p:4: found the numbers of tokens `1...03`, expected `1...n`"),
      ("5x6 11b", "5x0 11b", "p:5: found rows and width `5x0`, expected two whole numbers from 1"),
      ("by token", "by chance", "p:5: found index `chance`, expected one of token, position"),
      (
        "at 4...5", "at 4...5000000000",
        "p:8: found tiles `4...5000000000,9`, expected tile numbers"
      ),
      ("at 7,7", "at 7,,7", "p:9: found tiles `7,,7`, expected tile numbers and ranges"),
      (
        "value %3 field nx4", "value %3 field n", "p:15: found shape of a value `n`, expected `nxn`"
      ),
      ("setup:", "text:", "p:24: found `text:`, expected one of `value`, `agents`, `setup:`"),
      ("load A0", "load A2", "p:25: found array `A2`, expected `An` with a whole number n from 0"),
      ("factor 0.33333334", "factor inf", "p:27: found factor `inf`, expected a finite number"),
      ("; \"\"", "; \"", "p:27: found the end of the line in a name, expected a closing quote"),
      ("%1 <- normalise", "%99 <- normalise", "p:30: found value `%99`, expected `%n`"),
      ("%1 <- normalise", "normalise", "p:30: found `normalise`, expected one of load, bias"),
      ("route 3>0 ", "route 3>>0 ", "p:32: found route `3>>0`, expected tile numbers"),
      ("hyperbolic:0.1", "hyperbolic:-1", "p:35: found flow `hyperbolic:-1`, expected elliptic"),
      ("shift V1 ; sum", "shift V2 ; sum", "p:42: found vector `V2`, expected `Vn`"),
      ("; output", "; output now", "p:46: found `now`, expected the end of the line"),
      ("; output", "output", "p:46: found `output`, expected the end of the line"),
      ("; output", ";", "p:46: found the end of the line, expected the instruction's name"),
    ])
  func errors(old: String, new: String, message: String) throws {
    let text = Listing.text(of: program)
    let range = try #require(text.firstRange(of: old))
    let error = #expect(throws: ProgramTextError.self) {
      try Listing.read(text.replacingCharacters(in: range, with: new), file: "p")
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test("a name that is left out is the place and the word") func derivedNames() throws {
    let text = Listing.text(of: program).replacingOccurrences(of: " ; output", with: "")
    let listed = try Listing.read(text, file: "p").program
    #expect(listed.instructions.last == Instruction(at: 17, .send(11)))
    #expect(listed.instructions.last?.name == "17 send")
    #expect(Listing.text(of: listed).hasSuffix("  %11 <- unit %10 ; unit\n  send %11\n"))
  }

  @Test func endsAreNamed() throws {
    let error = #expect(throws: ProgramTextError.self) { try Listing.read("", file: "p") }
    #expect(error?.description == "p: found the end, expected `program`")
  }

  /// Cut and garbled texts are refused or read, and what is read is written as it was read.
  @Test func garbledTextsNeverTrap() throws {
    let original = Array(Listing.text(of: program).utf8)
    var garbler = Garbler(seed: 5)
    var refused = 0
    for trial in 0..<4000 {
      var bytes = original
      if trial % 4 == 0 {
        bytes.removeLast(garbler.next(below: bytes.count))
      } else {
        for _ in 0...garbler.next(below: 3) {
          let at = garbler.next(below: bytes.count)
          switch garbler.next(below: 3) {
          case 0: bytes[at] = UInt8(garbler.next(below: 128))
          case 1: bytes.remove(at: at)
          default: bytes.insert(original[garbler.next(below: original.count)], at: at)
          }
        }
      }
      do {
        let listed = try Listing.read(String(decoding: bytes, as: UTF8.self), file: "p")
        var program = listed.program
        program.vectors = listed.vectorWidths.map { [Float](repeating: 0, count: min($0, 99)) }
        guard listed.vectorWidths.allSatisfy({ $0 < 99 }) else { continue }
        #expect(try Listing.read(Listing.text(of: program), file: "q") == listed)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 2000)
  }
}
