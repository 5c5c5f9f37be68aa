/// What a digital twin does in place of the sampled and bit-serial part of one instruction: the same
/// result by integer arithmetic and tables on the same arrays.
///
/// `EnergyBudgets.DigitalTwin` says which actions it replaces, and `AnalogTwin` what else may.
public struct TwinWork: Sendable, Equatable, Codable {
  /// The component that does the work.
  public var component: ChipComponent
  /// Partial-product bits of integer multiply-accumulates: b_w·b_x for each.
  public var multiplierBits: UInt64
  /// Look-ups in a function table.
  public var tableLookups: UInt64
  /// Divisions.
  public var divisions: UInt64
  /// Further digital operations of the periphery.
  public var digitalOperations: UInt64
  /// What an analog twin does in place of the multiplier bits; `nil` where it was not counted, as in
  /// records of earlier versions.
  public var analog: AnalogWork?

  /// Creates the work of a twin.
  public init(
    component: ChipComponent, multiplierBits: UInt64 = 0, tableLookups: UInt64 = 0,
    divisions: UInt64 = 0, digitalOperations: UInt64 = 0, analog: AnalogWork? = nil
  ) {
    self.component = component
    self.multiplierBits = multiplierBits
    self.tableLookups = tableLookups
    self.divisions = divisions
    self.digitalOperations = digitalOperations
    self.analog = analog
  }

  /// Does everything so many times.
  mutating func multiply(by times: UInt64) {
    multiplierBits *= times
    tableLookups *= times
    divisions *= times
    digitalOperations *= times
    analog?.multiply(by: times)
  }

  /// Adds the work of the same instruction on another input.
  public static func += (left: inout TwinWork, right: TwinWork) {
    left.multiplierBits += right.multiplierBits
    left.tableLookups += right.tableLookups
    left.divisions += right.divisions
    left.digitalOperations += right.digitalOperations
    if let work = right.analog { left.analog? += work } else { left.analog = nil }
  }

  /// What was done since an earlier time of the same execution.
  static func - (now: TwinWork, earlier: TwinWork) -> TwinWork {
    var rest = now
    rest.multiplierBits -= earlier.multiplierBits
    rest.tableLookups -= earlier.tableLookups
    rest.divisions -= earlier.divisions
    rest.digitalOperations -= earlier.digitalOperations
    if let before = earlier.analog { rest.analog? -= before }
    return rest
  }
}
