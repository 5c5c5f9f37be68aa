import DenseAlgebra
import HardwareSpecs
import RandomStreams

/// The converter of a column: the current of the rows whose bits are 1, in counts, becomes a number.
///
/// value = s·round((current + noise)/s), at most the full scale F, with s = max(1, F/(2^b − 1)): with
/// 2^b − 1 ≥ F a step is one count, and whole counts are exact.
struct ColumnConverter {
  /// Counts of one step.
  let step: Float
  /// Largest value.
  let fullScale: Float
  /// Standard deviation of the noise, in counts.
  let noise: Float

  /// A converter of `bits` for columns of `rows`; the full scale is that of the devices, or all rows.
  init(bits: Int, rows: Int, devices: ChipDevices) {
    fullScale = Float(devices.converterFullScale ?? rows)
    step = max(1, fullScale / Float((1 << min(bits, 30)) - 1))
    noise = Float(devices.converterNoise)
  }

  /// The converters of columns of `rows`, if they and the couplings' currents do anything but count
  /// exactly.
  static func ofColumns(rows: Int, on chip: ChipSpec) -> ColumnConverter? {
    guard case .converter(let bits, _) = chip.timing.readOut else { return nil }
    let converter = ColumnConverter(bits: bits, rows: rows, devices: chip.devices)
    let exact =
      converter.step == 1 && converter.fullScale >= Float(rows) && converter.noise == 0
      && chip.devices.couplingVariation == 0
    return exact ? nil : converter
  }

  /// What a current is read as; currents of signed pulses may be negative.
  @inline(__always)
  func value(_ current: Lanes) -> Lanes {
    let rounded = WholeNumbers.nearest(current * (1 / step)) * step
    return rounded.replacing(with: fullScale, where: rounded .> fullScale)
      .replacing(with: -fullScale, where: rounded .< -fullScale)
  }
}
