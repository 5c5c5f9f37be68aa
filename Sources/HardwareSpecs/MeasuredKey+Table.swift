/// A key of a description of a measured device.
package typealias MeasuredKey = SpecKey<MeasuredDevice>

/// The table of measured devices' keys, all of which a description has to state but `arithmetic`.
extension MeasuredKey {
  /// All keys besides names, in the order in which they are read.
  package static let all = [arithmetic] + model + measured

  static let arithmetic = MeasuredKey.choice(
    "arithmetic", \.arithmetic, unit: "int8, fp8 or fp16", "arithmetic of the measured run")

  private static let model: [MeasuredKey] = [
    .count(
      "model.layers", \.model.layers, unit: "number", 1...1_000_000, isRequired: true,
      "encoder layers of the model that was measured"),
    .count(
      "model.width", \.model.width, unit: "number", 1...1_000_000_000, isRequired: true,
      "width of its hidden state"),
    .count(
      "model.heads", \.model.heads, unit: "number", 1...1_000_000, isRequired: true,
      "attention heads of a layer"),
    .count(
      "model.feed_forward", \.model.feedForward, unit: "number", 1...1_000_000_000,
      isRequired: true, "width between the two products of a feed-forward block"),
  ]

  private static let measured: [MeasuredKey] = [
    .quantity(
      "measured.texts", \.measured.texts_perSecond, unit: "frequency", .frequency, .positive,
      isRequired: true, "texts a second of the whole system, where texts overlap"),
    .count(
      "measured.accelerators", \.measured.accelerators, unit: "number", 1...1_000_000,
      isRequired: true, "accelerators that did it together"),
    .count(
      "measured.longest_text", \.measured.longestText, unit: "tokens", 1...1_000_000_000,
      isRequired: true, "longest text; longer ones were split"),
    .price(
      "measured.power", \.measured.power_W, unit: "power", [.power], .positive,
      "of the whole system while it did so, host included"),
  ]
}
