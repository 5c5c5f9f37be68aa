internal import Foundation

/// How the frequencies of a rotary embedding are changed for texts longer than those of the training;
/// each step is rounded to float32 as in transformers' `modeling_rope_utils`.
public enum RotaryScaling: Sendable, Equatable {
  /// Not at all.
  case none
  /// All frequencies divided by a factor (Chen et al. 2023, arXiv:2306.15595).
  case linear(factor: Double)
  /// Beyond `context` tokens the base grows with the length n: θ · (f n/c − (f − 1))^(w/(w − 2)).
  case dynamic(factor: Double, context: Int)
  /// Fast channels stay, slow ones are divided by the factor, with a ramp between (Peng et al. 2023,
  /// arXiv:2309.00071).
  case yarn(Yarn)
  /// As yarn with a ramp in the wavelength (Llama 3.1).
  case llama3(Llama3)
  /// A factor of its own for each channel, one set up to `context` tokens and one beyond (Ding et al. 2024,
  /// arXiv:2402.13753).
  case longRope(LongRope)

  /// Constants of yarn.
  public struct Yarn: Sendable, Equatable {
    /// Factor on wavelengths of slow channels.
    public var factor: Double
    /// Tokens of the training.
    public var context: Int
    /// Rotations within the context above which a channel stays.
    public var fast: Double
    /// Rotations below which it is divided by the whole factor.
    public var slow: Double
    /// Whether the ends of the ramp are whole channels.
    public var truncates: Bool
    /// Factor on cosines and sines.
    public var amplitude: Float
  }

  /// Constants of Llama 3.1.
  public struct Llama3: Sendable, Equatable {
    /// Factor on wavelengths of slow channels.
    public var factor: Double
    /// Tokens of the training.
    public var context: Int
    /// context/wavelength below which a channel is divided by the whole factor.
    public var slow: Double
    /// context/wavelength above which it stays.
    public var fast: Double
  }

  /// Constants of longrope.
  public struct LongRope: Sendable, Equatable {
    /// Factors on wavelengths, up to `context` tokens.
    public var short: [Float]
    /// Factors beyond.
    public var long: [Float]
    /// Tokens of the training.
    public var context: Int
    /// Factor on cosines and sines.
    public var amplitude: Float
  }

  /// Factor on cosines and sines.
  var amplitude: Float {
    switch self {
    case .yarn(let yarn): yarn.amplitude
    case .longRope(let long): long.amplitude
    case .none, .linear, .dynamic, .llama3: 1
    }
  }

  /// The most tokens that a model of so many positions takes. Linear and dynamic scaling count from the
  /// positions of the training, yarn from those that it names, the others state all of them.
  func context(positions: Int) -> Int {
    func scaled(_ tokens: Int, _ factor: Double) -> Int {
      Int(exactly: (Double(tokens) * max(1, factor)).rounded(.down)) ?? tokens
    }
    switch self {
    case .linear(let factor): return scaled(positions, factor)
    case .dynamic(let factor, let context): return scaled(context, factor)
    case .yarn(let yarn): return max(positions, scaled(yarn.context, yarn.factor))
    case .none, .llama3, .longRope: return positions
    }
  }

  /// Frequencies from θ^(2k/n).
  func frequencies(plain: [Float], length: Int, of rotary: RotaryEmbedding) -> [Float] {
    switch self {
    case .none: return plain.map { 1 / $0 }
    case .linear(let factor): return plain.map { 1 / $0 / Float(factor) }
    case .dynamic(let factor, let context):
      guard length > context else { return plain.map { 1 / $0 } }
      let growth = Float(factor) * Float(length) / Float(context) - Float(factor - 1)
      let exponent = Double(rotary.width) / Double(max(1, rotary.width - 2))
      let base = Float(rotary.base) * Float(pow(Double(growth), Double(Float(exponent))))
      return rotary.powers(base: base).map { 1 / $0 }
    case .yarn(let yarn): return yarn.frequencies(plain: plain, of: rotary)
    case .llama3(let llama): return plain.map { llama.frequency(1 / $0) }
    case .longRope(let long):
      let factors = length > long.context ? long.long : long.short
      return zip(factors, plain).map { 1 / ($0 * $1) }
    }
  }
}

extension RotaryScaling.Yarn {
  /// ln(factor)/10 + 1, the amplitude where none is stated.
  static func amplitude(factor: Double, scale: Double = 1) -> Double {
    factor <= 1 ? 1 : 0.1 * scale * log(factor) + 1
  }

  fileprivate func frequencies(plain: [Float], of rotary: RotaryEmbedding) -> [Float] {
    /// The channel that turns so often within the context.
    func channel(rotations: Double) -> Double {
      Double(rotary.width) * log(Double(context) / (rotations * 2 * Double.pi))
        / (2 * log(rotary.base))
    }
    var (low, high) = (channel(rotations: fast), channel(rotations: slow))
    if truncates { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    low = max(low, 0)
    high = min(high, Double(rotary.width - 1))
    if low == high { high += 0.001 }
    return plain.enumerated().map { index, power in
      let ramp = min(max((Float(index) - Float(low)) / Float(high - low), 0), 1)
      let kept = 1 - ramp
      return 1 / (Float(factor) * power) * (1 - kept) + 1 / power * kept
    }
  }
}

extension RotaryScaling.Llama3 {
  fileprivate func frequency(_ plain: Float) -> Float {
    let wavelength = Float(2 * Double.pi) / plain
    if wavelength > Float(Double(context) / slow) { return plain / Float(factor) }
    if wavelength < Float(Double(context) / fast) { return plain }
    let smooth = (Float(context) / wavelength - Float(slow)) / Float(fast - slow)
    return (1 - smooth) * plain / Float(factor) + smooth * plain
  }
}

extension RotaryScaling.LongRope {
  /// √(1 + ln(factor)/ln(context)), the amplitude where none is stated.
  static func amplitude(factor: Double, context: Int) -> Double {
    factor <= 1 ? 1 : (1 + log(factor) / log(Double(context))).squareRoot()
  }
}
