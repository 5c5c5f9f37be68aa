import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import RandomStreams
import Testing
import VirtualChip

/// The race of a vocabulary for the next token.
@Suite("Next token")
struct ChooseTests {
  /// Logits of 40 tokens, of which a few are likely and many lie beyond the range of the score converters.
  static let logits = (0..<40).map { token -> Float in
    Float(3 * sin(Double(token) * 1.7)) - Float(token) * 0.55
  }

  /// Softmax in double precision.
  static func law(_ temperature: Double, _ tokens: [Int]) -> [Double] {
    let weights = tokens.map { exp(Double(logits[$0]) / temperature) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// A chip with so many race tiles of 16 columns, which take turns where tokens are more.
  static func chip(tiles: Int) throws -> ChipSpec {
    try Bench.chip { $0.geometry.raceTiles = tiles }
  }

  /// 10⁵ draws. Collisions move a share by at most a p (1 − p), a = 0.01: 0.25 of a standard error of the
  /// likeliest token, which χ² of so many draws does not see.
  @Test(
    "10⁵ draws have the exact softmax, by the law and by clocks, at once and in three rounds",
    arguments: [0.5, 1, 2], [true, false])
  func frequencies(temperature: Double, isLaw: Bool) throws {
    for tiles in [1, 4] {
      let race = VocabularyRace(
        Self.logits.span, tokens: Array(0..<40), temperature: temperature,
        on: try Self.chip(tiles: tiles))
      var counts = [Int](repeating: 0, count: 40)
      let key = StreamKey(seed: 11, purpose: .race, stage: 3, replica: UInt32(tiles))
      var draws = RandomStream(key, site: 0)
      var clocks = ScalarStream(VectorGenerator(key, stream: 1))
      for _ in 0..<(isLaw ? 100_000 : 30_000) {
        let outcome = race.run(draws: &draws) { places, sum, draws in
          isLaw ? race.lawful(places, sum, &draws) : race.clocked(places, sum, &clocks)
        }
        #expect(outcome.rounds == (tiles == 1 ? 3 : 1))
        counts[outcome.token] += 1
      }
      try RaceAgentsTests.expect(
        counts, Self.law(temperature, Array(0..<40)), "T = \(temperature), \(tiles) tiles")
    }
  }

  /// A program that draws once from the logits that one token's table row holds.
  static func machine(_ choice: Instruction.TokenDraw) throws -> VirtualChip {
    let chip = try chip(tiles: 4)
    let program = Bench.program(
      rows: [logits], chip: chip,
      values: [
        .init(kind: .field, width: 40, pooled: true), .init(kind: .field, width: 1, pooled: true),
      ],
      [.pool(0, .last, into: 1), .choose(choice, 1, into: 2), .send(2)])
    return try VirtualChip(program: program, chip: chip)
  }

  static func token(
    _ choice: Instruction.TokenDraw, _ fidelity: Fidelity.Word, seed: UInt64 = 0
  ) throws -> Int {
    let output = try machine(choice).run(
      tokens: [0], settings: RunSettings(fidelity: fidelity.fidelity(), seed: seed)
    ).output
    return try #require(output.first.flatMap { Int(exactly: $0) })
  }

  @Test("greedy takes the largest logit", arguments: Fidelity.Word.allCases)
  func greedy(fidelity: Fidelity.Word) throws {
    let best = try #require(Self.logits.indices.max { Self.logits[$0] < Self.logits[$1] })
    #expect(try Self.token(.greedy, fidelity) == best)
    // At a low temperature a race does the same.
    #expect(try Self.token(.init(temperature: 1e-3), fidelity) == best)
  }

  @Test("top-k and top-p leave the likeliest tokens alone", arguments: Fidelity.Word.allCases)
  func masks(fidelity: Fidelity.Word) throws {
    let order = Self.logits.indices.sorted { Self.logits[$1] < Self.logits[$0] }
    for seed in 0..<40 as Range<UInt64> {
      let three = try Self.token(.init(temperature: 5, topK: 3), fidelity, seed: seed)
      #expect(order.prefix(3).contains(three))
      let first = try Self.token(.init(temperature: 1, topP: 0.01), fidelity, seed: seed)
      #expect(first == order[0])
    }
  }

  @Test("a token is drawn once, whatever the samples, and counted")
  func counts() throws {
    let machine = try Self.machine(.init(temperature: 1))
    for samples in [1, 64] {
      let record = try machine.run(
        tokens: [0], settings: RunSettings(fidelity: .sampled, samples: samples, seed: 4)
      ).record
      let counts = try #require(
        record.instructions.first { $0.name == "choose" }?.counts[.raceTiles])
      #expect(counts[.dacSet] == 40)
      #expect((1...5).contains(counts[.agentUpdate, .sampling]))
      #expect(counts[.agentUpdate] == counts[.agentRead])
      // 4 a logit, 2 a token that races, 2 a firing and 2 a round.
      #expect(counts[.digitalOperation] == 6 * 40 + 2 * counts[.agentUpdate] + 2)
    }
  }
}
