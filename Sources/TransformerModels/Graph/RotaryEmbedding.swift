internal import Foundation

/// Places of tokens by rotation (Su et al. 2021, arXiv:2104.09864), as transformers computes it: channels
/// k and k + n/2 of the first n of each head turn by place · ω_k, with ω_k = θ^(−2k/n), scaled or not.
///
/// Everything is rounded to float32 where transformers rounds it: at place 1000 a last bit of ω is an angle
/// of 10⁻⁴ · ω.
public struct RotaryEmbedding: Sendable, Equatable {
  /// Width of a head.
  public var headSize: Int
  /// Channels of each head that turn, n ≥ 2; an even number.
  public var width: Int
  /// The base θ of the frequencies.
  public var base: Double
  /// How frequencies differ from θ^(−2k/n).
  public var scaling: RotaryScaling

  /// Creates an embedding.
  public init(headSize: Int, width: Int, base: Double, scaling: RotaryScaling = .none) {
    self.headSize = headSize
    self.width = width
    self.base = base
    self.scaling = scaling
  }

  /// ω_k for k = 0…n/2 − 1, in radians a token.
  ///
  /// - Parameter length: tokens up to and with the newest one: some scalings depend on it.
  public func frequencies(length: Int) -> [Float] {
    scaling.frequencies(plain: powers(base: Float(base)), length: length, of: self)
  }

  /// What cosines and sines are multiplied with.
  public var amplitude: Float { scaling.amplitude }

  /// Whether a longer text changes the frequencies of its first tokens.
  public var dependsOnLength: Bool {
    switch scaling {
    case .dynamic, .longRope: true
    case .none, .linear, .yarn, .llama3: false
    }
  }

  /// θ^(2k/n), each step rounded to float32.
  func powers(base: Float) -> [Float] {
    (0..<(width / 2)).map { index in
      let exponent = Float(2 * index) / Float(width)
      return Float(pow(Double(base), Double(exponent)))
    }
  }

  /// Cosine and sine of the rotations of tokens, [tokens × n/2] each, times the amplitude.
  ///
  /// - Parameters:
  ///   - places: the places of the tokens in their text.
  ///   - length: as for `frequencies`.
  public func turns(places: Range<Int>, length: Int) -> (cosines: [Float], sines: [Float]) {
    let frequencies = frequencies(length: length)
    var (cosines, sines): ([Float], [Float]) = ([], [])
    cosines.reserveCapacity(places.count * frequencies.count)
    sines.reserveCapacity(places.count * frequencies.count)
    for place in places {
      for frequency in frequencies {
        let angle = Double(Float(place) * frequency)
        cosines.append(Float(cos(angle)) * amplitude)
        sines.append(Float(sin(angle)) * amplitude)
      }
    }
    return (cosines, sines)
  }
}
