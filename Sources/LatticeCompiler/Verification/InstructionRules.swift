import ChipPrograms

/// What holds for instructions: values are written once and before they are read, arrays are loaded
/// before they are read, races see all tokens, and the output leaves last.
struct InstructionRules {
  private let mapping: Mapping
  private var written: Set<Int> = []
  /// Arrays whose couplings are in their tiles.
  private var loaded: Set<Int> = []
  /// Arrays loaded since the last barrier.
  private var loading: Set<Int> = []

  static func fault(in mapping: Mapping) -> Verifier.Fault? {
    var rules = InstructionRules(mapping: mapping)
    for instruction in mapping.setup + mapping.instructions {
      if let reason = rules.reason(against: instruction.operation) {
        return .init(term: instruction.name, reason: reason)
      }
    }
    return rules.endFault() ?? rules.barrierFault()
  }

  private init(mapping: Mapping) { self.mapping = mapping }

  private mutating func reason(against operation: any Instruction.Operation) -> String? {
    if let operand = operation.operands.first(where: { !written.contains($0) }) {
      return "reads value \(operand) before it is written"
    }
    if let result = operation.result {
      guard mapping.values.indices.contains(result) else {
        return "writes value \(result) of \(mapping.values.count)"
      }
      guard written.insert(result).inserted else { return "writes value \(result) a second time" }
    }
    if let reason = unknownPart(of: operation) { return reason }
    switch operation {
    case let operation as Instruction.Load: load(operation.array)
    case is Instruction.Barrier: loading = []
    case let operation as Instruction.Read:
      let array = operation.array
      if !loaded.contains(array) { return "reads array \(array), which is not loaded" }
      if !mapping.arrays[array].placement.resident, loading.contains(array) {
        return "reads array \(array) with no barrier after its load"
      }
    default: break
    }
    return nil
  }

  /// An array that is not resident displaces the others of the pool.
  private mutating func load(_ array: Int) {
    if !mapping.arrays[array].placement.resident {
      loaded = loaded.filter { mapping.arrays[$0].placement.resident }
    }
    loaded.insert(array)
    loading.insert(array)
  }

  private func unknownPart(of operation: any Instruction.Operation) -> String? {
    func check(_ numbers: [Int], below count: Int, _ what: String) -> String? {
      numbers.first { !(0..<count).contains($0) }.map { "names \(what) \($0) of \(count)" }
    }
    switch operation {
    case let load as Instruction.Load:
      return check([load.array], below: mapping.arrays.count, "array")
    case let bias as Instruction.Bias:
      return check([bias.array], below: mapping.arrays.count, "array")
    case let read as Instruction.Read:
      return check([read.array], below: mapping.arrays.count, "array")
    case let fetch as Instruction.Fetch:
      return check(fetch.tables, below: mapping.tables.count, "table")
    case let sum as Instruction.Accumulate:
      return check(
        [sum.gain, sum.shift].compactMap(\.self), below: mapping.vectors.count, "vector")
    case let rescale as Instruction.Rescale:
      return check(
        [rescale.gain, rescale.shift].compactMap(\.self), below: mapping.vectors.count, "vector")
    default: return nil
    }
  }

  private func endFault() -> Verifier.Fault? {
    guard let last = mapping.instructions.last else { return nil }
    let sends = mapping.instructions.filter { $0.operation is Instruction.Send }
    guard last.operation is Instruction.Send, sends.count == 1 else {
      return .init(
        term: last.name, reason: "found \(sends.count) outputs, expected one, at the end")
    }
    return nil
  }

  /// Races and reloads start when all tokens have passed.
  private func barrierFault() -> Verifier.Fault? {
    for (before, instruction) in zip(mapping.instructions, mapping.instructions.dropFirst()) {
      if before.operation is Instruction.Barrier { continue }
      switch instruction.operation {
      case is Instruction.Race, is Instruction.Load:
        return .init(
          term: instruction.name, reason: "follows \(before.name), expected a barrier before it")
      default: continue
      }
    }
    return nil
  }
}
