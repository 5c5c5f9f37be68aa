import ChipPrograms

/// The tiles of a chip that a session simulates. A model of a kind of tile in hardware takes the place of
/// one of these.
struct ChipTiles {
  var crossbar: any Tile<CrossbarTile.Row> = CrossbarTile()
  var gates: any Tile<GateTile.Row> = GateTile()
  var norms: any Tile<NormTile.Row> = NormTile()
  /// Makes the tiles of a race, with the angles of its rotation.
  var race: (Instruction.RaceShape, [Float]) -> any Tile<RaceTile.Command> = {
    RaceTile($0, angles: $1)
  }
  /// Makes the tiles of the agents of a replica.
  var lattice: (LatticeDie, _ seed: UInt64, _ replica: UInt32) -> any Tile<LatticeTile.Command> =
    { LatticeTile(LatticeAgents($0, seed: $1, replica: $2)) }

  /// What the tiles of rows need to go on, one after the other; lattices and races keep theirs elsewhere: with
  /// the agents, and as keys that are written again.
  var stateBytes: [[UInt8]] { [crossbar.stateBytes, gates.stateBytes, norms.stateBytes] }

  /// Tiles go on where others had these bytes.
  mutating func restore(crossbar: [UInt8], gates: [UInt8], norms: [UInt8]) throws {
    try self.crossbar.restore(crossbar)
    try self.gates.restore(gates)
    try self.norms.restore(norms)
  }
}
