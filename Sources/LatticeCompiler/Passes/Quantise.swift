import ChipPrograms
import TransformerModels

/// Replaces real couplings and tables by signed integer codes with scales.
///
/// Before: `coupling(W [o×i] real)`
/// After:  `array(codes [o×i] of b_w bits, scales [o × blocks])`
///
/// code = round(w / s) with s = range / (2^(b_w−1) − 1), symmetric, so that 0 is exact.
package let quantisePass = Pass(name: "quantise") { mapping, context throws(CompileError) in
  var mapping = mapping
  let precision = context.precision
  for index in mapping.terms.indices {
    let term = mapping.terms[index]
    switch term.kind {
    case .coupling(let couplings):
      mapping.arrays.append(quantised(couplings, term: term, precision: precision))
      mapping.terms[index].kind = .array(mapping.arrays.count - 1)
    case .preset(let sources):
      mapping.tables += sources.map { quantised($0, bits: precision.embeddingBits) }
    default: continue
    }
  }
  return mapping
}

private func quantised(
  _ couplings: Mapping.Couplings, term: Mapping.Term, precision: Precision
) -> CouplingArray {
  let inputs = couplings.inputs
  let block = precision.weightBlock == 0 ? inputs : min(precision.weightBlock, inputs)
  let blocks = (inputs + block - 1) / block
  let bits = precision.weightBits
  var codes = [Int16](repeating: 0, count: couplings.weights.count)
  var scales = [Float](repeating: 1, count: couplings.outputs * blocks)
  couplings.weights.withUnsafeBufferPointer { weights in
    codes.withUnsafeMutableBufferPointer { codes in
      for output in 0..<couplings.outputs {
        for group in 0..<blocks {
          let start = output &* inputs &+ group &* block
          let count = min(block, inputs &- group &* block)
          let values = UnsafeBufferPointer(rebasing: weights[start..<(start + count)])
          let scale = codeScale(of: values, bits: bits, range: precision.weightRange)
          scales[output * blocks + group] = scale
          encode(
            values, scale: scale, limit: codeLimit(bits: bits),
            into: UnsafeMutableBufferPointer(rebasing: codes[start..<(start + count)]))
        }
      }
    }
  }
  return CouplingArray(
    name: term.name, layer: term.layer, inputs: inputs, outputs: couplings.outputs, bits: bits,
    block: block, codes: codes, scales: scales, fields: couplings.fields,
    placement: .init(rowTiles: 0, columnTiles: 0, tiles: [], resident: false, rounds: 0))
}

private func quantised(_ source: Mapping.PresetSource, bits: Int) -> PresetTable {
  let rows = source.tensor.shape[0]
  let width = source.tensor.shape[1]
  var codes = [Int16](repeating: 0, count: rows * width)
  var scales = [Float](repeating: 1, count: rows)
  source.tensor.withFloats { values in
    codes.withUnsafeMutableBufferPointer { codes in
      for row in 0..<rows {
        let slice = (row * width)..<((row + 1) * width)
        let values = UnsafeBufferPointer(rebasing: values[slice])
        scales[row] = codeScale(of: values, bits: bits, range: .maximum)
        encode(
          values, scale: scales[row], limit: codeLimit(bits: bits),
          into: UnsafeMutableBufferPointer(rebasing: codes[slice]))
      }
    }
  }
  return PresetTable(
    name: source.tensor.name, index: source.index, rows: rows, width: width, bits: bits,
    codes: codes, scales: scales, onChip: false)
}
