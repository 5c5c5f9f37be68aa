package import ChipPrograms
package import DenseAlgebra
package import HardwareSpecs

/// The law of a gate spin: P(g = 1) of its input x, by formula or by a measured device.
///
/// A chip with a table makes every gate but the step of a p-bit with the table's curve, driven at the
/// field gain · x. A step compares, whatever the device.
package struct GateLaw: Sendable {
  private let threshold: GateThreshold
  private let table: DeviceTable?
  /// Field u of the table at x = 1: an offset of the field is worth offset / gain of x.
  package let gain: Float

  /// The law of gates of a threshold on a chip with these devices.
  package init(_ threshold: GateThreshold, _ devices: ChipDevices) {
    self.threshold = threshold
    table = threshold == .zeroTemperature ? nil : devices.table
    gain = Float(devices.tableGain ?? Self.nearestGain(of: threshold))
  }

  /// P(g = 1) of one input: what an agent's draw at fidelity `event` compares its random number with.
  package static func probability(
    _ threshold: GateThreshold, _ x: Float, _ devices: ChipDevices
  ) -> Float {
    GateLaw(threshold, devices).probability(Lanes(repeating: x))[0]
  }

  /// P(g = 1) of sixteen inputs.
  @inline(__always)
  package func probability(_ x: Lanes) -> Lanes {
    // Far beyond where every law is 0 or 1, and far from where squares leave float32.
    let x = Saturation.saturated(x)
    guard let table else { return Self.ideal(threshold, x) }
    return Self.look(up: x * gain, in: table)
  }

  /// The field at which an ideal p-bit, whose P is (1 + tanh u) / 2 = σ(2u), has the threshold's law:
  /// u = x / 2 for σ(x), 0.851 x for σ(1.702 x) and for Φ(x), from which it is nowhere 0.0095 away.
  static func nearestGain(of threshold: GateThreshold) -> Double {
    switch threshold {
    case .gaussian, .logistic: 0.851
    case .unitLogistic: 0.5
    case .zeroTemperature: 1
    }
  }

  /// The law that makes a gate exact.
  @inline(__always)
  private static func ideal(_ threshold: GateThreshold, _ x: Lanes) -> Lanes {
    switch threshold {
    case .gaussian: VectorFunctions.normalDistribution(x)
    case .logistic: VectorFunctions.logistic(x * 1.702)
    case .unitLogistic: VectorFunctions.logistic(x)
    case .zeroTemperature: Lanes(repeating: 0).replacing(with: 1, where: x .> 0)
    }
  }

  /// Even samples where the table has them, its curve lane by lane where not.
  private static func look(up field: Lanes, in table: DeviceTable) -> Lanes {
    var result = Lanes(repeating: 0)
    if let even = table.evenProbabilities {
      for lane in 0..<16 { result[lane] = even(field[lane]) }
    } else {
      for lane in 0..<16 { result[lane] = Float(table.probability(Double(field[lane]))) }
    }
    return result
  }

  /// How far a chip's gates are from their threshold because of a table.
  package struct Bias: Sendable, Equatable {
    /// P of the table minus P of the threshold, where it is largest in magnitude.
    package var probability: Float
    /// x at which that is.
    package var input: Float
    /// x·P of the table minus x·P of the threshold, where it is largest in magnitude.
    package var output: Float
  }

  /// The bias of gates of a threshold for x from −8 to 8 in steps of 1/64; `nil` without a table.
  package static func bias(_ threshold: GateThreshold, _ devices: ChipDevices) -> Bias? {
    let law = GateLaw(threshold, devices)
    guard law.table != nil else { return nil }
    var bias = Bias(probability: 0, input: 0, output: 0)
    for step in -512...512 {
      let x = Float(step) / 64
      let lanes = Lanes(repeating: x)
      let difference = law.probability(lanes)[0] - ideal(threshold, lanes)[0]
      if difference.magnitude > bias.probability.magnitude {
        bias.probability = difference
        bias.input = x
      }
      if (x * difference).magnitude > bias.output.magnitude { bias.output = x * difference }
    }
    return bias
  }
}
