package import DenseAlgebra
package import HardwareSpecs
import RandomStreams

/// The converter that sets an agent's input: the nearest of the signed codes s·k, |k| ≤ 2^{b−1} − 1, with
/// s = range/(2^{b−1} − 1); zero is among them. One bit sets only the sign, ±range.
package struct FieldConverter: Sendable, Equatable {
  private let range: Double
  /// 0 for one bit.
  private let step: Double

  /// The converter of a chip's agents, if it is not ideal.
  package init?(_ devices: ChipDevices) {
    guard let bits = devices.fieldBits else { return nil }
    range = devices.fieldRange
    step = bits > 1 ? range / Double((1 << (min(bits, 22) - 1)) - 1) : 0
  }

  /// One input as it is set.
  @inline(__always)
  package func callAsFunction(_ x: Double) -> Double {
    guard step > 0 else { return x < 0 ? -range : range }
    let bounded = x > range ? range : (x < -range ? -range : x)
    return (bounded / step).rounded(.toNearestOrEven) * step
  }

  /// Sixteen inputs as they are set.
  @inline(__always)
  package func callAsFunction(_ x: Lanes) -> Lanes {
    let range = Float(range)
    guard step > 0 else {
      return Lanes(repeating: range).replacing(with: -range, where: x .< 0)
    }
    let step = Float(step)
    let bounded = x.replacing(with: range, where: x .> range)
      .replacing(with: -range, where: x .< -range)
    return WholeNumbers.nearest(bounded * (1 / step)) * step
  }
}
