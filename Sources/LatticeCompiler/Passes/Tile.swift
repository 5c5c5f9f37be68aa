import ChipPrograms
import HardwareSpecs
import TransformerModels

/// Cuts arrays into tiles and checks what one tile or agent can hold.
///
/// Before: `array layer0.query 384x384`
/// After:  `array layer0.query 384x384 in 3x3 tiles`
package let tilePass = Pass(name: "tile") { mapping, context throws(CompileError) in
  var mapping = mapping
  let geometry = context.chip.geometry
  for index in mapping.arrays.indices {
    let array = mapping.arrays[index]
    try check(array, against: context.chip)
    mapping.arrays[index].placement.rowTiles =
      (array.inputs + geometry.tileRows - 1) / geometry.tileRows
    mapping.arrays[index].placement.columnTiles =
      (array.outputs + geometry.tileColumns - 1) / geometry.tileColumns
  }
  for term in mapping.terms {
    guard case .race(let shape) = term.kind else { continue }
    try checkRace(term, shape, context: context)
  }
  return mapping
}

private func check(_ array: CouplingArray, against chip: ChipSpec) throws(CompileError) {
  let geometry = chip.geometry
  if let fanIn = geometry.maximumFanIn, array.inputs > fanIn {
    throw .doesNotFit(
      term: array.name, limit: "the largest fan-in of an agent of \(chip.name)",
      needed: array.inputs, available: fanIn, unit: "couplings an agent")
  }
  if array.bits > geometry.couplingBits {
    throw .doesNotFit(
      term: array.name, limit: "the width of a coupling of \(chip.name)", needed: array.bits,
      available: geometry.couplingBits, unit: "coupling bits")
  }
}

private func checkRace(
  _ term: Mapping.Term, _ shape: AttentionShape, context: CompileContext
) throws(CompileError) {
  let geometry = context.chip.geometry
  let bits = context.precision.attentionBits
  if let fanIn = geometry.maximumFanIn, shape.headSize > fanIn {
    throw .doesNotFit(
      term: term.name, limit: "the largest fan-in of an agent of \(context.chip.name)",
      needed: shape.headSize, available: fanIn, unit: "couplings an agent")
  }
  if geometry.raceTiles == 0 {
    throw .doesNotFit(
      term: term.name, limit: "the number of race tiles of \(context.chip.name)", needed: 1,
      available: 0, unit: "race tiles")
  }
  if shape.headSize > geometry.tileRows {
    throw .doesNotFit(
      term: term.name, limit: "the number of rows of a race tile of \(context.chip.name)",
      needed: shape.headSize, available: geometry.tileRows, unit: "rows")
  }
  if bits > geometry.couplingBits {
    throw .doesNotFit(
      term: term.name, limit: "the width of a coupling of \(context.chip.name)", needed: bits,
      available: geometry.couplingBits, unit: "coupling bits")
  }
}
