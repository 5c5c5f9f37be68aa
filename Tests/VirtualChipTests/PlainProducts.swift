import ChipPrograms
import Foundation

/// Products of two bits that are 1, one product after the other.
enum PlainProducts {
  /// Products of one bit of each code and one bit of its coupling, two's complement of `bits`.
  static func ones(_ codes: [Int], planes: Int, _ couplings: [Int], bits: Int) -> Int {
    var products = 0
    for (code, coupling) in zip(codes, couplings) {
      for plane in 0..<planes {
        for bit in 0..<bits where (code >> plane) & 1 == 1 && (coupling >> bit) & 1 == 1 {
          products += 1
        }
      }
    }
    return products
  }

  /// Those of a row of codes with an array, in both passes.
  static func ones(_ row: PlainUnits.CodedRow, planes: Int, _ array: CouplingArray) -> Int {
    (0..<array.outputs).reduce(0) { sum, output in
      let couplings = (0..<array.inputs).map { Int(array.codes[output * array.inputs + $0]) }
      return sum + ones(row.codes, planes: planes, couplings, bits: array.bits)
        + ones(
          row.outliers.map { abs($0.code) }, planes: planes,
          row.outliers.map { couplings[$0.channel] }, bits: array.bits)
    }
  }

  /// Those of one query with the codes of keys, and of the keys' weights with the codes of their values.
  static func ones(
    query: [Int], keys: [[Int]], scores: [Float], values: [[Int]], bits: Int
  ) -> Int {
    let largest = scores.max() ?? 0
    return keys.indices.reduce(0) { sum, key in
      let weight = exp(Double(scores[key] - largest)) * Double((1 << bits) - 1)
      let code = Int(weight.rounded(.toNearestOrEven))
      return sum + ones(query, planes: bits, keys[key], bits: bits)
        + ones(values[key].map { _ in code }, planes: bits, values[key], bits: bits)
    }
  }
}
