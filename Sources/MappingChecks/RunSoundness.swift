import HardwareSpecs
import Jobs
package import VirtualChip

/// What makes a run unsound though it runs: the checks of `validate` that a report cannot do without, from
/// the values of a run's first texts.
package struct RunSoundness {
  /// Most pairs of tokens of one head in all texts that are looked at; the first text counts as none.
  private static let mostPairs = 40_000

  /// How norms settle; `nil` where they are exact.
  package let norms: NormSettling?
  /// What the largest rate of an agent does to races; `nil` where no agent can reach it.
  package let saturation: RaceSaturation?
  /// What converters of scores do; `nil` where nothing races.
  package let scores: ScoreConversion?

  /// Looks at the first texts, with infinitely many samples; after Ctrl-C at one.
  ///
  /// - Returns: `nil` where the machine cannot run them so: converters that clip are followed by agents alone.
  /// - Throws: `MachineError` for a text that the machine refuses.
  package init?(of texts: [[Int]], on machine: VirtualChip, settings: RunSettings) throws {
    var settings = settings
    settings.fidelity = .expectation
    guard (try? machine.check(settings)) != nil else { return nil }
    var pairs = 0
    var traces: [VirtualChip.Trace] = []
    for text in texts.prefix(ValidationSubject.mostTraces) {
      pairs += traces.isEmpty ? 0 : text.count * text.count
      guard pairs <= Self.mostPairs, traces.isEmpty || !Interruption.isRequested else { break }
      traces.append(try machine.trace(tokens: text, settings: settings))
    }
    norms = NormSettling(in: traces, on: machine)
    let words = settings.attention.words
    let rows =
      words.dynamics == .race
      ? traces.flatMap { machine.raceRows(in: $0, draws: words.draws) } : []
    saturation = RaceSaturation(ofRaces: rows, on: machine.chip.timing)
    scores = rows.isEmpty ? nil : ScoreConversion(rows, on: machine.chip.timing)
  }
}
