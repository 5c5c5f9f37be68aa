internal import RandomStreams

extension EngineEntry {
  static let kawasaki = EngineEntry(
    "kawasaki", "exchange of neighbouring spins: magnetisation is conserved",
    parameters: [.rule, .upFraction, .pairs], traits: .conservesMagnetisation,
    refuse: { system, settings in
      try KawasakiSampler.check(system.model, pairs: settings.exchangePairs)
    }
  ) { system, start, settings in
    SpinChain(
      engine: try KawasakiSampler(
        system.model, beta: start.beta, rule: settings.updateRule,
        pairs: settings.exchangePairs,
        spins: conservedSpins(
          system.siteCount, share: settings.number(.upFraction) ?? 0.5, start: start),
        key: start.key))
  }

  /// Spins of which a given share is up, in random order.
  private static func conservedSpins(
    _ count: Int, share: Double, start: ChainStart
  ) -> [Int8] {
    let up = Int((share * Double(count)).rounded())
    var spins = (0..<count).map { $0 < up ? Int8(1) : -1 }
    var words = WordSequence(
      StreamKey(seed: start.seed, purpose: .initialState, replica: start.replica))
    for last in stride(from: count - 1, to: 0, by: -1) {
      spins.swapAt(last, words.index(below: UInt32(last + 1)))
    }
    return spins
  }
}
