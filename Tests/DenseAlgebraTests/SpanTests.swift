import DenseAlgebra
import Testing

@Suite("Memory of kernels") struct SpanTests {
  @Test func lanesAreReadAndStoredAnywhere() {
    var values = (0..<40).map { Float($0) }
    var span = values.mutableSpan
    let read = span.lanes(24)
    span.store(read, at: 3)
    span.store(read, at: 20, count: 2)
    let tail = span.span.lanes(38, count: 2, filler: -1)
    #expect(read[0] == 24 && read[15] == 39)
    #expect(tail[0] == 38 && tail[1] == 39 && tail[2] == -1 && tail[15] == -1)
    let expected =
      [0, 1, 2] + (24..<40).map { Float($0) } + [19, 24, 25] + (22..<40).map { Float($0) }
    #expect(values == expected)
  }

  @Test func scratchHoldsItsValue() {
    for count in [0, 1, 17, 5000] {
      let sum = withScratch(count, repeating: 3 as Int32, alignment: 64) { scratch in
        scratch.indices.reduce(0) { $0 + Int(scratch[$1]) }
      }
      #expect(sum == 3 * count)
    }
  }

  @Test func copiesLandWhereTheyShould() {
    let source: [UInt16] = [7, 8, 9]
    var target = [UInt16](repeating: 0, count: 5)
    var span = target.mutableSpan
    span.copy(source.span, at: 2)
    span.copy(source.span.extracting(0..<0), at: 5)
    #expect(target == [0, 0, 7, 8, 9])
  }

  @Test func whatLiesOutsideStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let values = [Float](repeating: 0, count: 31)
      _ = values.span.lanes(16)
    }
    await #expect(processExitsWith: .failure) {
      let values = [Float](repeating: 0, count: 31)
      _ = values.span.lanes(-1)
    }
    await #expect(processExitsWith: .failure) {
      var values = [Float](repeating: 0, count: 31)
      var span = values.mutableSpan
      span.store(Lanes(repeating: 1), at: 16)
    }
    await #expect(processExitsWith: .failure) {
      var values = [Float](repeating: 0, count: 4)
      let source = values
      var span = values.mutableSpan
      span.copy(source.span, at: 1)
    }
  }

  /// The library does not ask how large its operands are.
  @Test func productsThatLeaveTheirOperandsStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let (a, b) = ([Float](repeating: 1, count: 11), [Float](repeating: 1, count: 12))
      var c = [Float](repeating: 0, count: 9)
      var target = c.mutableSpan
      StridedProducts.timesTransposed(
        rows: 3, columns: 3, inner: 4, a.span, aStride: 4, b.span, bStride: 4, into: &target,
        cStride: 3)
    }
    await #expect(processExitsWith: .failure) {
      let (w, a) = ([Float](repeating: 1, count: 12), [Float](repeating: 1, count: 8))
      let packed = PackedWeights(w.span, bias: nil, outputs: 3, inputs: 4)
      var c = [Float](repeating: 0, count: 5)
      var target = c.mutableSpan
      packed.multiply(a.span, rows: 2, into: &target)
    }
  }
}
