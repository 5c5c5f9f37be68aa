package import Reports

/// Whether the model runs on the chip at all.
package enum FitCheck {
  /// `program.fits`: the number of reasons against it, 0 or 1, because the compiler stops at the first.
  package static func check(of subject: ValidationSubject) -> ValidationCheck {
    ValidationCheck(
      "program.fits", value: subject.fault == nil ? 0 : 1, limit: 0,
      detail: subject.fault.map {
        $0
          + (subject.machine == nil
            ? "" : "; the checks of numbers are made on a chip that has what is missing")
      } ?? "the model compiles for the chip, every pass verified")
  }
}
