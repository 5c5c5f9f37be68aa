public import ExecutionRecords
public import HardwareSpecs

/// The energy of one execution on a chip: Σ counts × prices, and static powers × time. Nothing else.
///
/// Counts are summed exactly over each axis before they are priced, so the axes agree to rounding.
/// An action that happened but has no price makes every energy that contains it unknown (`nil`).
public struct ChipBudget: Sendable {
  /// One entry of an axis: what was counted there, and what it costs.
  public struct Share<Key: Sendable>: Sendable {
    /// The component, layer, instruction, action or class.
    public var key: Key
    /// Actions counted.
    public var counts: ActionCounts
    /// Their energy in joules; `nil` if a price is missing.
    public var energy_J: Band?
  }

  /// Identifies an instruction in the budget.
  public struct InstructionKey: Sendable, Equatable {
    /// Index in the program.
    public var instruction: Int
    /// Name in the listing.
    public var name: String
    /// Encoder layer, if any.
    public var layer: Int?
  }

  /// A static power over the time of the execution.
  public struct StaticEnergy: Sendable, Equatable {
    /// Name in the description, e.g. `leakage`.
    public var name: String
    /// Energy in joules.
    public var energy_J: Band
  }

  /// Name of the chip.
  public var chip: String
  /// Time of the execution in seconds.
  public var duration_s: Double
  /// By component, in declaration order; components without actions are left out.
  public var byComponent: [Share<ChipComponent>]
  /// By layer; `nil` first, for what belongs to no layer.
  public var byLayer: [Share<Int?>]
  /// By instruction, in program order.
  public var byInstruction: [Share<InstructionKey>]
  /// By action, in declaration order; actions that did not happen are left out.
  public var byAction: [Share<Action>]
  /// By class: D, S, R.
  public var byClass: [Share<ActionClass>]
  /// Each static power over the duration.
  public var statics: [StaticEnergy]
  /// Actions that happened and have no price, in declaration order.
  public var missingPrices: [Action]
  /// Energy of all actions in joules; `nil` if a price is missing.
  public var dynamic_J: Band?
  /// Energy of all static powers in joules.
  public var static_J: Band

  /// Dynamic and static energy in joules; `nil` if a price is missing.
  public var total_J: Band? { dynamic_J.map { $0 + static_J } }

  /// Total energy / duration in watts; `nil` if a price is missing or nothing took any time.
  public var averagePower_W: Band? {
    guard duration_s > 0 else { return nil }
    return total_J.map { $0 / duration_s }
  }

  /// Prices an execution.
  public init(record: ExecutionRecord, chip: ChipSpec) {
    let figures = ChipPrices(chip)
    let pricing = Pricing(prices: figures.prices)
    self.chip = chip.name
    duration_s = record.timeline.duration_s
    let components = record.byComponent
    byComponent = ChipComponent.allCases.compactMap { component in
      components[component].map { pricing.share(component, $0) }
    }
    let layers = record.byLayer
    byLayer = layers.keys.sorted { ($0 ?? -1) < ($1 ?? -1) }.map { layer in
      pricing.share(layer, layers[layer] ?? ActionCounts())
    }
    byInstruction = record.instructions.map { instruction in
      let key = InstructionKey(
        instruction: instruction.instruction, name: instruction.name, layer: instruction.layer)
      return pricing.share(key, instruction.total)
    }
    let total = record.total
    byAction = total.present.map { pricing.share($0, total.only($0)) }
    byClass = ActionClass.allCases.map { pricing.share($0, total.only($0)) }
    missingPrices = total.present.filter { figures.prices[$0] == nil }
    dynamic_J = pricing.energy(of: total)
    let duration = duration_s
    statics = figures.staticPower.map {
      StaticEnergy(name: $0.name, energy_J: $0.power_W.band * duration)
    }
    var sum = BandSum()
    for entry in statics { sum.add(entry.energy_J) }
    static_J = sum.value
  }
}

/// Multiplies counts with prices.
struct Pricing {
  var prices: [Action: Price]

  /// Σ counts × prices in joules, in declaration order; `nil` if a price is missing.
  func energy(of counts: ActionCounts) -> Band? {
    var sum = BandSum()
    for action in counts.present {
      guard let price = prices[action] else { return nil }
      sum.add(price.band * Double(counts[action]))
    }
    return sum.value
  }

  func share<Key>(_ key: Key, _ counts: ActionCounts) -> ChipBudget.Share<Key> {
    ChipBudget.Share(key: key, counts: counts, energy_J: energy(of: counts))
  }
}

extension ActionCounts {
  /// The counts of one action alone.
  func only(_ action: Action) -> ActionCounts {
    var part = ActionCounts()
    for actionClass in ActionClass.allCases {
      part[action, actionClass] = self[action, actionClass]
    }
    return part
  }

  /// The counts of one class alone.
  func only(_ actionClass: ActionClass) -> ActionCounts {
    var part = ActionCounts()
    for action in Action.allCases { part[action, actionClass] = self[action, actionClass] }
    return part
  }

  /// The count of all actions of all classes.
  var grandTotal: UInt64 { ActionClass.allCases.reduce(0) { $0 + total(of: $1) } }
}
