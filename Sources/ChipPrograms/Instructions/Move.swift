import ByteFormats
public import HardwareSpecs

extension Instruction {
  /// Carries codes or fields over the mesh: each block of `blockWidth` elements on its route.
  public struct Move: Operation {
    /// What is carried.
    public var value: Value
    /// Elements of a block.
    public var blockWidth: Int
    /// Bits of an element.
    public var bitsPerElement: Int
    /// One a block; each further path of a route starts at a stop of its first.
    public var routes: [Route]

    /// `move`.
    public static let mnemonic = "move"
    /// What is carried.
    public var operands: [Value] { [value] }
  }
}

extension Instruction.Move {
  /// `blocks of 4 x 8b route 0>0>2 0>1>3`.
  public func details(_ agents: Program.Agents?) -> String {
    "blocks of \(blockWidth) x \(bitsPerElement)b route "
      + routes.map(\.description).joined(separator: " ")
  }

  /// Reads `%3 blocks of 4 x 8b route 0>0>2 0>1>3`.
  public init(_ words: inout ProgramWords) throws(ProgramTextError) {
    value = try words.value()
    try words.expect("blocks")
    try words.expect("of")
    blockWidth = try words.integer("elements of a block", 1...Listing.largestNumber)
    try words.expect("x")
    bitsPerElement = try words.integer("bits of an element", suffix: "b", 1...256)
    try words.expect("route")
    routes = []
    while !words.isAtListEnd { routes.append(try words.route()) }
  }

  /// Each block has a route, whose further paths start at stops of its first.
  public func check(_ state: inout ProgramState) throws(Fault.Reason) {
    guard blockWidth > 0 else { throw .init("blocks of \(blockWidth)", "one element at least") }
    let width = state.program.values[value].width
    let blocks = ceilingDivide(width, blockWidth)
    guard routes.count == blocks else {
      throw .init("\(routes.count) routes", "\(blocks), one a block")
    }
    for route in routes {
      guard let first = route.paths.first, !first.isEmpty,
        route.paths.allSatisfy({ $0.first.map(first.contains) ?? false })
      else { throw .init("a path from elsewhere", "one from a stop of the block's first path") }
    }
  }

  /// All stops are tiles of the mesh.
  public func check(on chip: ChipSpec, _ state: ProgramState) throws(Fault.Reason) {
    let tiles = chip.geometry.meshTiles
    for stop in routes.lazy.flatMap({ $0.paths.lazy.joined() })
    where !(0..<tiles).contains(stop) {
      throw .init("tile \(stop)", "one below \(tiles)")
    }
  }
}

extension Instruction.Operation where Self == Instruction.Move {
  /// Carries a value over the mesh.
  public static func move(
    _ value: Instruction.Value, blockWidth: Int, bitsPerElement: Int, routes: [Route]
  ) -> Self {
    Self(value: value, blockWidth: blockWidth, bitsPerElement: bitsPerElement, routes: routes)
  }
}

extension Route: CustomStringConvertible {
  /// The stops of a block: `0>5>6`, with `+` before a path that starts at an earlier stop.
  public var description: String {
    paths.map { $0.map(String.init).joined(separator: ">") }.joined(separator: "+")
  }
}

extension ProgramWords {
  /// A route as it is described.
  fileprivate mutating func route() throws(ProgramTextError) -> Route {
    let word = try next("a route")
    var paths: [[Int]] = []
    for path in word.utf8.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false) {
      var stops: [Int] = []
      for stop in path.split(separator: UInt8(ascii: ">"), omittingEmptySubsequences: false) {
        guard let tile = Self.number(stop), tile <= Listing.largestNumber else {
          throw error("route `\(word)`", "tile numbers, as 0>5>6+5>4")
        }
        stops.append(tile)
      }
      paths.append(stops)
    }
    return Route(paths: paths)
  }
}
