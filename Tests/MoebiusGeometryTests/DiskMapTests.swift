import MoebiusGeometry
import Testing

@Suite struct DiskMapTests {
  @Test func identity() { #expect(DiskMap.identity.a == SIMD2(1, 0)) }
}
