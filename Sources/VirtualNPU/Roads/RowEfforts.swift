import ExecutionRecords
import HardwareSpecs
import RandomStreams

/// What the agents of each row did by the laws of counts: updates, couplings, messages, read-outs and
/// time. Fidelity `event` counts the same one by one.
struct RowEfforts {
  private let settings: RunSettings
  private let timing: ChipTiming
  private let streams: DrawStreams
  /// Agents of a row.
  private let agents: Int
  private let interval_s: Double

  init(settings: RunSettings, timing: ChipTiming, agents: Int, streams: DrawStreams) {
    self.settings = settings
    self.timing = timing
    self.agents = agents
    self.streams = streams
    interval_s = ReadOuts.interval_s(settings, timing: timing)
  }

  private var isDrawn: Bool {
    settings.fidelity != .expectation && settings.draws == .independent
  }

  /// The effort of one row.
  func row(_ row: Int, race: RaceLaw.Row, drawn: RaceDraws.Drawn) -> RowDraws {
    var effort = RowDraws(
      firings: drawn.firings, updates: 0, duration_s: 0, retries: drawn.retries)
    switch settings.attention {
    case .race: self.race(row, race, drawn, &effort)
    case .potts: potts(row, &effort)
    case .oneHot: oneHot(row, race, &effort)
    case .kawasaki: kawasaki(row, race, &effort)
    }
    return effort
  }

  /// S accepted draws take S/A draws in the mean; drawn, S plus a negative binomial number. A window
  /// has as many collisions as come.
  private func race(
    _ row: Int, _ race: RaceLaw.Row, _ drawn: RaceDraws.Drawn, _ effort: inout RowDraws
  ) {
    let samples = settings.samples
    let rate = timing.raceLoad / timing.arbitration_s
    if settings.raceStop == .window, settings.draws == .independent {
      let window = RaceWindow(settings, race)
      let windows = isDrawn ? Double(1 + effort.retries) : 1 / (1 - window.emptiness)
      let collided = window.lost * windows
      effort.updates =
        effort.firings
        + (isDrawn
          ? streams.count(mean: collided, row: row, purpose: .collision)
          : Int(collided.rounded()))
      effort.duration_s = Double(samples) * (1 / rate + timing.arbitration_s) * windows
      return
    }
    if settings.draws == .systematic {
      // A fixed window, and as many more as stayed empty.
      effort.updates = drawn.attempts
      effort.duration_s = Double(samples) * Double(1 + effort.retries) / rate
      return
    }
    effort.updates =
      isDrawn
      ? samples + streams.collisions(acceptance: race.acceptance, row: row)
      : Int((Float(samples) / race.acceptance).rounded())
    switch settings.raceRate {
    case .scaled:
      let firings = isDrawn ? streams.erlang(effort.updates, row: row) : Double(effort.updates)
      effort.duration_s =
        firings / Double(race.rate) / rate + Double(effort.updates) * timing.arbitration_s
    case .ramped:
      effort.duration_s =
        (isDrawn
          ? streams.ramped(effort.updates, row: row) : Double(effort.updates) * RampedWait.mean)
        / rate + Double(effort.updates) * timing.arbitration_s
    }
  }

  /// One agent that is read after each of its updates.
  private func potts(_ row: Int, _ effort: inout RowDraws) {
    effort.updates = settings.samples
    effort.stateReads = settings.samples
    let updates = isDrawn ? streams.erlang(settings.samples, row: row) : Double(settings.samples)
    effort.duration_s = updates / timing.gateRate_Hz
  }

  /// All spins tick from the start to the last valid read-out; each tick combines the others' states.
  private func oneHot(_ row: Int, _ race: RaceLaw.Row, _ effort: inout RowDraws) {
    let samples = settings.samples
    let attempts =
      isDrawn
      ? samples + streams.collisions(acceptance: race.acceptance, row: row)
      : Int((Float(samples) / race.acceptance).rounded())
    relax(row, attempts: attempts, clocks: agents, changes: race.changes, &effort)
    effort.retries = attempts - samples
    effort.couplingEvaluations = effort.updates * (agents - 1) * timing.scoreBits
    effort.messages *= agents - 1
  }

  /// The clocks of the pairs that hold the particle tick; each tick compares two scores, and a hop
  /// tells both ends' neighbours.
  private func kawasaki(_ row: Int, _ race: RaceLaw.Row, _ effort: inout RowDraws) {
    relax(row, attempts: settings.samples, clocks: agents - 1, changes: race.changes, &effort)
    effort.couplingEvaluations = effort.updates * timing.scoreBits
    effort.messages *= 2 * (agents - 1)
  }

  private func relax(
    _ row: Int, attempts: Int, clocks: Int, changes: Float, _ effort: inout RowDraws
  ) {
    effort.updateClass = .relaxation
    effort.duration_s = Double(attempts + ReadOuts.burnIn) * interval_s
    let periods = effort.duration_s * timing.latticeRate_Hz
    let ticks = periods * Double(clocks)
    effort.updates = isDrawn ? streams.count(mean: ticks, row: row) : Int(ticks.rounded())
    // Changes follow from the ticks: their mean is known, their law is not.
    effort.messages = Int((periods * Double(changes)).rounded())
    effort.stateReads = attempts * agents
  }

  /// The mean of the slowest of `heads` Erlang times of the mean number of draws; 0 where the time of
  /// draws has another law.
  func erlangMaximum(_ efforts: [RowDraws], heads: Int) -> Double {
    guard settings.needsMeanMaximum, settings.raceStop == .count, settings.raceRate == .scaled
    else { return 0 }
    let updates =
      settings.attention == .potts
      ? Double(settings.samples)
      : Double(efforts.reduce(0) { $0 + $1.updates }) / Double(max(1, efforts.count))
    return ErlangMaximum.expected(shape: updates, of: heads)
  }

  /// The mean time of the slowest head of a token; `erlang` is what `erlangMaximum` gives.
  func expectedSlowest_s(
    _ races: ArraySlice<RaceLaw.Row>, efforts: ArraySlice<RowDraws>, erlang: Double
  ) -> Double {
    let slowest = efforts.reduce(0) { max($0, $1.duration_s) }
    guard settings.needsMeanMaximum else { return slowest }
    let heads = races.count
    let samples = Double(settings.samples)
    switch (settings.attention, settings.raceStop, settings.raceRate) {
    case (.race, .count, .scaled):
      let rate = timing.raceLoad / timing.arbitration_s
      let draws = efforts.reduce(0) { max($0, $1.updates) }
      return erlang / Double(races.reduce(1) { min($0, $1.rate) }) / rate
        + Double(draws) * timing.arbitration_s
    case (.race, .count, .ramped):
      let rate = timing.raceLoad / timing.arbitration_s
      let draws = efforts.reduce(0) { max($0, $1.updates) }
      return slowest + (RampedWait.variance * Double(draws)).squareRoot()
        * NormalMaximum.expected(of: heads) / rate
    case (.race, .window, _): return slowest
    case (.potts, _, _):
      return erlang / timing.gateRate_Hz
    case (.oneHot, _, _):
      let validity = Double(races.reduce(1) { min($0, $1.acceptance) })
      return slowest + interval_s * (samples * (1 - validity)).squareRoot() / validity
        * NormalMaximum.expected(of: heads)
    case (.kawasaki, _, _): return slowest
    }
  }
}

/// A window of the time in which S firings are expected at the full rate.
struct RaceWindow {
  /// Accepted firings in the mean.
  let accepted: Double
  /// Firings lost to collisions in the mean.
  let lost: Double

  init(_ settings: RunSettings, _ race: RaceLaw.Row) {
    let firings = Double(settings.samples) * Double(race.rate)
    accepted = firings * Double(race.acceptance)
    lost = firings - accepted
  }

  /// The chance of no accepted firing.
  var emptiness: Double { DeterministicFunctions.exp(-min(accepted, 690)) }
}
