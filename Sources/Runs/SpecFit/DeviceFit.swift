import Foundation
import HardwareSpecs
import SampleStatistics

/// What a curve of one device says about it.
struct DeviceFit: Sendable {
  /// A parameter of a device.
  enum Name: String, Sendable, CaseIterable {
    /// o of P(+1) = 1/(1 + e^{−2s(u+o)}), in units of the field.
    case offset
    /// s.
    case slope
    /// Memory at balance in seconds.
    case retention
    /// τ₀ of Néel and Arrhenius in seconds.
    case attemptTime = "attempt_time"
    /// Δ = E/k_BT at 300 K.
    case barrier
    /// Change of the offset in a second.
    case drift = "offset_drift"

    /// Its unit.
    var unit: String {
      switch self {
      case .offset: "field"
      case .slope, .barrier: ""
      case .retention, .attemptTime: "s"
      case .drift: "field/s"
      }
    }

    /// Whether devices are compared by the logarithm of it.
    var isLogarithmic: Bool { self == .retention || self == .attemptTime }
  }

  /// A figure with its standard error: of ln value for those that are compared by logarithm.
  struct Figure: Sendable {
    var name: Name
    var value: Double
    var error: Double
    /// The law that was fitted.
    var law: String
    /// Whether the points tell it: of a curve without a slope they tell no offset.
    var isDetermined = true

    /// The standard error of the value itself; `nil` where the value is undetermined, and where points lie on the law
    /// to the last digits, so that rounding is all that the error would tell.
    var statedError: Double? {
      guard isDetermined, error.isFinite else { return nil }
      guard error > 1e-9 * (name.isLogarithmic ? 1 : max(1, abs(value))) else { return nil }
      return name.isLogarithmic ? value * error : error
    }
  }

  /// The device.
  var device: String
  /// What was measured.
  var curve: DeviceMeasurements.Curve
  /// The figures.
  var figures: [Figure]
  /// χ² over degrees of freedom, where points have errors.
  var reducedChiSquared: Double?

  /// Fits a curve.
  ///
  /// - Throws: `StatisticsError` where the law does not fit it at all.
  init(_ curve: DeviceMeasurements.Curve) throws(StatisticsError) {
    device = curve.device
    self.curve = curve
    let x = curve.rows.map { $0[0] }
    let y = curve.rows.map { $0[1] }
    figures = []
    switch curve.quantity {
    case .probability: try fitLogistic(x, y)
    case .retention: try fitMemory(x, y.map { log($0) })
    case .dwell: try fitDwell(x, up: y, down: curve.rows.map { $0[2] })
    case .temperature:
      let fit = try LineFit(x: x.map { 300 / $0 }, y: y.map { log($0) })
      figures = [
        Figure(
          name: .attemptTime, value: exp(fit.intercept), error: fit.interceptError, law: Self.neel),
        Figure(name: .barrier, value: fit.slope, error: fit.slopeError, law: Self.neel),
      ]
    case .offset:
      let fit = try LineFit(x: x, y: y)
      figures = [
        Figure(name: .drift, value: fit.slope, error: fit.slopeError, law: "offset = a + b t")
      ]
    }
  }

  static let logistic = "P = 1/(1 + e^(−2s(u + o)))"
  static let memory = "τ = τ_r/cosh(s(u + o))"
  static let dwell = "ln(τ₊/τ₋) = 2s(u + o), τ_r = √(τ₊τ₋)/2"
  static let neel = "τ = τ₀ e^(Δ·300 K/T)"

  /// Boltzmann's law of two states.
  private mutating func fitLogistic(_ x: [Double], _ y: [Double]) throws(StatisticsError) {
    let stated = curve.rows.compactMap { $0.count > 2 ? $0[2] : nil }
    let least = stated.filter { $0 > 0 }.min()
    // An estimated probability of 0 or 1 has an error of 0 on paper and none in truth.
    let errors =
      stated.count == x.count ? least.map { least in stated.map { max($0, least) } } : nil
    let above = zip(x, y).first { $0.1 >= 0.5 }?.0 ?? x[x.count / 2]
    let fit = try NonlinearFit(x: x, y: y, pointErrors: errors, start: [-above, 1]) { u, p in
      1 / (1 + exp(-2 * p[1] * (u + p[0])))
    }
    figures = [
      Figure(name: .offset, value: fit.parameters[0], error: fit.errors[0], law: Self.logistic),
      Figure(name: .slope, value: fit.parameters[1], error: fit.errors[1], law: Self.logistic),
    ]
    markOffset(x)
    if errors != nil { reducedChiSquared = fit.chiSquared / Double(fit.degreesOfFreedom) }
  }

  /// Néel and Arrhenius for two states whose barriers are s(u + o) higher and lower.
  private mutating func fitMemory(_ x: [Double], _ y: [Double]) throws(StatisticsError) {
    let top = y.indices.max { y[$0] < y[$1] } ?? 0
    let fit = try NonlinearFit(x: x, y: y, start: [-x[top], 1, y[top]]) { u, p in
      let argument = abs(p[1] * (u + p[0]))
      // ln cosh without overflow.
      return p[2] - argument - log1p(exp(-2 * argument)) + log(2.0)
    }
    figures = [
      Figure(name: .offset, value: fit.parameters[0], error: fit.errors[0], law: Self.memory),
      Figure(
        name: .slope, value: abs(fit.parameters[1]), error: fit.errors[1], law: Self.memory),
      Figure(
        name: .retention, value: exp(fit.parameters[2]), error: fit.errors[2], law: Self.memory),
    ]
    markOffset(x)
  }

  /// Dwell times: their ratio is Boltzmann's, their product has no field in it.
  private mutating func fitDwell(
    _ x: [Double], up: [Double], down: [Double]
  ) throws(StatisticsError) {
    let fit = try LineFit(x: x, y: zip(up, down).map { log($0 / $1) })
    guard fit.slope != 0 else { throw .noVariation }
    let offset = fit.intercept / fit.slope
    // Of a quotient: both errors and their covariance.
    let variance =
      fit.interceptError * fit.interceptError - 2 * offset * fit.covariance
      + offset * offset * fit.slopeError * fit.slopeError
    let memory = try SampleSummary(zip(up, down).map { 0.5 * log($0 * $1) - log(2.0) })
    figures = [
      Figure(
        name: .offset, value: offset, error: max(0, variance).squareRoot() / abs(fit.slope),
        law: Self.dwell),
      Figure(name: .slope, value: fit.slope / 2, error: fit.slopeError / 2, law: Self.dwell),
      Figure(
        name: .retention, value: exp(memory.mean), error: memory.standardError, law: Self.dwell),
    ]
    markOffset(x)
  }

  /// An offset is undetermined where the slope is 0 within two of its errors, or within what rounding leaves of it
  /// over the measured range.
  private mutating func markOffset(_ x: [Double]) {
    guard let slope = self[.slope], let place = figures.firstIndex(where: { $0.name == .offset })
    else { return }
    let span = (x.max() ?? 0) - (x.min() ?? 0)
    figures[place].isDetermined =
      abs(slope.value) > 2 * slope.error && abs(slope.value) * span > 1e-6
  }

  /// The figure of a name.
  subscript(_ name: Name) -> Figure? { figures.first { $0.name == name } }
}
