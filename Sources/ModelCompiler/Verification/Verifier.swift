import ChipPrograms
package import HardwareSpecs

/// Checks that a mapping is consistent; run after every pass.
package enum Verifier {
  /// What is wrong, and with which term, array or instruction.
  package struct Fault: Equatable, Sendable {
    /// The name of the term, array or instruction.
    package var term: String
    /// What was found and what was expected.
    package var reason: String

    init(term: String, reason: String) {
      self.term = term
      self.reason = reason
    }

    /// A fault of the program that the mapping holds so far.
    init(_ fault: ChipPrograms.Fault, in mapping: Mapping) {
      self.init(term: fault.name ?? mapping.model, reason: fault.reason.description)
    }
  }

  /// Throws `CompileError.inconsistent` for the first fault.
  package static func verify(
    _ mapping: Mapping, after pass: String, chip: ChipSpec
  ) throws(CompileError) {
    if let fault = fault(in: mapping, chip: chip) {
      throw .inconsistent(pass: pass, term: fault.term, reason: fault.reason)
    }
  }

  /// The first fault: of the terms, then of arrays and tables, homes and instructions.
  package static func fault(in mapping: Mapping, chip: ChipSpec) -> Fault? {
    for (index, term) in mapping.terms.enumerated() {
      if let reason = TermRules.fault(of: term, index: index, in: mapping) {
        return Fault(term: term.name, reason: reason)
      }
    }
    return PlacementRules.fault(in: mapping, chip: chip) ?? InstructionRules.fault(in: mapping)
  }

  /// `nil` if the two are equal, else a sentence.
  static func expect(_ expected: Int, _ found: Int, _ what: String) -> String? {
    found == expected ? nil : "\(what): found \(found), expected \(expected)"
  }
}
