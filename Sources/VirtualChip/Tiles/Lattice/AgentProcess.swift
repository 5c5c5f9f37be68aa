import ByteFormats

/// The agents of a replica and the process in which they draw.
protocol AgentProcess: AnyObject {
  /// How many there are.
  var count: Int { get }
  /// What they did since it was set to nothing.
  var tally: LatticeTally { get set }

  /// Holds agents at states (−1, +1) or sets them free (0).
  func hold(_ changes: [(agent: Int, state: Int8)])

  /// Lets free agents draw for a time at an inverse temperature.
  func draw(for seconds: Double, beta: Double)

  /// Adds the states of agents to a list, of all where none is named.
  func append(statesOf named: [Int], to states: inout [Float])

  /// All that is needed to go on.
  var stateBytes: [UInt8] { get }

  /// The same agents where others had these `stateBytes`.
  func resumed(at bytes: [UInt8]) throws(ByteReader.Damaged) -> any AgentProcess
}
