import ArgumentParser
import ChipPrograms
import HardwareSpecs
import MoebiusGeometry
import Runs
import VirtualChip

/// By which dynamics components run, shared by the commands that simulate a model.
struct RoadOptions: ParsableArguments {
  @Option(help: "How attention draws a key: \(names(AttentionRoad.Word.self)).")
  var attention = AttentionRoad.Word.race

  @Option(help: "Penalty of one-hot groups, \u{3b2}A in nats: 0.5 to 16 (default 6).")
  var oneHotPenalty: Double?

  @Option(help: "When a race stops: \(names(RaceStop.self)).")
  var raceStop = RaceStop.count

  @Option(help: "How a race's rate is held: \(names(RaceRate.self)).")
  var raceRate = RaceRate.scaled

  @Option(help: "How norms settle: \(names(NormMethod.self)) (default: the chip's).")
  var norm: NormMethod?

  @Option(
    help: ArgumentHelp(
      "Places of tokens: learned, elliptic[:base], hyperbolic[:slope], parabolic[:slope].",
      discussion: "A base is 1 to 1e9 (default 10000); slopes are 0 to 100 nats a token (default "
        + "2^(-8h/H) for head h of H)."))
  var position = PositionOption(flow: nil)

  @Option(help: "Gives each token a cell of the hyperbolic tiling p,q, such as 7,3.")
  var tokenLattice: TilingOption?

  @Option(
    help: "Length of wires between cells: \(names(TokenLattice.Metric.self)) (default euclidean).")
  var tokenWires: TokenLattice.Metric?

  /// The first option that differs from what it is without; `nil` for none.
  var given: String? {
    places
      ?? [
        ("attention", attention != .race), ("one-hot-penalty", oneHotPenalty != nil),
        ("race-stop", raceStop != .count), ("race-rate", raceRate != .scaled),
        ("norm", norm != nil),
      ].first(where: \.1)?.0
  }

  /// The first option that gives tokens other places; `nil` for none.
  var places: String? {
    [
      ("position", position.flow != nil), ("token-lattice", tokenLattice != nil),
      ("token-wires", tokenWires != nil),
    ].first(where: \.1)?.0
  }

  /// The cells of tokens.
  var lattice: TokenLattice? {
    tokenLattice.map { TokenLattice(p: $0.p, q: $0.q, metric: tokenWires ?? .euclidean) }
  }

  func validate() throws {
    if oneHotPenalty != nil, attention != .oneHot {
      throw ValidationError(
        "one-hot penalty: found it with attention \(attention.rawValue), expected one-hot")
    }
    if tokenWires != nil, tokenLattice == nil {
      throw ValidationError("token wires: found them without --token-lattice, expected both")
    }
  }

  /// The dynamics of attention between such agents; `nil` for regular clocks where the dynamics have them.
  func dynamics(draws: Draws?) throws -> AttentionRoad {
    func road(_ draws: Draws) throws(SettingsError) -> AttentionRoad {
      try AttentionWords(
        attention, draws: draws, stop: raceStop, rate: raceRate, penalty_nats: oneHotPenalty
      ).road()
    }
    if draws == nil, let regular = try? road(.systematic) { return regular }
    do { return try road(draws ?? .independent) } catch { throw ValidationError(error.description) }
  }
}

/// Places of tokens: the model's own, or a flow.
struct PositionOption: ExpressibleByArgument {
  /// The flow; `nil` for the model's own places.
  var flow: PositionFlow?

  init(flow: PositionFlow?) { self.flow = flow }

  init?(argument: String) {
    if argument == "learned" { return }
    guard let flow = PositionFlow(argument) else { return nil }
    self.flow = flow
  }

  var defaultValueDescription: String { flow?.description ?? "learned" }
}

/// A tiling {p,q} of the hyperbolic plane, as `p,q`.
struct TilingOption: ExpressibleByArgument {
  /// Corners of a cell.
  var p: Int
  /// Cells around a corner.
  var q: Int

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let p = numbers[0], let q = numbers[1] else { return nil }
    guard (3...64).contains(p), (3...64).contains(q), (p - 2) * (q - 2) > 4 else { return nil }
    self.p = p
    self.q = q
  }
}
