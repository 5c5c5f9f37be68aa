import ChipPrograms

/// The part of a chip that an instruction keeps busy.
enum ChipUnit: String, CaseIterable {
  /// Coupling loads.
  case loads = "coupling loads"
  /// Reads of arrays.
  case linear = "linear tiles"
  /// Races.
  case race = "race tiles"
  /// Gates.
  case gate = "gate agents"
  /// Potentials of norms.
  case norm = "norm units"
  /// Sums, quantisers, pooling.
  case periphery
  /// Moves.
  case network = "mesh"
  /// Presets and outputs over memory and host link.
  case host = "memory and host link"

  /// The unit of an operation; `nil` for a barrier.
  init?(_ operation: Instruction.Operation) {
    switch operation {
    case .load, .bias, .beta: self = .loads
    case .read: self = .linear
    case .race: self = .race
    case .gate: self = .gate
    case .normalise: self = .norm
    case .clamp, .accumulate, .rescale, .pool, .unit: self = .periphery
    case .move: self = .network
    case .fetch, .send: self = .host
    case .barrier: return nil
    }
  }
}
