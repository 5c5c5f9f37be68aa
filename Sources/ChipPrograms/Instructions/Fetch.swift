extension Instruction {
  /// Presets a value with the sum of one row of each table.
  ///
  /// `%0 <- fetch T0, T1`
  public struct Fetch: Operation {
    /// The tables.
    public var tables: [Int]
    /// The value that it makes: a field as wide as the tables.
    public var into: Value

    public static let mnemonic = "fetch"
    public static let makesValue = true

    public var result: Value? { into }
    public var details: String { tables.map { "T\($0)" }.joined(separator: ", ") }
  }
}

extension Instruction.Fetch {
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    into = words.result
    tables = []
    repeat { tables.append(try words.table()) } while words.take(",")
  }

  public func problem(in program: Program) -> Program.Problem? {
    if tables.isEmpty { return ("no table", "one at least") }
    let width = program.values[into].width
    for table in tables where program.tables[table].width != width {
      return ("T\(table) of width \(program.tables[table].width)", "\(width)")
    }
    return program.problem(with: into, expecting: .init(kind: .field, width: width))
  }
}

extension Instruction.Operation where Self == Instruction.Fetch {
  /// Presets a value from tables.
  public static func fetch(tables: [Int], into: Instruction.Value) -> Self {
    Self(tables: tables, into: into)
  }
}
