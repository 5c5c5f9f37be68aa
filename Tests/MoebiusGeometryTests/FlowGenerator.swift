import Foundation
import MoebiusGeometry

/// A generator X = [[iα, β], [β̄, −iα]] of a one-parameter group of disk maps e^{tX}.
///
/// X² = (|β|² − α²)·1, so the exponential series ends: e^{tX} = C + S X, with C = cosh(wt) and
/// S = sinh(wt)/w for w² = |β|² − α² > 0, cosines and sines for w² < 0, and C = 1, S = t for w = 0.
struct FlowGenerator: Sendable, Equatable {
  /// α; half the angular velocity at the origin.
  let rotation: Double
  /// β; half the velocity of the origin.
  let boost: Complex

  /// e^{tX}.
  ///
  /// - Parameter time: t; hyperbolic flows overflow where the length 2wt exceeds 1400.
  func map(at time: Double) -> DiskMap {
    let (modulus, turn) = (boost.modulus, abs(rotation))
    let square = (modulus - turn) * (modulus + turn)
    let frequency = abs(square).squareRoot()
    let angle = frequency * time
    let (cosine, sine): (Double, Double) =
      if square > 0 {
        (cosh(angle), sinh(angle) / frequency)
      } else if square < 0 {
        (cos(angle), sin(angle) / frequency)
      } else {
        (1, time)
      }
    return DiskMap(unchecked: Complex(cosine, rotation * sine), sine * boost).renormalised()
  }
}

extension DiskMap {
  /// The generator whose flow reaches this map at time 1, by the shorter way around for an elliptic
  /// map.
  var generator: FlowGenerator {
    // (a, b) and (−a, −b) are one map; the sign with Re a ≥ 0 lies on the shorter way.
    let sign = a.real < 0 ? -1.0 : 1.0
    let (turn, boost) = (sign * a.imaginary, sign * b)
    let square = (boost.modulus - abs(turn)) * (boost.modulus + abs(turn))
    let sine = abs(square).squareRoot()
    let factor: Double =
      if sine == 0 {
        1
      } else if square > 0 {
        asinh(sine) / sine
      } else {
        atan2(sine, abs(a.real)) / sine
      }
    return FlowGenerator(rotation: factor * turn, boost: factor * boost)
  }

  /// The map to a real power, on the flow through it: n applications for a whole number n.
  ///
  /// The closed form costs the same for every exponent, and its relative error grows as the exponent
  /// times the rounding of one number.
  func power(_ exponent: Double) -> DiskMap { generator.map(at: exponent) }
}
