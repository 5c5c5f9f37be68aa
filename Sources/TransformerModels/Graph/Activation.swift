/// Element-wise activation functions: those of transformers' `ACT2FN` that have no weights of their own.
public enum Activation: String, Codable, Sendable, CaseIterable {
  /// x Φ(x), with the error function.
  case gelu
  /// x σ(x).
  case silu
  /// max(x, 0).
  case relu
  /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).
  case geluTanh = "gelu-tanh"
  /// x σ(1.702 x).
  case quickGELU = "quick-gelu"
  /// x Φ(x), held between −10 and 10.
  case clippedGELU = "clipped-gelu"
  /// max(x, 0)².
  case squaredReLU = "squared-relu"
  /// min(max(x, 0), 6).
  case relu6
  /// max(x, x/100).
  case leakyReLU = "leaky-relu"
  /// x min(max(x + 3, 0), 6)/6.
  case hardSwish = "hard-swish"
  /// ½ (1 + erf((x − 0.707107)/(0.282095 √2))).
  case laplace
  /// x.
  case identity
  /// x tanh(ln(1 + eˣ)).
  case mish
  /// σ(x) = 1/(1 + e⁻ˣ).
  case logistic
  /// √(ln(1 + eˣ)).
  case rootSoftplus = "root-softplus"
  /// tanh(x).
  case tanh

  /// Names of configuration files, e.g. of `hidden_act`, and what they mean. `prelu` and `xielu` are not
  /// here: they have weights of their own.
  static let named: [(name: String, activation: Activation)] = [
    ("gelu", .gelu), ("gelu_python", .gelu), ("gelu_10", .clippedGELU),
    ("gelu_new", .geluTanh), ("gelu_fast", .geluTanh), ("gelu_accurate", .geluTanh),
    ("gelu_pytorch_tanh", .geluTanh), ("gelu_python_tanh", .geluTanh),
    ("quick_gelu", .quickGELU), ("relu", .relu), ("relu2", .squaredReLU), ("relu6", .relu6),
    ("leaky_relu", .leakyReLU), ("hardswish", .hardSwish), ("silu", .silu), ("swish", .silu),
    ("laplace", .laplace), ("linear", .identity), ("mish", .mish), ("sigmoid", .logistic),
    ("sqrtsoftplus", .rootSoftplus), ("tanh", .tanh),
  ]
}

extension JSONFile {
  /// The activation that a key names.
  ///
  /// - Parameter fallback: what a missing key means.
  /// - Throws: `unsupported` for a name that is none of `Activation.named`.
  func activation(
    _ key: String, default fallback: Activation
  ) throws(ModelFileError) -> Activation {
    guard value(key) != nil else { return fallback }
    let name = try oneOf(key, Activation.named.map(\.name))
    return Activation.named.first { $0.name == name }?.activation ?? fallback
  }
}
