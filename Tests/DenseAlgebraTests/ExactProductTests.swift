import DenseAlgebra
import Foundation
import Testing

/// One exact product; `check` says whether it equals the plain one.
struct ExactCase: Sendable, CustomTestStringConvertible {
  var rows: Int
  var outputs: Int
  var inputs: Int
  var weightBits: Int
  var activationBits: Int
  var largestValues = false

  var testDescription: String {
    "\(rows)×\(outputs)×\(inputs), w \(weightBits), x \(activationBits)\(largestValues ? " max" : "")"
  }

  static let all: [ExactCase] = [
    ExactCase(rows: 64, outputs: 96, inputs: 384, weightBits: 8, activationBits: 8),
    ExactCase(
      rows: 40, outputs: 48, inputs: 384, weightBits: 8, activationBits: 8, largestValues: true),
    ExactCase(rows: 1, outputs: 33, inputs: 384, weightBits: 8, activationBits: 7),
    ExactCase(
      rows: 17, outputs: 16, inputs: 1536, weightBits: 8, activationBits: 7, largestValues: true),
    ExactCase(rows: 23, outputs: 384, inputs: 1536, weightBits: 4, activationBits: 8),
    ExactCase(rows: 85, outputs: 50, inputs: 100, weightBits: 2, activationBits: 1),
    ExactCase(rows: 9, outputs: 64, inputs: 384, weightBits: 12, activationBits: 8),
    ExactCase(rows: 31, outputs: 64, inputs: 384, weightBits: 12, activationBits: 12),
    ExactCase(
      rows: 18, outputs: 24, inputs: 128, weightBits: 12, activationBits: 12, largestValues: true),
    ExactCase(rows: 20, outputs: 64, inputs: 384, weightBits: 6, activationBits: 12),
    ExactCase(rows: 300, outputs: 8, inputs: 7, weightBits: 9, activationBits: 9),
  ]

  func holds() throws -> Bool {
    var random = TestInputs(seed: UInt64(rows * 7 + inputs))
    var codes = random.codes(rows * inputs, bits: activationBits)
    var weights = random.weights(outputs * inputs, bits: weightBits)
    if largestValues {
      codes = codes.map { _ in UInt16(1 << activationBits - 1) }
      for index in weights.indices {
        // Whole rows of one sign: the extreme sums, and the pairs that saturate at 16 bits.
        let negative = index / inputs % 2 == 1
        weights[index] = Int16(negative ? -(1 << (weightBits - 1)) : 1 << (weightBits - 1) - 1)
      }
    }
    let expected = PlainAlgebra.exactProduct(
      codes: codes, weights: weights, rows: rows, outputs: outputs, inputs: inputs)
    let packed = try ExactWeights(
      values: weights, outputs: outputs, inputs: inputs, weightBits: weightBits,
      activationBits: activationBits)
    var sums = [Int32](repeating: -1, count: rows * outputs)
    var target = sums.mutableSpan
    packed.multiply(codes: codes.span, rows: rows, into: &target)
    guard sums.map(Int64.init) == expected else { return false }
    if activationBits > 8 { return true }
    sums = [Int32](repeating: -1, count: rows * outputs)
    let bytes = codes.map { UInt8($0) }
    target = sums.mutableSpan
    packed.multiply(codes: bytes.span, rows: rows, into: &target)
    return sums.map(Int64.init) == expected
  }

  /// Multiplies all cases under one of the library's instruction sets, in a process of its own: the
  /// library reads the variable once, before its first call.
  static func runAll(instructionSet: String) {
    setenv("DNNL_MAX_CPU_ISA", instructionSet, 1)
    for item in all {
      do {
        guard try item.holds() else { exit(EXIT_FAILURE) }
        guard try BlockCase.standard.allSatisfy({ try $0.holds() }) else { exit(EXIT_FAILURE) }
      } catch {
        exit(EXIT_FAILURE)
      }
    }
    exit(EXIT_SUCCESS)
  }
}

/// One block-scaled product.
struct BlockCase: Sendable {
  var rows: Int
  var outputs: Int
  var inputs: Int
  var blockSize: Int
  var weightBits: Int
  var activationBits: Int

  static let standard = [
    BlockCase(
      rows: 70, outputs: 48, inputs: 384, blockSize: 32, weightBits: 8, activationBits: 8),
    BlockCase(
      rows: 5, outputs: 33, inputs: 192, blockSize: 64, weightBits: 12, activationBits: 12),
    BlockCase(rows: 16, outputs: 8, inputs: 30, blockSize: 30, weightBits: 4, activationBits: 6),
  ]

  func holds() throws -> Bool {
    var random = TestInputs(seed: UInt64(rows + blockSize))
    let codes = random.codes(rows * inputs, bits: activationBits)
    let weights = random.weights(outputs * inputs, bits: weightBits)
    let scales = random.floats(outputs * (inputs / blockSize))
    let expected = PlainAlgebra.blockScaledProduct(
      codes: codes, weights: weights, scales: scales, blockSize: blockSize, rows: rows,
      outputs: outputs, inputs: inputs)
    let packed = try BlockScaledWeights(
      values: weights, scales: scales, blockSize: blockSize, outputs: outputs, inputs: inputs,
      weightBits: weightBits, activationBits: activationBits)
    var result = [Float](repeating: .nan, count: rows * outputs)
    var target = result.mutableSpan
    packed.multiply(codes: codes.span, rows: rows, into: &target)
    guard result == expected else { return false }
    if activationBits > 8 { return true }
    result = [Float](repeating: .nan, count: rows * outputs)
    let bytes = codes.map { UInt8($0) }
    target = result.mutableSpan
    packed.multiply(codes: bytes.span, rows: rows, into: &target)
    return result == expected
  }
}

@Suite struct ExactProductTests {
  @Test(arguments: ExactCase.all)
  func equalsThePlainProduct(_ item: ExactCase) throws { #expect(try item.holds()) }

  @Test(arguments: BlockCase.standard)
  func blockScaledHasThePlainBits(_ item: BlockCase) throws { #expect(try item.holds()) }

  @Test func sameOnAVX512WithoutVNNI() async {
    await #expect(processExitsWith: .success) {
      ExactCase.runAll(instructionSet: "AVX512_CORE")
    }
  }

  @Test func sameOnAVX2() async {
    await #expect(processExitsWith: .success) { ExactCase.runAll(instructionSet: "AVX2") }
  }

  @Test func sameOnSSE41() async {
    await #expect(processExitsWith: .success) { ExactCase.runAll(instructionSet: "SSE41") }
  }

  @Test func rowsDoNotDependOnTheBatch() throws {
    var random = TestInputs(seed: 9)
    let (rows, n, k) = (90, 64, 128)
    let codes = random.codes(rows * k, bits: 8)
    let packed = try BlockScaledWeights(
      values: random.weights(n * k, bits: 8), scales: random.floats(n * 4), blockSize: 32,
      outputs: n, inputs: k, weightBits: 8, activationBits: 8)
    var together = [Float](repeating: 0, count: rows * n)
    var target = together.mutableSpan
    packed.multiply(codes: codes.span, rows: rows, into: &target)
    for row in [0, 63, 64, 89] {
      var alone = [Float](repeating: 0, count: n)
      var target = alone.mutableSpan
      packed.multiply(
        codes: codes.span.extracting(row * k..<(row + 1) * k), rows: 1, into: &target)
      #expect(alone == Array(together[row * n..<(row + 1) * n]))
    }
  }

  @Test func manyThreadsShareOneProduct() throws {
    var random = TestInputs(seed: 10)
    let (rows, n, k) = (48, 96, 384)
    let codes = random.codes(rows * k, bits: 8)
    let weights = random.weights(n * k, bits: 8)
    let packed = try ExactWeights(
      values: weights, outputs: n, inputs: k, weightBits: 8, activationBits: 8)
    let expected = PlainAlgebra.exactProduct(
      codes: codes, weights: weights, rows: rows, outputs: n, inputs: k
    ).map { Int32($0) }
    let wrong = LockedCount()
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      var sums = [Int32](repeating: 0, count: rows * n)
      var target = sums.mutableSpan
      packed.multiply(codes: codes.span, rows: rows, into: &target)
      if sums != expected { wrong.increment() }
    }
    #expect(wrong.value == 0)
  }
}

/// A counter that threads share.
final class LockedCount: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0
  var value: Int { lock.withLock { count } }
  func increment() { lock.withLock { count += 1 } }
}
