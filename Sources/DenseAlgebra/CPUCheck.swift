internal import COneDNN

/// Compares the instruction sets that the kernel modules were compiled for with this processor's.
public enum CPUCheck {
  private static let names = [
    "sse4.2", "avx", "avx2", "fma", "bmi2", "avx512f", "avx512bw", "avx512dq", "avx512vl",
    "avx512vbmi2", "avx512vnni",
  ]

  /// Instruction sets that this program was compiled for and that the processor lacks; empty if it
  /// can run. Ask before any other call of a kernel module: one of those would die on an illegal
  /// instruction.
  public static func missingFeatures() -> [String] {
    let missing = ising_npu_missing_features()
    // Nothing is built before the answer is known: the code below may itself use those sets.
    if missing == 0 { return [] }
    return named(missing)
  }

  /// Instruction sets that the kernel modules were compiled for.
  public static func compiledFeatures() -> [String] { named(ising_npu_compiled_features()) }

  private static func named(_ bits: UInt32) -> [String] {
    names.indices.filter { bits >> UInt32($0) & 1 == 1 }.map { names[$0] }
  }
}
