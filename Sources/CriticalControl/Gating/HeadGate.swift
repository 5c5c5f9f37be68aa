/// Freezes heads whose entropy stays low: no learning, no control, until they leave the band.
public struct HeadGate: Sendable, Equatable {
  /// H_freeze in nats.
  public var threshold: Double
  /// w: steps at or below it before a head is frozen.
  public var window: Int
  private(set) var low = 0
  /// Whether the head is frozen.
  public private(set) var isFrozen = false

  /// Creates a gate.
  public init(threshold: Double, window: Int) {
    self.threshold = threshold
    self.window = window
  }

  /// As printed, H_freeze = ln N_eff − 0.9 with a fixed N_eff: above the target ln N_eff − 1.1, so that a head that has
  /// reached its target is frozen after w steps.
  public static func printed(logReference: Double, window: Int) -> HeadGate {
    HeadGate(threshold: logReference - 0.9, window: window)
  }

  /// Corrected: below the target, ln N_eff − 2.0.
  public static func corrected(logReference: Double, window: Int) -> HeadGate {
    HeadGate(threshold: logReference - 2.0, window: window)
  }

  /// Takes the entropy of a step. A head that rises above the threshold is free at once.
  public mutating func update(entropy: Double) {
    low = entropy <= threshold ? low + 1 : 0
    isFrozen = low >= window
  }

  /// Which of the heads of a layer may be frozen, so that `floor` stay: those of the lowest entropy go first.
  public static func frozen(_ gates: [HeadGate], entropies: [Double], floor: Int) -> [Bool] {
    let most = max(0, gates.count - floor)
    let wanted = gates.indices.filter { gates[$0].isFrozen }
      .sorted { entropies[$0] < entropies[$1] }.prefix(most)
    return gates.indices.map(wanted.contains)
  }
}
