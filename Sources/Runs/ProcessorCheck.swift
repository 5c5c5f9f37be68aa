import DenseAlgebra

/// The processor against the one that the program was built for.
public enum ProcessorCheck {
  /// Returns if the processor has every instruction set that kernels were compiled for.
  ///
  /// - Throws: `RunFailure` of kind `.internalError` that names what is missing.
  public static func verify() throws(RunFailure) {
    let missing = CPUCheck.missingFeatures()
    guard missing.isEmpty else {
      throw RunFailure(
        .internalError,
        "this program was built for a processor with \(missing.joined(separator: ", ")), which "
          + "this one lacks; build it here, or with ISING_NPU_MARCH=x86-64-v3")
    }
  }
}
