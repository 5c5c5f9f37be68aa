public import ExecutionRecords
public import HardwareSpecs

/// The energy of one execution on a chip: Σ counts × prices, and static powers × time. Nothing else.
///
/// Counts are summed exactly over each axis before they are priced, so the axes agree to rounding. The ends
/// of each band are the 5th and 95th percentile over draws of the constants behind the prices (`DrawnPrices`).
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
  /// Dynamic and static energy in joules; `nil` if a price is missing. Its ends are nearer than the sums of
  /// theirs, which no one draw of the constants reaches.
  public var total_J: Band?

  /// Total energy / duration in watts; `nil` if a price is missing or nothing took any time.
  public var averagePower_W: Band? {
    guard duration_s > 0 else { return nil }
    return total_J.map { $0 / duration_s }
  }

  /// Prices an execution.
  public init(record: ExecutionRecord, chip: ChipSpec) {
    self.init(record: record, prices: DrawnPrices(chip))
  }

  /// Prices an execution on a chip whose prices are drawn already.
  public init(record: ExecutionRecord, prices: DrawnPrices) {
    func share<Key>(_ key: Key, _ counts: ActionCounts) -> Share<Key> {
      Share(key: key, counts: counts, energy_J: prices.energy(of: counts)?.band)
    }
    let duration = record.timeline.duration_s
    chip = prices.chip.name
    duration_s = duration
    let components = record.byComponent
    byComponent = ChipComponent.allCases.compactMap { component in
      components[component].map { share(component, $0) }
    }
    let layers = record.byLayer
    byLayer = layers.keys.sorted { ($0 ?? -1) < ($1 ?? -1) }.map { layer in
      share(layer, layers[layer] ?? ActionCounts())
    }
    byInstruction = record.instructions.map { instruction in
      let key = InstructionKey(
        instruction: instruction.instruction, name: instruction.name, layer: instruction.layer)
      return share(key, instruction.total)
    }
    let total = record.total
    byAction = total.present.map { share($0, total.only($0)) }
    byClass = ActionClass.allCases.map { share($0, total.only($0)) }
    missingPrices = total.present.filter { prices.figures.prices[$0] == nil }
    dynamic_J = prices.energy(of: total)?.band
    statics = zip(prices.figures.staticPower, prices.staticEnergy(seconds: duration)).map {
      StaticEnergy(name: $0.name, energy_J: $1.band)
    }
    static_J = prices.energy(of: ActionCounts(), seconds: duration)?.band ?? .zero
    total_J = prices.energy(of: total, seconds: duration)?.band
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
