import ChipComponents
public import ExecutionRecords

/// Prices and static powers of a chip with their bands: what the description states, and what follows from
/// its components where it states nothing.
public struct ChipPrices: Sendable {
  /// Energy of an action in joules; absent where it is neither stated nor derived.
  public let prices: [Action: Price]
  /// Powers that flow whatever the chip does.
  public let staticPower: [StaticPower]

  /// The sum of all static powers; the band adds the ends.
  public var totalStaticPower_W: Band { staticPower.reduce(.zero) { $0 + $1.power_W.band } }

  /// Works out a chip's prices.
  public init(_ chip: ChipSpec) {
    let plan = ChipPlan(chip)
    let actions = Action.allCases.filter { plan.prices[$0] != nil }
    let powers = plan.powers
    let formulas = actions.compactMap { plan.prices[$0] } + powers.map(\.power)
    let bands = Formula.bands(of: formulas)
    func price(_ index: Int) -> Price {
      Price(
        Band(low: bands[index].low, nominal: formulas[index].value, high: bands[index].high),
        source: formulas[index].figure?.formulaText ?? "as stated", confidence: .derived)
    }
    var prices = chip.prices
    for (index, action) in actions.enumerated() where prices[action] == nil {
      prices[action] = price(index)
    }
    self.prices = prices
    staticPower = powers.indices.map { index in
      chip.staticPower.first { $0.name == powers[index].name }
        ?? StaticPower(name: powers[index].name, power_W: price(actions.count + index))
    }
  }
}
