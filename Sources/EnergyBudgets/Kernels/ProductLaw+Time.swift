internal import Foundation
package import HardwareSpecs

/// A matrix product on a device: `count` times m × k by k × n.
package struct ProductShape: Sendable, Equatable {
  package var count: Int
  package var m: Int
  package var n: Int
  package var k: Int

  package init(count: Int = 1, m: Int, n: Int, k: Int) {
    (self.count, self.m, self.n, self.k) = (count, m, n, k)
  }
}

extension ProductLaw {
  /// Rows and columns of the tiles that a result may be cut into, and the numbers of parts that a sum may be
  /// cut into: the same for all devices, as libraries of kernels have them. Part of the law, not fitted.
  static let edges = [16, 32, 64, 128, 256]
  static let areas = 1024...32_768
  static let parts = [1, 2, 4, 8, 16]
  /// Terms of a sum that a tile takes at once.
  static let depth = 64.0
  /// Elements of the tiles that a unit holds side by side, and the most such tiles.
  static let residentArea = 32_768
  static let mostResident = 4

  /// Seconds of a product: the least over all tiles a × b and parts s of
  ///
  ///     ramp + (C^p + M^p)^(1/p) + waves · wave + (s > 1) split
  ///
  /// with tiles = count ⌈m/a⌉ ⌈n/b⌉ s on U units, k' = 64 ⌈k/(64 s)⌉ and r = clamp(32768/(ab), 1, 4)
  /// tiles side by side on a unit:
  /// - C = max(⌈tiles/U⌉ (A^p + L^p)^(1/p), waves · k'/64 · step), waves = ⌈tiles/(U r)⌉: rounds of tiles that
  ///   are held up by arithmetic, by operands, or by latency;
  /// - A = 2 a b k' U / (peak · efficiency), L = (a + b) k' bytes / unit bandwidth;
  /// - M = count (n k + m k + m n) bytes / (memory share · bandwidth): each matrix once.
  ///
  /// Libraries choose tiles by rules of their own; the least time stands for a good choice.
  ///
  /// - Parameters:
  ///   - shape: the product.
  ///   - device: the device, whose precision gives peak and bytes.
  ///   - quantises: whether a kernel of its own brings the left matrix to the precision first, as in the
  ///     measured rows of eight-bit products.
  package func time_s(
    _ shape: ProductShape, on device: DeviceSpec, quantises: Bool = false
  ) -> Double {
    let (m, n, k) = (Double(shape.m), Double(shape.n), Double(shape.k))
    let count = Double(shape.count)
    let bytes = Double(device.precision.bytes)
    let memory =
      count * ((n * k + m * k) * bytes + m * n * Double(device.precision.resultBytes))
      / (device.memory.bandwidth_BPerSecond * memoryShare)
    let rate = device.matrixPeak_perSecond * efficiency / Double(units)
    var least = Double.infinity
    for a in Self.edges {
      for b in Self.edges where Self.areas.contains(a * b) {
        let resident = Double(min(max(Self.residentArea / (a * b), 1), Self.mostResident))
        let whole = count * (m / Double(a)).rounded(.up) * (n / Double(b)).rounded(.up)
        for s in Self.parts where s == 1 || split_s != nil {
          let steps = (k / (Self.depth * Double(s))).rounded(.up)
          let terms = steps * Self.depth
          let tiles = whole * Double(s)
          let waves = (tiles / (Double(units) * resident)).rounded(.up)
          let arithmetic = 2 * Double(a * b) * terms / rate
          let operands =
            unitBandwidth_BPerSecond.map { Double(a + b) * terms * bytes / $0 } ?? 0
          let rounds = (tiles / Double(units)).rounded(.up)
          let core = max(rounds * overlapped(arithmetic, operands), waves * steps * step_s)
          let time = overlapped(core, memory) + waves * wave_s + (s > 1 ? split_s ?? 0 : 0)
          least = min(least, time)
        }
      }
    }
    let quantising = quantises ? quantisation_s + count * m * k * quantisationElement_s : 0
    return ramp_s + least + quantising
  }

  /// (a^p + b^p)^(1/p) without overflow.
  private func overlapped(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a, b), max(a, b))
    guard small > 0 else { return large }
    return large * pow(1 + pow(small / large, exponent), 1 / exponent)
  }
}
