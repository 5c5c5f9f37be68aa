internal import Foundation
public import MoebiusGeometry

/// Number and width of attention heads.
public struct AttentionShape: Sendable, Equatable {
  /// Query heads.
  public var heads: Int
  /// Key and value heads; equals `heads` without grouping.
  public var keyValueHeads: Int
  /// Width of one head.
  public var headSize: Int
  /// Factor on q·k, usually 1/√headSize.
  public var scale: Float
  /// Whether a token sees only itself and earlier tokens.
  public var causal: Bool
  /// How many tokens a token sees, itself and the last ones before it; `nil` for all. Only where causal.
  public var window: Int?
  /// What is added to scores by the distance of two tokens; `nil` for nothing.
  public var distanceBias: DistanceBias?
  /// What scores know of the places of tokens; `nil` if only the embedding does.
  public var position: PositionFlow?

  /// Creates a shape.
  public init(
    heads: Int, keyValueHeads: Int, headSize: Int, scale: Float, causal: Bool,
    window: Int? = nil, distanceBias: DistanceBias? = nil, position: PositionFlow? = nil
  ) {
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
    self.scale = scale
    self.causal = causal
    self.window = window
    self.distanceBias = distanceBias
    self.position = position
  }
}

/// A trained bias of attention scores for each head and each bucket of distances (Raffel et al. 2020,
/// arXiv:1910.10683), as MPNet has it: half of the buckets for later tokens, half for earlier ones; the
/// first half of those hold one distance each, the others grow by a constant factor up to 128 tokens.
public struct DistanceBias: Sendable, Equatable {
  /// [buckets × heads], at least `buckets` rows.
  public var values: Tensor

  /// Buckets of both directions.
  static let buckets = 32
  /// The distance from which on all are in the last bucket.
  static let largestDistance = 128

  /// Creates a bias.
  public init(values: Tensor) { self.values = values }

  /// Whether both are of one tensor: weights are not compared.
  public static func == (left: DistanceBias, right: DistanceBias) -> Bool {
    left.values.name == right.values.name && left.values.shape == right.values.shape
  }

  /// The bucket of a key `distance` tokens behind its query; negative distances lie before it.
  public func bucket(distance: Int) -> Int {
    let half = Self.buckets / 2
    let exact = half / 2
    let size = abs(distance)
    let base = distance > 0 ? half : 0
    guard size >= exact else { return base + size }
    // In float32, as the model was trained with.
    let growth =
      Float(log(Double(Float(size) / Float(exact))))
      / Float(log(Double(Self.largestDistance) / Double(exact))) * Float(half - exact)
    return base + min(half - 1, exact + (Int(exactly: growth.rounded(.down)) ?? half))
  }
}
