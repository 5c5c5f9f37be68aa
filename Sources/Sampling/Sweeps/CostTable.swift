package import RandomStreams

/// Decides whether a spin flips at a real cost βΔE, mostly without an exponential function.
///
/// Bounds of the flip probability on cells of the cost decide all but about 2 % of the cases; the rest
/// are decided by the exact probability, so that the outcome is a function of cost and random
/// bits alone: the spin flips if 64 random bits are below p · 2⁶⁴, as with ``Threshold``.
package struct CostTable: Sendable {
  /// Cells are centred at multiples of 1/16, from −32 to 32.
  private static let cellsPerUnit = 16.0
  private static let range = 32.0
  private static let cells = 1024

  private let rule: UpdateRule
  /// Upper 32 bits: words below flip. Lower 32 bits: words above do not.
  private let bounds: [UInt64]

  init(_ rule: UpdateRule) {
    self.rule = rule
    bounds = (0..<Self.cells).map { cell in
      let centre = Double(cell) / Self.cellsPerUnit - Self.range
      let half = 0.5001 / Self.cellsPerUnit
      let least = cell == Self.cells - 1 ? 0 : rule.flipProbability(cost: centre + half)
      let most = cell == 0 ? 1 : rule.flipProbability(cost: centre - half)
      let below = max(0, (least * 0x1p32).rounded(.down) - 1)
      let above = min(0x1p32 - 1, (most * 0x1p32).rounded(.up) + 1)
      return UInt64(below) << 32 | UInt64(above)
    }
  }

  /// The tables of both rules.
  private static let heatBath = CostTable(.heatBath)
  private static let metropolis = CostTable(.metropolis)

  /// The table of a rule.
  package static func of(_ rule: UpdateRule) -> CostTable {
    rule == .heatBath ? heatBath : metropolis
  }

  /// Whether a flip of cost βΔE happens.
  @inline(__always)
  package func flips(cost: Double, _ words: inout WordSequence) -> Bool {
    let word = words.next()
    let clamped = cost < -Self.range ? -Self.range : cost > 31.9375 ? 31.9375 : cost
    // An integer added to 1.5·2⁵² stands in the lowest bits, rounded.
    let shifted = (clamped + Self.range) * Self.cellsPerUnit + 0x1.8p52
    let bound = bounds[Int(truncatingIfNeeded: shifted.bitPattern) & (Self.cells - 1)]
    if word < UInt32(truncatingIfNeeded: bound &>> 32) { return true }
    if word > UInt32(truncatingIfNeeded: bound) { return false }
    return decide(cost, word, &words)
  }

  @inline(never)
  private func decide(_ cost: Double, _ word: UInt32, _ words: inout WordSequence) -> Bool {
    let bits = UInt64(word) << 32 | UInt64(words.next())
    return bits < Threshold.bits(rule.flipProbability(cost: cost))
  }
}
