import ByteFormats
import ChipPrograms
import Testing

@Suite("Program file") struct ProgramFileTests {
  private let program = SampleProgram.program

  @Test func bytesHoldTheProgram() throws {
    let bytes = try ProgramFile.bytes(of: program)
    let read = try ProgramFile.read(bytes, file: "p")
    #expect(read == program)
    // Signs of zeros as well.
    #expect(
      read.arrays.map { $0.fields.map(\.bitPattern) }
        == program.arrays.map { $0.fields.map(\.bitPattern) })
    #expect(
      read.vectors.map { $0.map(\.bitPattern) } == program.vectors.map { $0.map(\.bitPattern) })
    #expect(try ProgramFile.bytes(of: read) == bytes)
    var other = program
    other.vectors[0][5] = 0
    #expect(other == program && !other.hasSameBits(as: program) && read.hasSameBits(as: program))
    #expect(ProgramFile.isProgram(bytes) && !ProgramFile.isProgram(Array("lattice".utf8)))
  }

  /// Sizes and places as the form states them, and 5 bits a code: 24 codes in 15 bytes.
  @Test func form() throws {
    let bytes = try ProgramFile.bytes(of: program)
    #expect(Array(bytes[..<12]) == Array("INPUPROG".utf8) + [1, 0, 0, 0])
    func word(_ at: Int) -> Int { (0..<8).reduce(0) { $0 + Int(bytes[at + $1]) << (8 * $1) } }
    #expect(word(12) == bytes.count)
    let text = Array(Listing.text(of: program).utf8)
    #expect(word(20) == text.count && Array(bytes[28..<(28 + text.count)]) == text)
    let codes = 28 + text.count
    #expect(word(codes) == 15)
    let first = bytes[(codes + 8)...].prefix(2).reduce((0, 0)) {
      ($0.0 + Int($1) << $0.1, $0.1 + 8)
    }.0
    #expect(first & 31 == Int(program.arrays[0].codes[0]) & 31)
    #expect((first >> 5) & 31 == Int(program.arrays[0].codes[1]) & 31)
    #expect(word(codes + 8 + 15) == 4 * program.arrays[0].scales.count)
    let sum = FNV1a.of(bytes[..<(bytes.count - 8)])
    #expect(word(bytes.count - 8) == Int(bitPattern: UInt(sum)))
  }

  @Test("programs that no machine could run are not written") func refusals() {
    let cases: [((inout Program) -> Void, String)] = [
      ({ $0.arrays[0].codes[3] = -16 }, "a code out of 5 bits"),
      ({ $0.arrays[0].codes.removeLast() }, "23 codes, expected 24"),
      ({ $0.arrays[1].scales[0] = .nan }, "a number that is not finite"),
      ({ $0.tables[0].scales.append(1) }, "6 scales, expected 5"),
      ({ $0.vectors[0].append(1) }, "scale: V0 of width 7, expected 6"),
      ({ $0.arrays[0].layer = -1 }, "a program whose text cannot be read"),
      ({ $0.instructions.swapAt(1, 2) }, "%1, which is not written yet"),
      ({ $0.instructions.append($0.instructions[0]) }, "%0 written a second time"),
      ({ $0.instructions.removeLast() }, "0 outputs, expected one"),
      ({ $0.setup.remove(at: 0) }, "A0, which is not loaded"),
      ({ $0.values[4].width = 5 }, "layer0.race: %4 field nx5, expected field nx4"),
      ({ $0.values[2].pooled = true }, "%2 codes 1x6, expected codes nx6"),
    ]
    for (change, message) in cases {
      var changed = program
      change(&changed)
      let error = #expect(throws: ProgramFileError.self) { try ProgramFile.bytes(of: changed) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test func everyDamagedByteIsFound() throws {
    let original = try ProgramFile.bytes(of: program)
    for at in original.indices {
      var bytes = original
      bytes[at] ^= 1 << UInt8(at % 8)
      #expect(throws: ProgramFileError.self) { try ProgramFile.read(bytes, file: "p") }
      #expect(throws: ProgramFileError.self) {
        try ProgramFile.read(Array(original[..<at]), file: "p")
      }
    }
  }

  @Test func messages() throws {
    let original = try ProgramFile.bytes(of: program)
    func message(_ change: (inout [UInt8]) -> Void) -> String? {
      var bytes = original
      change(&bytes)
      let error = #expect(throws: ProgramFileError.self) {
        try ProgramFile.read(bytes, file: "p")
      }
      return error?.description
    }
    #expect(message { $0[8] = 3 } == "p: found version 3 of the form, expected version 1 or 2")
    #expect(
      message { $0.removeLast(10) }
        == "p: found \(original.count - 10) bytes, expected \(original.count), the size that the "
        + "file states")
    #expect(
      message { $0[400] ^= 1 }
        == "p: found another sum than the file states, expected an undamaged file")
    #expect(
      message { $0 = Array("hello".utf8) }
        == "p: found other first bytes, expected a program, which starts with INPUPROG")
  }

  /// Garbled files whose sum is right are refused or sound.
  @Test func forgedFilesNeverTrap() throws {
    let original = try ProgramFile.bytes(of: program)
    var garbler = Garbler(seed: 8)
    var read = 0
    for _ in 0..<3000 {
      var bytes = Array(original.dropLast(8))
      for _ in 0...garbler.next(below: 2) {
        bytes[20 + garbler.next(below: bytes.count - 20)] = UInt8(garbler.next(below: 256))
      }
      var sum = FNV1a.of(bytes[...])
      for _ in 0..<8 {
        bytes.append(UInt8(truncatingIfNeeded: sum))
        sum >>= 8
      }
      do {
        let program = try ProgramFile.read(bytes, file: "p")
        read += 1
        #expect(program.faults().isEmpty)
      } catch {}
    }
    #expect(read > 100 && read < 3000)
  }
}
