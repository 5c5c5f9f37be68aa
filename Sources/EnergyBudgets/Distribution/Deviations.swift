import RandomStreams

/// Standard normal numbers of a constant: the same for every figure, chip and thread that uses its name, so
/// that what rests on one technology errs together.
enum Deviations {
  /// Draws of every constant. With 2001 of them the 5th, 50th and 95th percentile are the draws of rank 100,
  /// 1000 and 1900.
  static let draws = 2001

  /// The numbers of a constant, one a draw.
  static func column(_ name: String) -> [Double] {
    var stream = RandomStream(StreamKey(seed: 0, purpose: .constant), site: site(of: name))
    return (0..<draws).map { _ in stream.normal() }
  }

  /// The name as a number (FNV-1a of its bytes).
  private static func site(of name: String) -> UInt32 {
    name.utf8.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}
