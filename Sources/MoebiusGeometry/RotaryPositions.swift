internal import Foundation

/// Rotary positions (RoPE): d/2 elliptic flows with angles θ_k = base^{−2k/d}.
///
/// A head's query and key are read as d/2 complex numbers q_k, k_k, which turn by mθ_k and nθ_k at
/// positions m and n. Source: Su et al., arXiv:2104.09864.
public struct RotaryPositions: Sendable, Equatable {
  /// Which two components make a complex number.
  public enum Pairing: String, Sendable, CaseIterable {
    /// Components 2k and 2k + 1, as in the paper.
    case adjacent
    /// Components k and k + d/2, as most published checkpoints have it.
    case halves
  }

  /// d, the width of a head.
  public let width: Int
  /// The base of the angles.
  public let base: Double
  /// Which components belong together.
  public let pairing: Pairing
  /// θ_k in radians a token, k = 0 ..< d/2.
  public let angles: [Double]

  /// Sets angles up.
  ///
  /// - Parameters:
  ///   - width: even, 2 or more.
  ///   - base: above 0; 10 000 in the paper.
  ///   - pairing: which components belong together.
  /// - Throws: `GeometryError.outOfRange`.
  public init(
    width: Int, base: Double = 10_000, pairing: Pairing = .adjacent
  ) throws(GeometryError) {
    guard width >= 2, width % 2 == 0 else {
      throw .outOfRange(
        "width of a head", found: Double(width), expected: "an even number, 2 or more")
    }
    guard base > 0, base.isFinite else {
      throw .outOfRange("base", found: base, expected: "a finite number above 0")
    }
    self.width = width
    self.base = base
    self.pairing = pairing
    angles = (0..<width / 2).map { pow(base, -2 * Double($0) / Double(width)) }
  }

  /// One flow for each angle.
  public func flows() -> [PositionalFlow] {
    // Angles are finite by construction.
    angles.compactMap { try? PositionalFlow.elliptic(angle: $0) }
  }

  /// The score Σ_k Re(q_k k̄_k e^{i(m−n)θ_k}), before any division by √d.
  ///
  /// - Parameters:
  ///   - query: d components, not rotated.
  ///   - m: the query's position.
  ///   - key: d components, not rotated.
  ///   - n: the key's position.
  public func score(query: [Double], at m: Int, key: [Double], at n: Int) -> Double {
    precondition(
      query.count == width && key.count == width,
      "\(query.count) and \(key.count) components, expected \(width)")
    let gap = Double(m) - Double(n)
    var sum = 0.0
    for (k, angle) in angles.enumerated() {
      let product = pair(k, of: query) * pair(k, of: key).conjugate
      sum += product.real * cos(gap * angle) - product.imaginary * sin(gap * angle)
    }
    return sum
  }

  /// Component k of a vector as a complex number.
  package func pair(_ k: Int, of vector: [Double]) -> Complex {
    switch pairing {
    case .adjacent: Complex(vector[2 * k], vector[2 * k + 1])
    case .halves: Complex(vector[k], vector[k + width / 2])
    }
  }
}
