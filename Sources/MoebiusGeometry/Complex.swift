internal import Foundation

/// A complex number in double precision: a point of the disk, or a coefficient of a map.
@frozen
public struct Complex: Sendable, Hashable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// x + iy.
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// r e^{iφ}.
  public static func polar(_ modulus: Double, _ angle: Double) -> Complex {
    Complex(modulus * cos(angle), modulus * sin(angle))
  }

  /// Zero.
  public static let zero = Complex(0)
  /// One.
  public static let one = Complex(1)
  /// The imaginary unit.
  public static let i = Complex(0, 1)

  /// x − iy.
  public var conjugate: Complex { Complex(real, -imaginary) }
  /// x² + y².
  public var squaredModulus: Double { real * real + imaginary * imaginary }
  /// √(x² + y²), without overflow.
  public var modulus: Double { hypot(real, imaginary) }
  /// The angle, in (−π, π].
  public var argument: Double { atan2(imaginary, real) }
  /// The point of the unit circle in the same direction.
  package var direction: Complex { (1 / modulus) * self }
  /// Both parts, as a picture wants them.
  public var vector: SIMD2<Double> { SIMD2(real, imaginary) }
  /// Whether neither part is NaN or infinite.
  public var isFinite: Bool { real.isFinite && imaginary.isFinite }

  /// The sum.
  public static func + (x: Complex, y: Complex) -> Complex {
    Complex(x.real + y.real, x.imaginary + y.imaginary)
  }

  /// The difference.
  public static func - (x: Complex, y: Complex) -> Complex {
    Complex(x.real - y.real, x.imaginary - y.imaginary)
  }

  /// The negative.
  public static prefix func - (x: Complex) -> Complex { Complex(-x.real, -x.imaginary) }

  /// The product.
  public static func * (x: Complex, y: Complex) -> Complex {
    Complex(
      x.real * y.real - x.imaginary * y.imaginary, x.real * y.imaginary + x.imaginary * y.real)
  }

  /// The product with a real number.
  public static func * (factor: Double, x: Complex) -> Complex {
    Complex(factor * x.real, factor * x.imaginary)
  }

  /// The quotient; moduli between 1e−150 and 1e150 neither overflow nor underflow.
  public static func / (x: Complex, y: Complex) -> Complex {
    (1 / y.squaredModulus) * (x * y.conjugate)
  }
}
