extension Instruction {
  /// Presets a value with the sum of one row of each table.
  public struct Fetch: Computation {
    /// The tables, at least one.
    public var tables: [Int]
    /// The value that it makes.
    public var into: Value

    /// `fetch`.
    public static let mnemonic = "fetch"
  }
}

extension Instruction.Fetch {
  /// `T0, T1`.
  public func details(_ agents: Program.Agents?) -> String {
    tables.map { "T\($0)" }.joined(separator: ", ")
  }

  /// Reads `T0, T1`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    tables = []
    repeat { tables.append(try words.table()) } while words.take(",")
  }

  /// The value is a field as wide as each table, with one row a token.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    let (declared, width) = (state.program.tables, state.program.values[into].width)
    guard !tables.isEmpty else { throw .init("no table", "one at least") }
    for table in tables {
      guard declared.indices.contains(table) else {
        throw .init("T\(table)", "one of \(declared.count) tables")
      }
      guard declared[table].width == width else {
        throw .init("T\(table) of width \(declared[table].width)", "\(width)")
      }
    }
    try state.expect(into, .init(kind: .field, width: width))
  }
}

extension Instruction.Operation where Self == Instruction.Fetch {
  /// Presets a value from tables.
  public static func fetch(tables: [Int], into: Instruction.Value) -> Self {
    Self(tables: tables, into: into)
  }
}
