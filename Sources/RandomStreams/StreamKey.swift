/// What a stream of random numbers is for. Streams of different purposes are independent although the
/// seed, replica and site are the same. Numbers are fixed for ever: they enter the results.
public enum StreamPurpose: UInt16, CaseIterable, Sendable {
  /// Draws of race tiles (attention rows, next token).
  case race = 1
  /// Firings of gate tiles (activation functions).
  case gate = 2
  /// Durations of firings and waits.
  case duration = 3
  /// Input planes drawn by agents.
  case plane = 4
  /// Collisions of firings within the arbiter's time.
  case collision = 5
  /// Random phases of integrate-and-fire counters.
  case phase = 6
  /// Errors of analog devices: noise of read-out, variation of couplings.
  case deviceVariation = 7
  /// Initial states of spins.
  case initialState = 8
  /// Updates of spins.
  case spinUpdate = 9
  /// Resampling of statistics.
  case resampling = 10
  /// Generated test inputs.
  case testInput = 11
  /// Random couplings and fields of a model.
  case coupling = 12
  /// Links of random graphs.
  case graph = 13
  /// Errors of the constants behind prices.
  case constant = 14
}

/// The name of a family of random streams: one stream for each site.
///
/// The numbers of a stream are a function of (seed, purpose, stage, replica, site) alone: they depend
/// on no other draw, on no thread, and on no batch.
public struct StreamKey: Hashable, Sendable {
  /// The user's seed.
  public var seed: UInt64
  /// What the numbers are for.
  public var purpose: StreamPurpose
  /// The instruction or layer that draws.
  public var stage: UInt16
  /// The input text, repetition or copy of the system.
  public var replica: UInt32

  /// Names a family.
  public init(seed: UInt64, purpose: StreamPurpose, stage: UInt16 = 0, replica: UInt32 = 0) {
    self.seed = seed
    self.purpose = purpose
    self.stage = stage
    self.replica = replica
  }

  /// The same family of another replica.
  public func replica(_ replica: UInt32) -> StreamKey {
    var key = self
    key.replica = replica
    return key
  }

  /// Key words of Philox: the seed.
  @inlinable @inline(__always)
  var keyWords: (UInt32, UInt32) {
    (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The last counter word: purpose and stage.
  @inlinable @inline(__always)
  var purposeWord: UInt32 { UInt32(purpose.rawValue) << 16 | UInt32(stage) }
}
