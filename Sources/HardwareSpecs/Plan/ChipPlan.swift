public import ChipComponents
public import ExecutionRecords
import Foundation

/// What follows from a chip's structure, node, supply and clock: the price of each action, static powers,
/// areas. A figure that the description states takes the place of the derived one.
///
/// Every figure is a `Formula`, so that it can be printed with its inputs and evaluated under a `Draw`.
public struct ChipPlan: Sendable {
  /// Price of an action in joules, as drawn from the board: stated or derived.
  public private(set) var prices: [Action: Formula] = [:]
  /// Powers that flow whatever the chip does, in watts, by name: stated or derived.
  public private(set) var powers: [(name: String, power: Formula)] = []
  /// Derived figures in the order of listing.
  public private(set) var rows: [Formula] = []
  /// What the components themselves would cost: also where the description states another figure.
  private(set) var derivedPrices: [Action: Formula] = [:]
  /// Figures of the parts; `nil` without a technology.
  public private(set) var parts: ChipParts?

  /// Works out a chip.
  public init(_ chip: ChipSpec) {
    rows = chip.plainFigures
    parts = chip.technology.figures.map { ChipParts(chip, $0) }
    if let parts {
      derivedPrices = parts.prices
      rows += parts.rows
    }
    for action in Action.allCases {
      if let stated = chip.prices[action] {
        prices[action] = .stated("price_\(action.rawValue)", stated, "J")
      } else if let derived = derivedPrices[action] {
        prices[action] = derived
      }
    }
    rows.removeAll { row in
      chip.prices.keys.contains { row.figure?.name == "price_\($0.rawValue)" }
    }
    powers = chip.staticPower.map {
      ($0.name, .stated("power_\(Self.identifier($0.name))", $0.power_W, "W"))
    }
    if let parts {
      let stated = powers
      powers = parts.powers(besides: stated)
      rows += powers.map(\.power).filter { power in
        !rows.contains { $0.figure === power.figure } && power.figure?.formula != nil
      }
    }
    if !powers.isEmpty {
      rows.append(
        powers.dropFirst().reduce(powers[0].power) { $0 + $1.power }.named(
          "static_power", "W", "all powers that flow whatever the chip does"))
    }
  }

  /// A name of the user's own as a name in formulas.
  private static func identifier(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}

extension Formula {
  /// A stated figure with its band as a constant: the band holds nine tenths.
  static func stated(_ name: String, _ price: Price, _ unit: String) -> Formula {
    let (low, high) = (price.band.low, price.band.high)
    let evidence = price.confidence.evidence
    guard low > 0, high > low, price.nominal > 0 else {
      return .stated(name, price.nominal, unit, evidence: evidence, price.source)
    }
    let spread = pow(high / low, 1 / (2 * Draw.ninetyFivePercent))
    return .constant(name, price.nominal, unit, within: spread, evidence, price.source)
  }
}
