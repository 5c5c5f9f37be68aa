public import HardwareSpecs

extension Instruction {
  /// Pulses the bit-planes of codes through an array and reads its columns.
  public struct Read: Computation {
    /// The array.
    public var array: Int
    /// What is pulsed.
    public var codes: Value
    /// The value that it makes.
    public var into: Value

    /// `read`.
    public static let mnemonic = "read"
    /// The codes.
    public var operands: [Value] { [codes] }
  }
}

extension Instruction.Read {
  /// `A0`.
  public func details(_ agents: Program.Agents?) -> String { "A\(array)" }

  /// Reads `%1 A0`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    codes = try words.value()
    array = try words.array()
  }

  /// The array is in its tiles; codes are as wide as its inputs, and the field as its outputs.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    let array = try state.loadedArray(array)
    let pooled = state.program.values[codes].pooled
    try state.expect(codes, .init(kind: .codes, width: array.inputs, pooled: pooled))
    try state.expect(into, .init(kind: .field, width: array.outputs, pooled: pooled))
  }

  /// Converters resolve every sum of a column.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    try chip.checkConverters(rows: chip.geometry.tileRows)
  }
}

extension ChipSpec {
  /// Whether the read-out resolves every sum of a column; only agents that are simulated one by one can
  /// do without.
  func checkConverters(rows: Int) throws(Fault.Reason) {
    guard case .converter(let bits, _) = timing.readOut else { return }
    let needed = Int.bitWidth - rows.leadingZeroBitCount
    guard bits >= needed else {
      throw .init(
        sentence:
          "column sums of \(rows) rows need converters of \(needed) bits, \(name) has \(bits); "
          + "fidelity event can follow them", stops: .laws)
    }
    let fullScale = devices.converterFullScale ?? rows
    guard fullScale >= rows else {
      throw .init(
        sentence: "column sums of \(rows) rows need converters of that full scale, \(name) has "
          + "\(fullScale); fidelity event can follow them", stops: .laws)
    }
  }
}

extension Instruction.Operation where Self == Instruction.Read {
  /// Reads an array.
  public static func read(
    array: Int, codes: Instruction.Value, into: Instruction.Value
  ) -> Self {
    Self(array: array, codes: codes, into: into)
  }
}
