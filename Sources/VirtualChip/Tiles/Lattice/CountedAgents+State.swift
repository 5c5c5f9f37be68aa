import ByteFormats
import RandomStreams

extension CountedAgents {
  /// What agents need to go on where they stopped; sums follow from the states.
  struct State {
    var spins: [Int8]
    var held: [Int8]
    var wordPosition: UInt64
    var countsDrawn: UInt64
  }

  var stateBytes: [UInt8] {
    State(
      spins: agents.buffer.map(\.spin), held: held, wordPosition: words.position,
      countsDrawn: countsDrawn
    ).bytes
  }

  func resumed(at bytes: [UInt8]) throws(ByteReader.Damaged) -> any AgentProcess {
    CountedAgents(
      die, seed: seed, replica: replica, state: try State(bytes, agents: held.count))
  }
}

extension CountedAgents.State {
  fileprivate var bytes: [UInt8] {
    var out = ByteWriter()
    out.put(spins)
    out.put(held)
    out.put(wordPosition)
    out.put(countsDrawn)
    return out.bytes
  }

  fileprivate init(_ bytes: [UInt8], agents: Int) throws(ByteReader.Damaged) {
    var reader = ByteReader(bytes)
    spins = try reader.list()
    held = try reader.list()
    wordPosition = try reader.get()
    countsDrawn = try reader.get()
    guard reader.isAtEnd, spins.count == agents, held.count == agents,
      spins.allSatisfy({ abs($0) == 1 }), held.allSatisfy({ (-1...1).contains($0) })
    else { throw ByteReader.Damaged() }
  }
}
