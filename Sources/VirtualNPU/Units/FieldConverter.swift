import DenseAlgebra
import HardwareSpecs

/// The converter that sets an agent's input: s·round(x/s) with s = range/(2^{b−1} − 1), at most the
/// range.
struct FieldConverter {
  private let step: Float
  private let range: Float

  /// The converter of a chip's agents, if it is not ideal.
  init?(_ devices: ChipDevices) {
    guard let bits = devices.fieldBits else { return nil }
    range = Float(devices.fieldRange)
    step = range / Float(max(1, (1 << (min(bits, 22) - 1)) - 1))
  }

  /// Inputs as they are set.
  @inline(__always)
  func callAsFunction(_ x: Lanes) -> Lanes {
    let bounded = x.replacing(with: range, where: x .> range)
      .replacing(with: -range, where: x .< -range)
    return ((bounded * (1 / step) + 12_582_912) - 12_582_912) * step
  }
}
