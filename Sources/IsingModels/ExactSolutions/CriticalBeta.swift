internal import Foundation

/// A critical inverse temperature of a ferromagnet with one coupling J, in units of 1/J.
public struct CriticalBeta: Sendable, Equatable {
  /// The lattice.
  public let lattice: String
  /// β_c.
  public let beta: Double
  /// The standard error of a numerical value; 0 for a closed form.
  public let standardError: Double
  /// Where it comes from.
  public let source: String

  /// sinh 2β = 1, β = ½ ln(1 + √2) = 0.44069.
  public static let square = CriticalBeta(
    lattice: "square", beta: asinh(1) / 2, standardError: 0,
    source: "sinh 2β = 1; Kramers and Wannier 1941, Onsager 1944")

  /// e^{4β} = 3, β = ¼ ln 3 = 0.27465.
  public static let triangular = CriticalBeta(
    lattice: "triangular", beta: log(3) / 4, standardError: 0,
    source: "e^{4β} = 3; Houtappel 1950")

  /// cosh 2β = 2, β = ½ ln(2 + √3) = 0.65848.
  public static let honeycomb = CriticalBeta(
    lattice: "honeycomb", beta: acosh(2) / 2, standardError: 0,
    source: "cosh 2β = 2; Houtappel 1950")

  /// e^{4β} = 3 + 2√3, β = 0.46657.
  public static let kagome = CriticalBeta(
    lattice: "kagome", beta: log(3 + 2 * 3.0.squareRoot()) / 4, standardError: 0,
    source: "e^{4β} = 3 + 2√3; Kano and Naya 1953")

  /// 0.221654626(5), from simulations.
  public static let simpleCubic = CriticalBeta(
    lattice: "simple cubic", beta: 0.221654626, standardError: 5e-9,
    source: "Ferrenberg, Xu and Landau, arXiv:1806.03558")

  /// All of them.
  public static let all = [square, triangular, honeycomb, kagome, simpleCubic]
}
