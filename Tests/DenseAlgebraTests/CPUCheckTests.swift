import DenseAlgebra
import Testing

@Suite struct CPUCheckTests {
  /// Tests that run at all run on a processor that the build fits.
  @Test func nothingIsMissingHere() { #expect(CPUCheck.missingFeatures() == []) }

  @Test func compiledFeaturesAreNamed() {
    let compiled = CPUCheck.compiledFeatures()
    // Each wider set implies the narrower ones.
    if compiled.contains("avx512f") { #expect(compiled.contains("avx2")) }
    if compiled.contains("avx2") { #expect(compiled.contains("avx")) }
  }
}
