import Foundation

/// The line under a live picture.
enum LiveLine {
  static func text(
    title: String, beta: Double, sweeps: Int, energy: Double, order: Double
  ) -> String {
    title
      + String(format: "  β = %.5g  sweep %ld  e = %+.4f  m = %+.4f", beta, sweeps, energy, order)
      + "  (Ctrl-C stops)"
  }
}
