/// One countable hardware event. Executors count actions; only `EnergyBudgets` knows what one costs.
///
/// The unit of each case is what its price is quoted for ("one bit", "one conversion"…).
public enum Action: String, CaseIterable, Codable, Sendable, Comparable {
  /// One draw or firing of one agent (p-bit, race agent, gate spin).
  case agentUpdate = "agent_update"
  /// One flip message over one hop between free neighbours of a lattice tile.
  case flipMessageHop = "flip_message_hop"
  /// One stored coupling bit combined with one input bit: AND, and its share of the column's count.
  case couplingEvaluation = "coupling_evaluation"
  /// One input agent set to a bit of a clamped plane.
  case clampWrite = "clamp_write"
  /// One coupling bit written into an array.
  case couplingWrite = "coupling_write"
  /// One agent's state read out by the periphery.
  case agentRead = "agent_read"
  /// One analog-to-digital conversion of one column.
  case adcConversion = "adc_conversion"
  /// One accumulation of one column's count (or of one firing) into a counter.
  case counterStep = "counter_step"
  /// One setting of a β or field digital-to-analog converter.
  case dacSet = "dac_set"
  /// One bit moved over one hop of the mesh: router and wire.
  case networkBitHop = "network_bit_hop"
  /// One bit read from or written to on-chip memory.
  case onChipMemoryBit = "on_chip_memory_bit"
  /// One bit read from or written to off-chip memory.
  case offChipMemoryBit = "off_chip_memory_bit"
  /// One digital operation of the periphery: add, multiply, compare or shift on one word.
  case digitalOperation = "digital_operation"
  /// One bit moved over the host link.
  case hostTransferBit = "host_transfer_bit"
  /// One of the b_w·b_x partial-product bits of an integer multiply-accumulate, with its share of the
  /// accumulation. Only a digital twin performs it, in place of one coupling evaluation.
  case multiplierBit = "multiplier_bit"
  /// One look-up in a function table (exponential, gate). Only a digital twin performs it.
  case tableLookup = "table_lookup"
  /// One division. Only a digital twin performs it as an action of its own.
  case division = "division"
  /// One product of a coupling bit and an input bit that are both 1: its capacitor is charged. Only an
  /// analog twin performs it.
  case analogActiveProduct = "analog_active_product"
  /// One product of a coupling bit and an input bit, whatever they are: row and column wires over one
  /// cell. Only an analog twin performs it.
  case analogRestingProduct = "analog_resting_product"
  /// One bit over a link between two dies, beside its hop of the mesh.
  case linkBit = "link_bit"

  /// Position in `allCases`, the column of `ActionCounts`.
  public var index: Int { Self.ordinals[self]! }

  private static let ordinals = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

  /// Orders actions as they are declared.
  public static func < (left: Action, right: Action) -> Bool { left.index < right.index }
}

/// What kind of work an action is (docs/conventions.md).
public enum ActionClass: String, CaseIterable, Codable, Sendable {
  /// Deterministic arithmetic.
  case deterministic = "D"
  /// A draw of agents without free neighbours.
  case sampling = "S"
  /// Relaxation among coupled free agents.
  case relaxation = "R"

  /// Position in `allCases`.
  public var index: Int {
    switch self {
    case .deterministic: 0
    case .sampling: 1
    case .relaxation: 2
    }
  }
}
