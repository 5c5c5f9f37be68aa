public import ExecutionRecords
public import HardwareSpecs

/// What a claimed power leaves for each action: (P·t − static) / count.
///
/// Every number here can be negative: then the claim is not even met if the actions cost nothing.
public struct CeilingPrices: Sendable {
  /// The ceiling of one action if every other action keeps its price.
  public struct Ceiling: Sendable, Equatable {
    /// The action.
    public var action: Action
    /// How often it happened.
    public var count: UInt64
    /// (P·t − static − the other actions' energy) / count in joules; `nil` if one of the others has
    /// no price.
    public var ceiling_J: Double?
    /// Its stated price in joules, if any.
    public var stated_J: Double?
  }

  /// The claimed power in watts.
  public var power_W: Band
  /// P·t − static energy in joules. Its low end pairs the lowest claim with the highest statics.
  public var allowance_J: Band
  /// Allowance / all actions in joules; `nil` if nothing happened.
  public var perAction_J: Band?
  /// Ceilings by action, at nominal figures, in declaration order.
  public var byAction: [Ceiling]
  /// Whether static power alone exceeds the claim at nominal figures.
  public var staticsExceedClaim: Bool { allowance_J.nominal < 0 }

  /// Computes the ceilings.
  ///
  /// - Returns: `nil` if the chip claims no power.
  public init?(record: ExecutionRecord, chip: ChipSpec) {
    self.init(record: record, prices: DrawnPrices(chip))
  }

  /// Computes the ceilings of a chip whose prices are drawn already.
  ///
  /// - Returns: `nil` if the chip claims no power.
  public init?(record: ExecutionRecord, prices: DrawnPrices) {
    guard let claimed = prices.chip.claimedPower_W else { return nil }
    let duration_s = record.timeline.duration_s
    let statics = prices.energy(of: ActionCounts(), seconds: duration_s)?.band ?? .zero
    power_W = claimed.band
    let allowance = power_W * duration_s - statics
    allowance_J = allowance
    let total = record.total
    let count = total.grandTotal
    perAction_J = count == 0 ? nil : allowance / Double(count)
    byAction = total.present.map { action in
      var others = total
      for actionClass in ActionClass.allCases { others[action, actionClass] = 0 }
      let ceiling = prices.energy(of: others).map {
        (allowance.nominal - $0.nominal) / Double(total[action])
      }
      return Ceiling(
        action: action, count: total[action], ceiling_J: ceiling,
        stated_J: prices.figures.prices[action]?.nominal)
    }
  }
}
