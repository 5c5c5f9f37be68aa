package import ChipPrograms

/// The part of a chip that an instruction keeps busy.
package enum ChipUnit: String, CaseIterable, Sendable {
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

  /// The unit of an operation; `nil` for one that makes no value and keeps none busy, as a barrier. What makes a
  /// value and has no unit of its own is the periphery's work.
  package init?(_ operation: any Instruction.Operation) {
    switch operation {
    case is Instruction.Load, is Instruction.Bias, is Instruction.Beta: self = .loads
    case is Instruction.Read: self = .linear
    case is Instruction.Race: self = .race
    case is Instruction.Gate: self = .gate
    case is Instruction.Normalise: self = .norm
    case is Instruction.Move: self = .network
    case is Instruction.Fetch, is Instruction.Send: self = .host
    default:
      guard operation.result != nil else { return nil }
      self = .periphery
    }
  }
}
