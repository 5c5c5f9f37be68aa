internal import DenseAlgebra
internal import TransformerModels

/// An activation over many values.
struct ActivationRows: Sendable {
  let activation: Activation
  /// Whether the values are rounded to 8 bits next, so that less work is as good.
  let isCoarse: Bool

  /// The same, of a row of a product.
  var finish: RowFinish { { row in apply(&row) } }

  /// x ← φ(x) for each value.
  func apply(_ values: inout MutableSpan<Float>) {
    switch activation {
    case .gelu where isCoarse: VectorMaps.map(&values) { VectorFunctions.coarseGelu($0) }
    case .gelu: VectorMaps.gelu(&values)
    case .silu: VectorMaps.silu(&values)
    case .relu: VectorMaps.relu(&values)
    case .identity: return
    case .geluTanh:
      VectorMaps.map(&values) { x in
        let inner = (x * x * x * 0.044715 + x) * 0.7978845608
        return x * 0.5 * (VectorFunctions.tanh(inner) + 1)
      }
    case .quickGELU: VectorMaps.map(&values) { $0 * VectorFunctions.logistic($0 * 1.702) }
    case .clippedGELU: VectorMaps.map(&values) { Self.clamp(VectorFunctions.gelu($0), -10, 10) }
    case .squaredReLU:
      VectorMaps.map(&values) { x in
        let positive = x.replacing(with: 0, where: x .< 0)
        return positive * positive
      }
    case .relu6: VectorMaps.map(&values) { Self.clamp($0, 0, 6) }
    case .leakyReLU: VectorMaps.map(&values) { $0.replacing(with: $0 * 0.01, where: $0 .< 0) }
    case .hardSwish: VectorMaps.map(&values) { $0 * Self.clamp($0 + 3, 0, 6) * (1 / 6) }
    case .laplace:
      VectorMaps.map(&values) {
        (VectorFunctions.erf(($0 - 0.707107) / (0.282095 * 1.41421356)) + 1) * 0.5
      }
    case .mish: VectorMaps.map(&values) { $0 * VectorFunctions.tanh(Self.softplus($0)) }
    case .logistic: VectorMaps.map(&values) { VectorFunctions.logistic($0) }
    case .rootSoftplus: VectorMaps.map(&values) { Self.softplus($0).squareRoot() }
    case .tanh: VectorMaps.map(&values) { VectorFunctions.tanh($0) }
    }
  }

  @inline(__always)
  private static func clamp(_ x: Lanes, _ low: Float, _ high: Float) -> Lanes {
    let raised = x.replacing(with: low, where: x .< low)
    return raised.replacing(with: high, where: raised .> high)
  }

  /// ln(1 + eˣ): x above 20, where float32 has no more digits, and a series where eˣ is small.
  @inline(__always)
  private static func softplus(_ x: Lanes) -> Lanes {
    let e = VectorFunctions.exp(x)
    let series = e * (1 - e * (0.5 - e * (Float(1) / 3)))
    let middle = VectorFunctions.log(e + 1).replacing(with: series, where: x .< -5)
    return middle.replacing(with: x, where: x .> 20)
  }
}
