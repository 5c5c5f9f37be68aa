import RandomStreams

/// One chain's place in a study.
struct ChainKey: Hashable, Sendable, CustomStringConvertible {
  var system: Int
  var temperature: Int
  var replica: Int

  /// `0/3/1`.
  var description: String { "\(system)/\(temperature)/\(replica)" }

  /// The key of a chain's updates. Temperatures and sizes have streams of their own.
  func stream(seed: UInt64) -> StreamKey {
    StreamKey(
      seed: seed, purpose: .spinUpdate,
      stage: UInt16(system * BetaList.mostTemperatures + temperature), replica: UInt32(replica))
  }
}
