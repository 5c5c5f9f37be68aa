import Foundation

/// Tests that take long: `@Test(.enabled(if: SlowTests.areEnabled, "make check-statistics"))`.
public enum SlowTests {
  /// Whether the environment variable `ISING_NPU_SLOW` is 1.
  public static let areEnabled = ProcessInfo.processInfo.environment["ISING_NPU_SLOW"] == "1"
}
