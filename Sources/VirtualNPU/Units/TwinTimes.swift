import ByteFormats
import ChipPrograms
import HardwareSpecs

extension RaceTimes {
  /// The twin scores in the same arrays, looks up exponentials, and takes products with the values
  /// in arrays as large: its latency and initiation.
  static func twin(
    _ shape: Instruction.RaceShape, tokens: Int, chip: ChipSpec
  ) -> (latency: Int, initiation: Int) {
    let layout = Layout(shape, tokens: tokens, chip: chip)
    let scoring = layout.planes + ceilingLog2(chip.geometry.tileRows) + shape.bits + 2
    let lookUps = ceilingDivide(shape.heads * tokens, chip.geometry.digitalLanes)
    return (
      layout.keyWrites + 2 * scoring + lookUps, max(layout.rounds * 2 * layout.planes, lookUps)
    )
  }
}

extension Gating {
  /// The twin's latency and initiation: a look-up an element.
  static func twin(width: Int, chip: ChipSpec) -> (latency: Int, initiation: Int) {
    let lookUps = ceilingDivide(width, chip.geometry.digitalLanes)
    return (lookUps, lookUps)
  }
}
