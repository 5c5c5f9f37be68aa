import ChipPrograms
import HardwareSpecs
import LatticeCompiler
package import Reports
import VirtualNPU

/// Whether the program's text form can be relied on.
package enum ListingCheck {
  /// `program.listing`: lines of the listing that differ between two compilations.
  ///
  /// The program has a text form that is written and not read, so this is what can be compared; every
  /// pass of both compilations is verified.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let machine = try subject.requireMachine()
    let first = Listing.text(of: machine.program)
    let again = try LatticeCompiler.compile(
      subject.graph, for: machine.chip, precision: subject.options.precision,
      gateThreshold: subject.options.gateThreshold)
    let second = Listing.text(of: again)
    let differences = differingLines(first, second) + differingCouplings(machine.program, again)
    let digest = SHA256.hexDigest(of: Array(first.utf8))
    return [
      ValidationCheck(
        "program.listing", value: Double(differences), limit: 0, unit: "lines",
        detail: "two compilations give the same text and the same couplings; no reader of the "
          + "text exists, so it is not read back. SHA-256 \(digest.prefix(16))…",
        figures: [
          ("sha256", .string(digest)),
          ("instructions", .integer(UInt64(machine.program.instructions.count))),
          ("setup", .integer(UInt64(machine.program.setup.count))),
        ])
    ]
  }

  private static func differingLines(_ left: String, _ right: String) -> Int {
    let left = left.split(separator: "\n", omittingEmptySubsequences: false)
    let right = right.split(separator: "\n", omittingEmptySubsequences: false)
    return zip(left, right).count { $0 != $1 } + abs(left.count - right.count)
  }

  /// The listing names couplings without printing them; arrays are compared number by number.
  private static func differingCouplings(_ left: Program, _ right: Program) -> Int {
    zip(left.arrays, right.arrays).count {
      $0.codes != $1.codes || $0.scales != $1.scales || $0.fields != $1.fields
    } + zip(left.vectors, right.vectors).count { $0 != $1 }
      + zip(left.tables, right.tables).count { $0.codes != $1.codes || $0.scales != $1.scales }
  }
}
