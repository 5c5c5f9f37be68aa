/// What holds where an instruction stands: which values are written, which arrays are in their tiles, who
/// is held.
public struct ProgramState {
  /// The whole program.
  public let program: Program
  /// What holds for its agents.
  public private(set) var phase: AgentPhase
  private var written: Set<Instruction.Value> = []
  /// Whether arrays must be loaded before they are read: not in a part of a program.
  private let checksLoads: Bool
  private var loaded: Set<Int> = []
  /// Arrays loaded since the last barrier.
  private var loading: Set<Int> = []

  /// The state before the first instruction.
  init(_ program: Program, checksLoads: Bool = true) {
    self.program = program
    self.checksLoads = checksLoads
    phase = AgentPhase(agents: (try? program.agents?.checkedCount) ?? 0)
  }

  /// Checks an operation by all rules and passes it.
  mutating func pass(_ operation: any Instruction.Operation) throws(Fault.Reason) {
    if let value = operation.operands.first(where: { !written.contains($0) }) {
      throw .init("%\(value), which is not written yet", "a value that is")
    }
    if let result = operation.result {
      guard program.values.indices.contains(result) else {
        throw .init("%\(result)", "one of \(program.values.count) values")
      }
      guard written.insert(result).inserted else {
        throw .init("%\(result) written a second time", "each value once")
      }
    }
    try operation.check(&self)
    phase.pass(operation)
  }

  /// Writes an array into its tiles. One that is not resident displaces the others of the pool.
  mutating func load(_ index: Int) throws(Fault.Reason) {
    if try !array(index).placement.resident {
      loaded = loaded.filter { program.arrays[$0].placement.resident }
    }
    loaded.insert(index)
    loading.insert(index)
  }

  /// Waits for what was started.
  mutating func endLoads() { loading = [] }

  /// An array that is in its tiles.
  func loadedArray(_ index: Int) throws(Fault.Reason) -> CouplingArray {
    let array = try array(index)
    guard checksLoads else { return array }
    guard loaded.contains(index) else {
      throw .init("A\(index), which is not loaded", "an array that is")
    }
    guard array.placement.resident || !loading.contains(index) else {
      throw .init("A\(index) with no barrier after its load", "one between them")
    }
    return array
  }

  /// A declared array.
  func array(_ index: Int) throws(Fault.Reason) -> CouplingArray {
    guard program.arrays.indices.contains(index) else {
      throw .init("A\(index)", "one of \(program.arrays.count) arrays")
    }
    return program.arrays[index]
  }

  /// The program's agents.
  func agents() throws(Fault.Reason) -> Program.Agents {
    guard let agents = program.agents else { throw .init("no agents", "`agents N`") }
    _ = try agents.checkedCount
    return agents
  }

  /// Agents that exist, each once.
  func expect(agents named: [Int]) throws(Fault.Reason) { try agents().expect(named) }

  /// So few free agents that closed forms can visit all of their states.
  func expectFewFree(in operation: any Instruction.Operation) throws(Fault.Reason) {
    guard phase.freeCount <= Program.Agents.mostEnumerated else {
      throw .init(
        sentence:
          "`\(Listing.line(operation, agents: program.agents))` has \(phase.freeCount) free "
          + "agents; expectation visits all states of at most \(Program.Agents.mostEnumerated): "
          + "expected --fidelity sampled or event", stops: .closedForms)
    }
  }

  /// A value that is declared as an instruction needs it.
  func expect(
    _ value: Instruction.Value, _ expected: Program.ValueDeclaration
  ) throws(Fault.Reason) {
    let found = program.values[value]
    guard found == expected else {
      throw .init("%\(value) \(Listing.describe(found))", Listing.describe(expected))
    }
  }

  /// Fields.
  func expect(field value: Instruction.Value) throws(Fault.Reason) {
    try expect(value, field(like: value))
  }

  /// Fields of one shape.
  func expect(
    fields operands: [Instruction.Value], like into: Instruction.Value
  ) throws(Fault.Reason) {
    for value in operands + [into] { try expect(value, field(like: into)) }
  }

  /// Vectors as wide as a value.
  func expect(vectors: [Int?], of value: Instruction.Value) throws(Fault.Reason) {
    let width = program.values[value].width
    for case .some(let index) in vectors {
      guard program.vectors.indices.contains(index) else {
        throw .init("V\(index)", "one of \(program.vectors.count) vectors")
      }
      guard program.vectors[index].count == width else {
        throw .init("V\(index) of width \(program.vectors[index].count)", "\(width)")
      }
    }
  }

  private func field(like value: Instruction.Value) -> Program.ValueDeclaration {
    let like = program.values[value]
    return .init(kind: .field, width: like.width, pooled: like.pooled)
  }
}
