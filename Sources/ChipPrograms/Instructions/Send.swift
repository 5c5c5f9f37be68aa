extension Instruction {
  /// Sends a value to the host: the program's output.
  public struct Send: Operation {
    /// The output.
    public var value: Value
    /// Channels of it that leave, the first ones; `nil` for all.
    public var channels: Int?

    /// `send`.
    public static let mnemonic = "send"
    /// The output.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Send {
  /// Nothing for all channels, else `first 256`.
  public func details(_ agents: Program.Agents?) -> String {
    channels.map { "first \($0)" } ?? ""
  }

  /// Reads `%9` or `%9 first 256`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    value = try words.value()
    channels =
      words.take("first") ? try words.integer("channels", 1...Listing.largestNumber) : nil
  }

  /// A field of at least as many channels. That it leaves last, and alone, is a rule of the whole program.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    try state.expect(field: value)
    let width = state.program.values[value].width
    if let channels, !(1...max(1, width)).contains(channels) {
      throw .init("\(channels) channels", "1 to \(width)")
    }
  }
}

extension Instruction.Operation where Self == Instruction.Send {
  /// Sends a value to the host.
  public static func send(_ value: Instruction.Value, channels: Int? = nil) -> Self {
    Self(value: value, channels: channels)
  }
}
