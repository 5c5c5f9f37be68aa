import ArgumentParser
import HardwareSpecs
import VirtualNPU

/// By which dynamics components run, shared by the commands that simulate a model.
struct RoadOptions: ParsableArguments {
  @Option(help: "How attention draws a key: \(names(AttentionRoad.self)).")
  var attention = AttentionRoad.race

  @Option(help: "Penalty of one-hot groups, \u{3b2}A in nats: 0.5 to 16.")
  var oneHotPenalty = 6.0

  @Option(help: "When a race stops: \(names(RaceStop.self)).")
  var raceStop = RaceStop.count

  @Option(help: "How a race's rate is held: \(names(RaceRate.self)).")
  var raceRate = RaceRate.scaled

  @Option(help: "How norms settle: \(names(NormMethod.self)) (default: the chip's).")
  var norm: NormMethod?

  /// Enters the options that are settings of the machine.
  func set(_ settings: inout RunSettings) {
    settings.attention = attention
    settings.oneHotPenalty = oneHotPenalty
    settings.raceStop = raceStop
    settings.raceRate = raceRate
  }
}
