import ByteFormats
import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Cuts arrays into tiles and checks what one tile or agent can hold.
///
/// Before: `array A0 layer0.query 384x384`
/// After:  `array A0 layer0.query 384x384 tiles 3x3`
///
/// Fan-in is checked first, on all terms: a chip whose fabric is too sparse is no matter of bits.
package let tilePass = Pass(name: "tile") { mapping, context throws(CompileError) in
  var mapping = mapping
  let limits = ChipLimits(chip: context.chip)
  let bits = context.precision
  for array in mapping.arrays { try limits.checkFanIn(array.inputs, of: array.name) }
  for term in mapping.terms {
    if case .race(let shape) = term.kind {
      try limits.checkFanIn(shape.headSize, of: term.name)
    }
  }
  let geometry = context.chip.geometry
  for index in mapping.arrays.indices {
    let array = mapping.arrays[index]
    try limits.checkCouplingBits(array.bits, of: array.name)
    try limits.checkCodeBits(bits.activationBits, of: array.name)
    mapping.arrays[index].placement.rowTiles =
      ceilingDivide(array.inputs, geometry.tileRows)
    mapping.arrays[index].placement.columnTiles =
      ceilingDivide(array.outputs, geometry.tileColumns)
  }
  for term in mapping.terms { try limits.checkUnits(of: term, attentionBits: bits.attentionBits) }
  return mapping
}

/// What one tile, agent or unit of a chip can do.
private struct ChipLimits {
  let chip: ChipSpec

  func checkFanIn(_ inputs: Int, of term: String) throws(CompileError) {
    try check(
      term, inputs, chip.geometry.maximumFanIn ?? .max, "the largest fan-in of an agent",
      "couplings an agent")
  }

  func checkCouplingBits(_ bits: Int, of term: String) throws(CompileError) {
    try check(term, bits, chip.geometry.couplingBits, "the width of a coupling", "coupling bits")
  }

  func checkCodeBits(_ bits: Int, of term: String) throws(CompileError) {
    try check(
      term, bits, chip.geometry.activationBits, "the width of an input agent's code", "code bits")
  }

  /// The units that a term needs besides couplings of linear tiles.
  func checkUnits(of term: Mapping.Term, attentionBits: Int) throws(CompileError) {
    let geometry = chip.geometry
    switch term.kind {
    case .race(let shape):
      try check(term.name, 1, geometry.raceTiles, "the number of race tiles", "race tiles")
      try check(
        term.name, shape.headSize, geometry.tileRows, "the number of rows of a race tile", "rows")
      try checkCouplingBits(attentionBits, of: term.name)
      try checkCodeBits(attentionBits, of: term.name)
    case .gate:
      try check(term.name, 1, geometry.gateAgents, "the number of gate agents", "gate agents")
    case .potential where chip.timing.normMethod == .feedback:
      try check(term.name, 1, geometry.normUnits, "the number of norm units", "norm units")
    default: return
    }
  }

  private func check(
    _ term: String, _ needed: Int, _ available: Int, _ limit: String, _ unit: String
  ) throws(CompileError) {
    guard needed > available else { return }
    throw .doesNotFit(
      term: term, limit: "\(limit) of \(chip.name)", needed: needed, available: available,
      unit: unit)
  }
}
