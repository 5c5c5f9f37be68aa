import ByteFormats
package import ChipPrograms
import HardwareSpecs
import ModelCompiler
package import Reports
import VirtualChip

/// Whether the program's text and binary forms can be relied on.
package enum RoundTripCheck {
  /// `program.round-trip`: what differs after program → text → program, program → bytes → program, and
  /// between two compilations.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let machine = try subject.requireMachine()
    let again = try ModelCompiler.compile(
      subject.graph, for: machine.chip, precision: subject.options.precision,
      gateThreshold: subject.options.gateThreshold)
    return [check(machine.program, again: again)]
  }

  /// The check of a program.
  ///
  /// - Parameters:
  ///   - program: what a compilation gave.
  ///   - again: what a second one gave.
  /// - Returns: the check; its value counts what differs.
  package static func check(_ program: Program, again: Program) -> ValidationCheck {
    let text = Listing.text(of: program)
    var bytes: [UInt8] = []
    var losses: [String] = []
    do {
      let listed = try Listing.read(text, file: "listing")
      if listed != ListedProgram(of: program) { losses.append("the text tells another program") }
    } catch { losses.append("\(error)") }
    do {
      bytes = try ProgramFile.bytes(of: program)
      let read = try ProgramFile.read(bytes, file: "program.bin")
      if !read.hasSameBits(as: program) { losses.append("the bytes hold another program") }
    } catch { losses.append("\(error)") }
    if !again.hasSameBits(as: program) {
      losses.append("a second compilation gives another program")
    }
    let digest = SHA256.hexDigest(of: bytes)
    return ValidationCheck(
      "program.round-trip", value: Double(losses.count), limit: 0, unit: "differences",
      detail: losses.isEmpty
        ? "text and bytes give the program back, and a second compilation gives it again. "
          + "SHA-256 of the bytes \(digest.prefix(16))…"
        : losses.joined(separator: "; "),
      figures: [
        ("sha256", .string(digest)), ("bytes", .integer(UInt64(bytes.count))),
        ("instructions", .integer(UInt64(program.instructions.count))),
        ("setup", .integer(UInt64(program.setup.count))),
      ])
  }
}
