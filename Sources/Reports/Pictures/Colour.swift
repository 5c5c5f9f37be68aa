/// An opaque colour, 8 bits a channel.
public struct Colour: Sendable, Equatable, Hashable {
  /// Red.
  public let red: UInt8
  /// Green.
  public let green: UInt8
  /// Blue.
  public let blue: UInt8

  /// The colour 0xRRGGBB.
  public init(_ hex: UInt32) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
  }

  /// `#rrggbb`.
  var hex: String {
    "#"
      + [red, green, blue].map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }

  /// Spins up.
  static let up = Colour(0x1f4e79)
  /// Spins down.
  static let down = Colour(0xf3e9d2)
  /// Paper.
  static let paper = Colour(0xffffff)
  /// Text and axes.
  static let ink = Colour(0x22282f)
  /// Grid lines and links.
  static let faint = Colour(0xd5d9de)

  /// Colours of series that colour-blind readers can tell apart (Okabe and Ito, 2008).
  static let series = [
    Colour(0x0072b2), Colour(0xd55e00), Colour(0x009e73), Colour(0xcc79a7), Colour(0xe69f00),
    Colour(0x56b4e9), Colour(0x6f6f6f),
  ]

  /// The colour of Potts state k, or of the k-th series.
  static func series(_ k: Int) -> Colour { series[k % series.count] }
}
