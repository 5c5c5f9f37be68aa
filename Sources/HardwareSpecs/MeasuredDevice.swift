/// An accelerator of which nothing is known but what it measured on one model: no times of kernels follow, so it
/// stands in a report of that model and in no other.
public struct MeasuredDevice: Sendable, Equatable, Alterable, SpecRoot {
  /// Arithmetic of the measured run.
  public enum Arithmetic: String, Sendable, CaseIterable {
    /// 8-bit integers, with 16-bit floating point where accuracy asks for it.
    case int8
    /// 8-bit floating point.
    case fp8
    /// 16-bit floating point.
    case fp16
  }

  /// Name by which a command selects the device.
  public var name = ""
  /// One line for reports.
  public var summary = ""
  /// Arithmetic of the measured run.
  public var arithmetic = Arithmetic.int8
  /// The model that was measured.
  public var model = ModelShape()
  /// What the whole system did where texts overlap.
  public var measured = MeasuredThroughput()
  /// SHA-256 of the file's bytes, in hexadecimal.
  public var hash = ""

  /// A device that measured nothing.
  public init() {}

  /// Energy of a text in joules: power of the whole system over its texts a second.
  public var energyPerText_J: Band {
    measured.texts_perSecond > 0 ? measured.power_W.band / measured.texts_perSecond : .zero
  }
}

/// The figures by which two encoders are told apart.
public struct ModelShape: Sendable, Equatable, Alterable {
  /// Encoder layers.
  public var layers = 0
  /// Width of the hidden state.
  public var width = 0
  /// Attention heads of a layer.
  public var heads = 0
  /// Width between the two products of a feed-forward block.
  public var feedForward = 0

  /// A model of no layers.
  public init() {}

  /// Creates a shape.
  public init(layers: Int, width: Int, heads: Int, feedForward: Int) {
    (self.layers, self.width, self.heads, self.feedForward) = (layers, width, heads, feedForward)
  }

  /// `24 layers of width 1024, 16 heads, feed-forward width 4096`.
  public var words: String {
    "\(layers) layers of width \(width), \(heads) heads, feed-forward width \(feedForward)"
  }
}

/// What a system did where texts overlap.
public struct MeasuredThroughput: Sendable, Equatable, Alterable {
  /// Texts a second.
  public var texts_perSecond = 0.0
  /// Accelerators that did it together.
  public var accelerators = 1
  /// Longest text in tokens; longer ones were split.
  public var longestText = 1
  /// Power of the whole system in watts.
  public var power_W = Price.none

  /// Nothing done.
  public init() {}
}
