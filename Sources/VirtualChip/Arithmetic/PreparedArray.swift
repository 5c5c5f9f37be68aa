package import ChipPrograms
import DenseAlgebra

/// A coupling array in the forms that the machine reads: packed for exact products, transposed for
/// the rows of outlier channels, with the row sums that cancel the codes' zero.
package final class PreparedArray: Sendable {
  /// How the columns' counts are formed.
  enum Product: Sendable {
    /// One scale an output: counts are exact integers.
    case exact(ExactWeights)
    /// A scale for each block of inputs (or a width whose sums leave 32 bits): exact block counts,
    /// scaled and added in float32 in block order.
    case blocks(BlockScaledWeights)
  }

  package let array: CouplingArray
  let product: Product
  /// Σ_i code[o,i], for `exact`. [outputs]
  let codeSums: [Int32]
  /// Σ_i scale[o,block]·code[o,i], for `blocks`. [outputs]
  let scaledSums: [Float]
  /// Codes by input: [inputs × outputs].
  let transposed: [Int16]
  /// Bits that are 1 in the couplings of each input, of all outputs. [inputs]
  let couplingOnes: [Int32]
  /// Scales by block: [blocks × outputs].
  let blockScales: [Float]
  /// The array's bit-planes.
  let planes = ArrayPlanes()

  /// Prepares an array for codes of at most `activationBits`.
  /// - Throws: `MachineError` if no arithmetic of ours holds its sums exactly.
  package init(_ array: CouplingArray, activationBits: Int) throws(MachineError) {
    self.array = array
    let outputs = array.outputs
    let inputs = array.inputs
    transposed = Self.transposed(array.codes, rows: outputs, columns: inputs)
    couplingOnes = Self.ones(transposed, inputs: inputs, outputs: outputs, bits: array.bits)
    var codeSums = [Int32](repeating: 0, count: outputs)
    var scaledSums = [Float](repeating: 0, count: outputs)
    for output in 0..<outputs {
      let row = array.codes.span.extracting((output * inputs)..<((output + 1) * inputs))
      var scaled = 0.0
      for block in 0..<array.blocks {
        var sum: Int32 = 0
        let start = block * array.block
        for input in start..<min(inputs, start + array.block) { sum &+= Int32(row[input]) }
        codeSums[output] &+= sum
        scaled += Double(sum) * Double(array.scales[output * array.blocks + block])
      }
      scaledSums[output] = Float(scaled)
    }
    self.codeSums = codeSums
    self.scaledSums = scaledSums
    var blockScales = [Float](repeating: 0, count: array.scales.count)
    for output in 0..<outputs {
      for block in 0..<array.blocks {
        blockScales[block * outputs + output] = array.scales[output * array.blocks + block]
      }
    }
    self.blockScales = blockScales
    product = try Self.product(of: array, activationBits: activationBits)
  }

  private static func product(
    of array: CouplingArray, activationBits: Int
  ) throws(MachineError) -> Product {
    if array.blocks == 1,
      let exact = try? ExactWeights(
        values: array.codes, outputs: array.outputs, inputs: array.inputs, weightBits: array.bits,
        activationBits: activationBits)
    {
      return .exact(exact)
    }
    // Either blocks with scales of their own, or sums too large for 32 bits: then a tile's worth of
    // rows is summed at a time, all with the output's one scale.
    let block = array.blocks > 1 ? array.block : largestDivisor(of: array.inputs, upTo: 128)
    let blocks = array.inputs / max(block, 1)
    let scales =
      array.blocks > 1
      ? array.scales
      : array.scales.flatMap { [Float](repeating: $0, count: blocks) }
    do {
      return .blocks(
        try BlockScaledWeights(
          values: array.codes, scales: scales, blockSize: block, outputs: array.outputs,
          inputs: array.inputs, weightBits: array.bits, activationBits: activationBits))
    } catch {
      throw .unusableArray(name: array.name, reason: "\(error)")
    }
  }

  /// In squares that stay in the first-level cache.
  private static func transposed(_ codes: [Int16], rows: Int, columns: Int) -> [Int16] {
    let side = 32
    var result = [Int16](repeating: 0, count: codes.count)
    let from = codes.span
    var to = result.mutableSpan
    for top in stride(from: 0, to: rows, by: side) {
      let bottom = min(rows, top + side)
      for left in stride(from: 0, to: columns, by: side) {
        for column in left..<min(columns, left + side) {
          for row in top..<bottom {
            to[column &* rows &+ row] = from[row &* columns &+ column]
          }
        }
      }
    }
    return result
  }

  private static func largestDivisor(of value: Int, upTo limit: Int) -> Int {
    (1...min(limit, value)).reversed().first { value % $0 == 0 } ?? 1
  }
}
