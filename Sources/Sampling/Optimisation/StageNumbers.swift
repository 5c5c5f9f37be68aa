internal import RandomStreams

/// Stages of the keys of random numbers that one batch draws from, beside the first engine's.
enum StageNumbers {
  /// Exchanges and resampling.
  static let exchange: UInt16 = 0xffff
  /// Walks of a local search.
  static let walk: UInt16 = 0xfffe
  /// Choices of a strategy.
  static let choice: UInt16 = 0xfffd
}

extension StreamKey {
  /// The same family of another stage.
  func stage(_ stage: UInt16) -> StreamKey {
    var key = self
    key.stage = stage
    return key
  }
}
