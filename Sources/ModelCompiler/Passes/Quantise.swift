import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Replaces real couplings and tables by signed integer codes with scales.
///
/// Before: `q = coupling(x, W [o×i] real)`
/// After:  `q = array(x, A0)`, `A0: codes [o×i] of b_w bits, scales [o × blocks]`
///
/// code = round(w / s) with s = range / (2^(b_w−1) − 1), symmetric, so that 0 is exact.
package let quantisePass = Pass(name: "quantise") { mapping, context throws(CompileError) in
  var mapping = mapping
  let precision = context.precision
  for index in mapping.terms.indices {
    let term = mapping.terms[index]
    switch term.kind {
    case .coupling(let couplings):
      mapping.arrays.append(
        try quantised(
          couplings, term: term, precision: precision, tileRows: context.chip.geometry.tileRows))
      mapping.terms[index].kind = .array(mapping.arrays.count - 1)
    case .preset(let sources):
      let first = mapping.tables.count
      for source in sources {
        mapping.tables.append(try quantised(source, bits: precision.embeddingBits))
      }
      mapping.terms[index].kind = .tables(Array(first..<mapping.tables.count))
    default: continue
    }
  }
  return mapping
}

private func quantised(
  _ couplings: Couplings, term: Mapping.Term, precision: Precision, tileRows: Int
) throws(CompileError) -> CouplingArray {
  let (inputs, outputs) = (couplings.inputs, couplings.outputs)
  let block: Int
  switch precision.weightBlock {
  case nil: block = inputs % tileRows == 0 ? tileRows : inputs
  case 0: block = inputs
  case let size?: block = min(size, inputs)
  }
  guard inputs % block == 0 else {
    throw .unmappable(
      term: term.name,
      reason: "couplings that share a scale: found \(block), expected a divisor of its \(inputs) "
        + "inputs")
  }
  let unplaced = CouplingArray.Placement(
    rowTiles: 0, columnTiles: 0, tiles: [], resident: false, rounds: 0)
  var array = CouplingArray(
    name: term.name, layer: term.layer, inputs: inputs, outputs: outputs,
    bits: precision.weightBits, block: block, codes: [], scales: [], fields: couplings.fields,
    placement: unplaced)
  guard !couplings.weights.isOutline else {
    array.isOutline = true
    return array
  }
  let blocks = inputs / block
  var scales = [Float](repeating: 1, count: outputs * blocks)
  var faulty: Int?
  var codes = [Int16](repeating: 0, count: outputs * inputs)
  var targets = codes.mutableSpan
  couplings.weights.withFloats { weights in
    var elements = [Float](repeating: 0, count: inputs)
    var row = elements.mutableSpan
    for output in 0..<outputs {
      couplings.copyRow(output, of: weights, into: &row)
      for group in 0..<blocks {
        let start = group * block
        let values = row.span.extracting(start..<(start + block))
        guard
          let code = SymmetricCode(
            of: values, bits: precision.weightBits, range: precision.weightRange)
        else {
          faulty = output
          return
        }
        scales[output * blocks + group] = code.scale
        let first = output * inputs + start
        var target = targets._mutatingExtracting(first..<(first + block))
        code.encode(values, into: &target)
      }
    }
  }
  if let faulty {
    throw .unmappable(
      term: term.name,
      reason: "a coupling of output \(faulty): found NaN or infinity, expected a "
        + "finite number")
  }
  (array.codes, array.scales) = (codes, scales)
  return array
}

private func quantised(
  _ source: Mapping.PresetSource, bits: Int
) throws(CompileError) -> PresetTable {
  let tensor = source.tensor
  let (rows, width) = (tensor.shape[0], tensor.shape[1])
  var table = PresetTable(
    name: tensor.name, index: source.index, rows: rows, width: width, bits: bits, codes: [],
    scales: [], onChip: false)
  guard !tensor.isOutline else {
    table.isOutline = true
    return table
  }
  var scales = [Float](repeating: 1, count: rows)
  var faulty: Int?
  var codes = [Int16](repeating: 0, count: rows * width)
  var targets = codes.mutableSpan
  tensor.withFloats { all in
    for row in 0..<rows {
      let places = (row * width)..<((row + 1) * width)
      let values = all.extracting(places)
      guard let code = SymmetricCode(of: values, bits: bits, range: .maximum) else {
        faulty = row
        return
      }
      scales[row] = code.scale * source.factor
      var target = targets._mutatingExtracting(places)
      code.encode(values, into: &target)
    }
  }
  if let faulty {
    throw .unmappable(
      term: tensor.name,
      reason: "an element of row \(faulty): found NaN or infinity, expected a finite number")
  }
  (table.codes, table.scales) = (codes, scales)
  return table
}
