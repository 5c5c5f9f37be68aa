import ByteFormats
import ChipPrograms
import HardwareSpecs

/// Programs.
enum ProgramProbe {
  private static let chip = try? SpecLibrary.chip(SpecLibrary.defaultChip)

  /// A program's text; what was read is written, and read again as it was.
  static func text(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let listed = try Listing.read(text, file: "p")
    let again = try Listing.read(Listing.text(of: listed.program), file: "p")
    // Vectors' numbers are not in the text.
    precondition(
      again.program.instructions == listed.program.instructions, "a text that reads otherwise")
    let program = try Listing.program(text, file: "p", on: chip)
    for instruction in program.instructions { _ = Listing.line(instruction) }
  }

  /// A program's bytes, with the length and the sum that they should have.
  static func binary(_ bytes: [UInt8]) throws {
    var bytes = bytes
    if bytes.count >= 28 {
      var length = UInt64(bytes.count)
      for place in 12..<20 {
        bytes[place] = UInt8(truncatingIfNeeded: length)
        length >>= 8
      }
      var sum = FNV1a.of(bytes[..<(bytes.count - 8)])
      for place in (bytes.count - 8)..<bytes.count {
        bytes[place] = UInt8(truncatingIfNeeded: sum)
        sum >>= 8
      }
    }
    let program = try ProgramFile.read(bytes, file: "p", on: chip)
    let again = try ProgramFile.read(try ProgramFile.bytes(of: program), file: "p")
    precondition(again.hasSameBits(as: program), "bytes that read otherwise")
  }
}
