package import ChipPrograms
import Foundation
package import TransformerModels

/// Probabilities of gate spins and the activations that they stand for, in double precision from the
/// system's library: the machine's own functions are what they judge.
package enum GateFunctions {
  /// P(g = 1) for a field x.
  package static func probability(_ threshold: GateThreshold, _ x: Double) -> Double {
    switch threshold {
    case .gaussian: 0.5 * erfc(-x / 2.0.squareRoot())
    case .logistic: 1 / (1 + exp(-1.702 * x))
    case .unitLogistic: 1 / (1 + exp(-x))
    case .zeroTemperature: x > 0 ? 1 : 0
    }
  }

  /// The exact activation.
  package static func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .gelu: x * probability(.gaussian, x)
    case .silu: x * probability(.unitLogistic, x)
    case .relu: max(x, 0)
    case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .quickGELU: x * probability(.logistic, x)
    case .clippedGELU: min(max(x * probability(.gaussian, x), -10), 10)
    case .squaredReLU: max(x, 0) * max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .leakyReLU: max(x, x / 100)
    case .hardSwish: x * min(max(x + 3, 0), 6) / 6
    case .laplace: (1 + erf((x - 0.707107) / (0.282095 * 2.0.squareRoot()))) / 2
    case .identity: x
    case .mish: x * tanh(log1p(exp(x)))
    case .logistic: 1 / (1 + exp(-x))
    case .rootSoftplus: log1p(exp(x)).squareRoot()
    case .tanh: tanh(x)
    }
  }

  /// What P(x)·x misses of an activation: the largest error on −8…8 in steps of 0.001, and the root
  /// mean square under N(0, 1), by the midpoint rule on the same grid.
  package static func bias(
    of threshold: GateThreshold, for activation: Activation
  ) -> (largest: Double, at: Double, rms: Double) {
    var largest = (error: 0.0, at: 0.0)
    var squares = 0.0
    for index in 0..<16_000 {
      let x = -8 + (Double(index) + 0.5) * 0.001
      let error = abs(probability(threshold, x) * x - value(activation, x))
      if error > largest.error { largest = (error, x) }
      squares += error * error * exp(-x * x / 2) / (2 * Double.pi).squareRoot() * 0.001
    }
    return (largest.error, largest.at, squares.squareRoot())
  }
}
