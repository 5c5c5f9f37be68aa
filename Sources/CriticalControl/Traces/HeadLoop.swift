import RandomStreams

/// A head under control: its rows, a controller, and the way in which the entropy is read.
public struct HeadLoop: Sendable {
  /// How the controller is told.
  public enum Source: Sendable, Equatable {
    /// By the exact entropy.
    case exact
    /// By counts and times of this many draws a row.
    case firings(EntropySensor, draws: Int)
  }

  /// A step.
  public struct Step: Sendable, Equatable {
    /// β as the controller set it.
    public var beta: Double
    /// The rows' mean entropy there, which the controller does not see.
    public var entropy: Double
    /// What it was told; `nil` where nothing could be read.
    public var reading: Double?
  }

  /// The scores.
  public var rows: ScoreRows
  /// How the controller is told.
  public var source: Source
  /// The factor on β that the agents have and the controller does not know.
  public var gain: Double
  /// The seed of firings.
  public var seed: UInt64
  /// Number of the head: it names the streams of its firings.
  public var head: Int

  /// Creates a loop.
  public init(
    _ rows: ScoreRows, source: Source = .exact, gain: Double = 1, seed: UInt64 = 0, head: Int = 0
  ) {
    self.rows = rows
    self.source = source
    self.gain = gain
    self.seed = seed
    self.head = head
  }

  /// Runs a controller, and returns its steps, the start first. A β that leaves float64 ends the run.
  public func run(_ controller: any BetaController, steps: Int) -> [Step] {
    var controller = controller
    var trace: [Step] = []
    for step in 0...steps {
      let beta = controller.beta
      guard beta.isFinite, abs(beta) < 1e100 else { break }
      let state = rows.state(at: beta * gain)
      let reading = self.reading(state, beta: beta, step: step)
      trace.append(Step(beta: beta, entropy: state.entropy, reading: reading?.entropy))
      if let reading { controller.update(reading) }
    }
    return trace
  }

  private func reading(_ state: RowState, beta: Double, step: Int) -> EntropyReading? {
    guard case .firings(let sensor, let draws) = source else { return EntropyReading(state) }
    let agents = SyntheticFirings(draws: draws, gain: gain)
    let firings = rows.rows.enumerated().map { index, scores in
      // A stream a row, head and step; 2¹⁶ steps and heads, 2³² rows.
      var stream = RandomStream(
        StreamKey(
          seed: seed, purpose: .race, stage: UInt16(truncatingIfNeeded: head),
          replica: UInt32(truncatingIfNeeded: step)), site: UInt32(truncatingIfNeeded: index))
      return agents.fire(scores, at: beta, for: sensor, &stream)
    }
    return EntropyReading(firings, through: sensor, at: beta)
  }
}

extension [HeadLoop.Step] {
  /// The first step from which on |H − H_t| stays below the band at positive β; `nil` where the last step is outside.
  public func settled(target: Double, band: Double) -> Int? {
    let outside = lastIndex { $0.beta <= 0 || abs($0.entropy - target) >= band }
    guard let outside else { return isEmpty ? nil : 0 }
    return outside + 1 < count ? outside + 1 : nil
  }

  /// The first step inside the band; `nil` for none.
  public func reached(target: Double, band: Double) -> Int? {
    firstIndex { $0.beta > 0 && abs($0.entropy - target) < band }
  }
}
