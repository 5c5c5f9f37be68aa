internal import IsingModels

/// What a sampler with delay remembers between its events.
struct DelayedStates: Sendable {
  /// The time of the first clock event that is not over, or of the last one where the next batch is not
  /// drawn yet.
  var next = 0.0
  /// Fixed delay: what all neighbours see of a spin, by spin. Exponential delay: what each directed link
  /// held at its reader's last event, by entry of the adjacency (row: reader; column: source).
  var copies: [Int8]
  /// Fixed delay: the flips that neighbours do not see yet.
  var queue = FlipQueue()
  /// Exponential delay: the flips in which a refreshed copy may fall.
  var history = FlipHistory()
  /// Exponential delay: the time of each spin's last flip; −∞ before the first.
  var lastFlips: [Double] = []
  /// Exponential delay: the time of each agent's last clock event.
  var lastEvents: [Double] = []

  /// The largest exponential number that the generator makes, 53 ln 2, rounded up: no refresh lies
  /// further back than this many means.
  private static let largestAge = 36.75

  init(_ model: IsingModel, spins: [Int8], delay: CouplingDelay) {
    switch delay {
    case .none, .fixed: copies = spins
    case .exponential(let mean):
      copies = model.adjacency.neighbours.map { spins[Int($0)] }
      history = FlipHistory(spinCount: model.spinCount, horizon: Self.largestAge * mean)
      lastFlips = Array(repeating: -.infinity, count: model.spinCount)
      lastEvents = Array(repeating: 0, count: model.spinCount)
    }
  }
}
