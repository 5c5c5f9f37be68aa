/// What charge-domain crossbars do in place of the bit-serial part of one instruction: each product of one
/// bit of a coupling and one bit of a code has a capacitor, the capacitors of a column share their charge,
/// and a converter reads the sum.
///
/// `EnergyBudgets.AnalogTwin` says which actions it replaces.
public struct AnalogWork: Sendable, Equatable, Codable {
  /// Products of one bit of a coupling and one bit of a code.
  public var products: UInt64
  /// Those of two bits that are 1: what their energy depends on in the data.
  public var activeProducts: UInt64
  /// Sums of a column in one tile, for one plane of the codes and one of the couplings.
  public var conversions: UInt64
  /// Digital operations of the chip whose products are among these.
  public var sparedOperations: UInt64

  /// Creates the work.
  public init(
    products: UInt64 = 0, activeProducts: UInt64 = 0, conversions: UInt64 = 0,
    sparedOperations: UInt64 = 0
  ) {
    self.products = products
    self.activeProducts = activeProducts
    self.conversions = conversions
    self.sparedOperations = sparedOperations
  }

  /// Does everything so many times.
  mutating func multiply(by times: UInt64) {
    products *= times
    activeProducts *= times
    conversions *= times
    sparedOperations *= times
  }

  /// Adds the work of the same instruction on another input.
  public static func += (left: inout AnalogWork, right: AnalogWork) {
    left.products += right.products
    left.activeProducts += right.activeProducts
    left.conversions += right.conversions
    left.sparedOperations += right.sparedOperations
  }

  /// Takes away the work of an earlier time.
  static func -= (left: inout AnalogWork, right: AnalogWork) {
    left.products -= right.products
    left.activeProducts -= right.activeProducts
    left.conversions -= right.conversions
    left.sparedOperations -= right.sparedOperations
  }
}
