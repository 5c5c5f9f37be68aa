/// A family of transistors, as the roadmap of semiconductors names them. One chip uses one family for
/// speed and leakage alike: fast transistors leak.
public enum Transistor: String, Sendable, CaseIterable, Codable {
  /// High performance: low threshold, fast, leaky.
  case highPerformance = "hp"
  /// Low standby power: high threshold, slow, tight.
  case lowStandbyPower = "lstp"
  /// Low operating power: low supply voltage.
  case lowOperatingPower = "lop"
}

/// What one micrometre of transistor width does at one node: CACTI's technology parameters
/// (HewlettPackard/cacti d246854, tech_params/*.dat).
struct TransistorRow {
  var node_nm: Double
  /// Supply for which the family is made.
  var supply_V: Double
  var threshold_V: Double
  /// Gate with overlap and fringe: 1.2 C_g_ideal + 3 C_fringe.
  var gate_FPerUm: Double
  /// On current of an n-channel transistor.
  var on_APerUm: Double
  /// Off currents at 300 K and 360 K. Two entries of the source break its own curve (22 nm lstp and
  /// 90 nm lop at 360 K); the geometric mean of their neighbours stands here.
  var off300_APerUm: Double
  var off360_APerUm: Double
  /// Gate leakage of a transistor that is on.
  var gateLeak_APerUm: Double

  /// Rows by family, by falling node.
  static func table(_ family: Transistor) -> [TransistorRow] {
    switch family {
    case .highPerformance: highPerformance
    case .lowStandbyPower: lowStandbyPower
    case .lowOperatingPower: lowOperatingPower
    }
  }

  private static let highPerformance: [TransistorRow] = [
    row(180, 1.5, 0.4407, 2.0736e-15, 0.75e-3, 7e-10, 1.88e-9, 1.65e-10),
    row(90, 1.2, 0.23707, 1.0368e-15, 1.0769e-3, 3.24e-8, 9.82e-8, 1.65e-8),
    row(65, 1.1, 0.19491, 7.938e-16, 1.1972e-3, 1.96e-7, 4.45e-7, 4.09e-8),
    row(45, 1.0, 0.18035, 9.636e-16, 2.0466e-3, 2.8e-7, 6.42e-7, 3.59e-8),
    row(32, 0.9, 0.21835, 7.608e-16, 2.2117e-3, 1.52e-7, 5.32e-7, 6.55e-8),
    row(22, 0.8, 0.1395, 5.724e-16, 2.6264e-3, 1.216e-7, 4.256e-7, 1.81e-9),
  ]

  private static let lowStandbyPower: [TransistorRow] = [
    row(90, 1.3, 0.48203, 1.338e-15, 0.5036e-3, 2.81e-12, 4.36e-11, 3.87e-11),
    row(65, 1.2, 0.52354, 9.768e-16, 0.5192e-3, 9.12e-12, 1.15e-10, 1.09e-10),
    row(45, 1.1, 0.50245, 8.616e-16, 0.6662e-3, 1.01e-11, 1.3e-10, 9.47e-12),
    row(32, 1.0, 0.513, 7.086e-16, 0.6836e-3, 2.06e-11, 2.4e-10, 3.73e-11),
    row(22, 0.8, 0.40126, 6.264e-16, 0.7276e-3, 2.43e-11, 1.546e-9, 4.51e-10),
  ]

  private static let lowOperatingPower: [TransistorRow] = [
    row(90, 0.9, 0.30764, 1.254e-15, 0.3866e-3, 2.14e-9, 1.05e-8, 4.31e-8),
    row(65, 0.8, 0.28512, 9.6e-16, 0.5731e-3, 4.9e-9, 2.09e-8, 9.61e-9),
    row(45, 0.7, 0.22599, 9.63e-16, 0.7489e-3, 4.03e-9, 1.27e-8, 3.24e-8),
    row(32, 0.6, 0.24227, 7.158e-16, 0.8278e-3, 5.94e-8, 1.65e-7, 2.93e-9),
    row(22, 0.6, 0.2315, 6.192e-16, 0.9161e-3, 1.31e-8, 7.91e-7, 2.74e-9),
  ]

  private static func row(
    _ node_nm: Double, _ supply: Double, _ threshold: Double, _ gate: Double, _ on: Double,
    _ off300: Double, _ off360: Double, _ gateLeak: Double
  ) -> TransistorRow {
    TransistorRow(
      node_nm: node_nm, supply_V: supply, threshold_V: threshold, gate_FPerUm: gate, on_APerUm: on,
      off300_APerUm: off300, off360_APerUm: off360, gateLeak_APerUm: gateLeak)
  }
}
