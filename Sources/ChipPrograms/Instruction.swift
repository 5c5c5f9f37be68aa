public import HardwareSpecs

/// One instruction of a program. Each reads and writes values, matrices of fields or codes with one row
/// a token, or acts on agents.
public struct Instruction: Sendable {
  /// Identifies a value of a program.
  public typealias Value = Int

  /// Name in texts and records, e.g. `layer2.query`.
  public var name: String
  /// Encoder layer, if any.
  public var layer: Int?
  /// What it does.
  public var operation: any Operation

  /// Creates an instruction.
  public init(name: String, layer: Int?, operation: any Operation) {
    self.name = name
    self.layer = layer
    self.operation = operation
  }

  /// An instruction that is named by its place in its section, e.g. `3 relax`: texts leave that out.
  /// - Parameters:
  ///   - index: its place, from 0.
  ///   - operation: what it does.
  public init(at index: Int, _ operation: any Operation) {
    self.init(name: "\(index) \(operation.mnemonic)", layer: nil, operation: operation)
  }

  /// Whether it has the name and layer that its place gives.
  func isNamed(byPlace index: Int) -> Bool {
    layer == nil && name == Instruction(at: index, operation).name
  }

  /// One operation of the instruction set: all that the language knows of it, in one file.
  ///
  /// What the machine does with it is in the machine's file of the same name.
  public protocol Operation: Sendable, Equatable {
    /// The word of the text.
    static var mnemonic: String { get }
    /// Whether it makes a value, and stands behind `%n <-`; not by default. With the mnemonic this tells
    /// all operations apart.
    static var makesValue: Bool { get }
    /// Whether it may stand in the setup; not by default.
    static var setsUp: Bool { get }
    /// The values that it reads; none by default.
    var operands: [Value] { get }
    /// The value that it writes; `nil` by default.
    var result: Value? { get }

    /// What stands behind the operands in the text; nothing by default.
    /// - Parameter agents: gives agents their names.
    func details(_ agents: Program.Agents?) -> String
    /// Reads what stands behind the mnemonic.
    init(_ words: inout ProgramWords) throws(ProgramTextError)

    /// Checks it where it stands, and notes what it does to arrays.
    /// - Parameter state: what holds before it. Operands and result are declared, and operands written.
    /// - Throws: what is wrong with it in any run.
    func check(_ state: inout ProgramState) throws(Fault.Reason)
    /// What it changes for agents; nothing by default.
    func act(on phase: inout AgentPhase)
    /// Checks what it needs of a chip; nothing by default.
    /// - Parameters:
    ///   - chip: any chip.
    ///   - state: what holds behind it; `check(_:)` has passed.
    /// - Throws: what the chip lacks; first what stops every run.
    func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason)
  }

  /// An operation that makes a value.
  public protocol Computation: Operation {
    /// The value that it makes.
    var into: Value { get }
  }

  /// The instruction set.
  public static let set: [any Operation.Type] = [
    Load.self, Bias.self, Beta.self, Fetch.self, Clamp.self, ClampAgents.self, Release.self,
    Relax.self, Move.self, Read.self, ReadAgents.self, Race.self, Gate.self, Normalise.self,
    Accumulate.self, Rescale.self, Pool.self, Unit.self, Choose.self, Send.self, Barrier.self,
    Control.self,
  ]
}

extension Instruction.Operation {
  /// No value.
  public static var makesValue: Bool { false }
  /// In the text alone.
  public static var setsUp: Bool { false }
  /// None.
  public var operands: [Instruction.Value] { [] }
  /// None.
  public var result: Instruction.Value? { nil }
  /// Nothing.
  public func details(_ agents: Program.Agents?) -> String { "" }
  /// Nothing.
  public func act(on phase: inout AgentPhase) {}
  /// Nothing.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {}

  /// The word of the text.
  public var mnemonic: String { Self.mnemonic }

  fileprivate func isEqual(_ other: any Instruction.Operation) -> Bool { other as? Self == self }
}

extension Instruction.Computation {
  /// A value.
  public static var makesValue: Bool { true }
  /// The value that it makes.
  public var result: Instruction.Value? { into }
}

extension Instruction: Equatable {
  /// Whether name, layer and operation are equal.
  public static func == (left: Instruction, right: Instruction) -> Bool {
    left.name == right.name && left.layer == right.layer
      && left.operation.isEqual(right.operation)
  }
}
