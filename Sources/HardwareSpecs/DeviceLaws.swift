/// How far a law of times is from measurements that its fit did not see.
public struct LawError: Sendable, Equatable, Alterable {
  /// Median of |law / measured − 1|.
  public var median = 0.0
  /// Mean of |law / measured − 1|.
  public var mean = 0.0
  /// Share of the rows whose |law / measured − 1| is below 0.25.
  public var withinQuarter = 1.0
  /// 5th percentile of measured / law.
  public var low = 1.0
  /// 95th percentile of measured / law.
  public var high = 1.0

  /// A law without error.
  public init() {}

  /// A time of the law with the band that the held-out rows have around it.
  public func band(_ time_s: Double) -> Band {
    Band(low: time_s * low, nominal: time_s, high: time_s * high)
  }
}

/// Constants of the time of a dense matrix product on one device at one precision; the formula is at
/// `ProductLaw.time_s` in EnergyBudgets. All but `units` are fitted to measured products.
public struct ProductLaw: Sendable, Equatable, Alterable {
  /// Units that take one tile of the result after another (streaming multiprocessors): structure.
  public var units = 0
  /// Time of the smallest product besides its tile, launch included, in seconds.
  public var ramp_s = 0.0
  /// Share of the matrix peak that full tiles reach.
  public var efficiency = 1.0
  /// Share of the memory's bandwidth that a product reaches.
  public var memoryShare = 1.0
  /// Rate at which a unit is fed with operands, in bytes per second; `nil` if that never limits.
  public var unitBandwidth_BPerSecond: Double?
  /// Least time of 64 terms of each sum of a tile, in seconds: latency.
  public var step_s = 0.0
  /// Beginning and end of a wave of tiles, in seconds.
  public var wave_s = 0.0
  /// Adding up sums that several units share, in seconds; `nil` if sums are never shared.
  public var split_s: Double?
  /// Exponent with which times that overlap are combined: 1 adds them, ∞ takes the largest.
  public var exponent = 1.0
  /// Time of bringing the left matrix to the precision by a kernel of its own, in seconds.
  public var quantisation_s = 0.0
  /// The same for each of its elements, in seconds.
  public var quantisationElement_s = 0.0
  /// Errors on weight shapes that the fit did not see.
  public var error = LawError()

  /// No law: no units.
  public init() {}
}

/// Constants of the time of fused attention; the formulas are at `AttentionLaw.time_s` and
/// `decodingTime_s` in EnergyBudgets. All are fitted to measured kernels.
public struct AttentionLaw: Sendable, Equatable, Alterable {
  /// Time of the smallest kernel, launch included, in seconds.
  public var ramp_s = 0.0
  /// Share of the matrix peak that the two products reach.
  public var efficiency = 1.0
  /// Time of one score besides its products in a unit, in seconds: the exponential and its kin.
  public var score_s = 0.0
  /// Beginning and end of a wave of tiles, in seconds.
  public var wave_s = 0.0
  /// Share of the memory's bandwidth.
  public var memoryShare = 1.0
  /// Writing new keys and values to a cache, in seconds besides their bytes.
  public var append_s = 0.0
  /// Time of the smallest kernel with one query a sequence, in seconds; 0 if the law has no such part.
  public var decodingRamp_s = 0.0
  /// Beginning and end of a wave of such tiles, in seconds.
  public var decodingWave_s = 0.0
  /// 128 keys of width 128 for the queries that share them, in seconds.
  public var decodingStep_s = 0.0
  /// Adding up the parts of keys that several units share, in seconds.
  public var decodingSplit_s = 0.0
  /// Share of the memory's bandwidth with one query a sequence.
  public var decodingMemoryShare = 1.0
  /// Errors on head shapes that the fit did not see.
  public var error = LawError()

  /// No law.
  public init() {}
}
