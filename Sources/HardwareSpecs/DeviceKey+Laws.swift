/// Keys of the laws of times, which a description may leave out as a whole.
extension DeviceKey {
  static let products: [DeviceKey] =
    [
      .count(
        "products.units", \.products.units, unit: "number", 1...100_000, isRequired: true,
        "units that take one tile of a result after another"),
      time(
        "products.ramp", \.products.ramp_s, isRequired: true,
        "smallest product besides its tile, launch included"),
      share("products.efficiency", \.products.efficiency, "of the matrix peak, in full tiles"),
      share("products.memory_share", \.products.memoryShare, "of the memory's bandwidth"),
      .optional(
        "products.unit_bandwidth", \.products.unitBandwidth_BPerSecond, unit: "data rate",
        .informationRate, .positive, perUnit: bitsOfAByte, absent: nil,
        example: "value: 40, unit: GB/s", "operands into one unit; left out if it never limits"),
      time("products.step", \.products.step_s, "64 terms of each sum of a tile take at least this"),
      time("products.wave", \.products.wave_s, "beginning and end of a wave of tiles"),
      .optional(
        "products.split", \.products.split_s, unit: "time", .time, .nonNegative, absent: nil,
        example: "value: 2, unit: \u{b5}s",
        "adding up sums that units share; left out if they never do"),
      .quantity(
        "products.exponent", \.products.exponent, unit: "1 to 100", .none, .within(1...100),
        isRequired: true, "how times overlap: (a^p + b^p)^(1/p)"),
      time(
        "products.quantisation", \.products.quantisation_s,
        "kernel that brings the left matrix to the precision, where nothing else does"),
      time(
        "products.quantisation_element", \.products.quantisationElement_s,
        "the same for each of its elements"),
    ]
    + errors(
      "products",
      [
        \.products.error.median, \.products.error.mean, \.products.error.withinQuarter,
        \.products.error.low, \.products.error.high,
      ])

  static let attention: [DeviceKey] =
    [
      time(
        "attention.ramp", \.attention.ramp_s, isRequired: true,
        "smallest fused attention, launch included"),
      share("attention.efficiency", \.attention.efficiency, "of the matrix peak"),
      time(
        "attention.score", \.attention.score_s, "one score besides its products, in one unit"),
      time("attention.wave", \.attention.wave_s, "beginning and end of a wave of tiles"),
      share("attention.memory_share", \.attention.memoryShare, "of the memory's bandwidth"),
      time(
        "attention.append", \.attention.append_s,
        "new keys and values to a cache, besides their bytes"
      ),
      time(
        "attention.decoding_ramp", \.attention.decodingRamp_s,
        "smallest kernel with one query a sequence"),
      time(
        "attention.decoding_wave", \.attention.decodingWave_s,
        "beginning and end of a wave of its tiles"),
      time(
        "attention.decoding_step", \.attention.decodingStep_s, "128 keys of width 128 in a tile"),
      time(
        "attention.decoding_split", \.attention.decodingSplit_s,
        "adding up parts of keys that units share"),
      .quantity(
        "attention.decoding_memory_share", \.attention.decodingMemoryShare, unit: "above 0 to 1",
        .none, .fraction, "of the memory's bandwidth, with one query a sequence"),
    ]
    + errors(
      "attention",
      [
        \.attention.error.median, \.attention.error.mean, \.attention.error.withinQuarter,
        \.attention.error.low, \.attention.error.high,
      ])

  /// What the law's held-out rows say of it.
  private static func errors(
    _ section: String, _ places: [any WritableKeyPath<DeviceSpec, Double> & Sendable]
  ) -> [DeviceKey] {
    let meanings = [
      ("error_median", "median distance of law / measured from 1"),
      ("error_mean", "mean distance of law / measured from 1"),
      ("error_within_quarter", "share of rows with distance of law / measured from 1 below 0.25"),
      ("error_low", "5th percentile of measured / law, the lower end of times"),
      ("error_high", "95th percentile of measured / law, the upper end of times"),
    ]
    return zip(meanings, places).map { text, place in
      .quantity(
        "\(section).\(text.0)", place, unit: "0 to 100", .none, .within(0...100),
        isRequired: true, "\(text.1), on rows held back")
    }
  }

  private static func time(
    _ path: String, _ place: any WritableKeyPath<DeviceSpec, Double> & Sendable,
    isRequired: Bool = false, _ meaning: String
  ) -> DeviceKey {
    .quantity(
      path, place, unit: "time", .time, isRequired ? .positive : .nonNegative,
      isRequired: isRequired, meaning)
  }

  private static func share(
    _ path: String, _ place: any WritableKeyPath<DeviceSpec, Double> & Sendable, _ meaning: String
  ) -> DeviceKey {
    .quantity(
      path, place, unit: "above 0 to 1", .none, .fraction, isRequired: true, "share \(meaning)")
  }
}
