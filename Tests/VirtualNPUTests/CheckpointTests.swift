import ExecutionRecords
import Foundation
import HardwareSpecs
import Testing
import VirtualNPU

@Suite("Checkpoints")
struct CheckpointTests {
  static let settings = RunSettings(fidelity: .event(die: 0), samples: 16, seed: 5)
  static let tokens = [1, 2, 3, 4, 5]

  static func machine(seed: UInt64 = 1) throws -> VirtualNPU {
    var model = TinyModel(hidden: 32, heads: 4, keyValueHeads: 4, layers: 2, inner: 64)
    model.seed = seed
    return try Bench.machine(model) {
      $0.geometry.linearTiles = 10
      $0.memory.offChip_bitsPerSecond = 1e11
      $0.timing.shadowLoad = true
    }
  }

  /// Stops at a barrier; the number of barriers if there are fewer.
  static func stop(
    _ machine: VirtualNPU, at barrier: Int
  ) throws -> (checkpoint: EventCheckpoint?, barriers: Int) {
    var barriers = 0
    var kept: EventCheckpoint?
    _ = try machine.run(tokens: tokens, settings: settings, resuming: nil) { checkpoint in
      if barriers == barrier { kept = checkpoint() }
      barriers += 1
      return kept == nil
    }
    return (kept, barriers)
  }

  @Test("a run that was stopped at any barrier ends with the bits of one that was not")
  func resume() throws {
    let machine = try Self.machine()
    let whole = try machine.run(tokens: Self.tokens, settings: Self.settings)
    let barriers = try Self.stop(machine, at: .max).barriers
    #expect(barriers > 10)
    for barrier in Set([0, 1, 2, barriers / 2, barriers - 1]) {
      let checkpoint = try #require(try Self.stop(machine, at: barrier).checkpoint)
      let file = try JSONEncoder().encode(checkpoint)
      let read = try JSONDecoder().decode(EventCheckpoint.self, from: file)
      #expect(read == checkpoint)
      // Another machine, as another process has it.
      let rest = try #require(
        try Self.machine().run(
          tokens: Self.tokens, settings: Self.settings, resuming: read, onBarrier: { _ in true }))
      #expect(rest.output.map(\.bitPattern) == whole.output.map(\.bitPattern))
      #expect(rest.record == whole.record)
      #expect(rest.events == whole.events)
    }
  }

  @Test("another program, text, seed or fidelity is refused by name")
  func refusals() throws {
    let machine = try Self.machine()
    let checkpoint = try #require(try Self.stop(machine, at: 3).checkpoint)
    func message(
      _ machine: VirtualNPU, tokens: [Int] = Self.tokens, settings: RunSettings = Self.settings
    ) -> String {
      do throws(MachineError) {
        _ = try machine.run(
          tokens: tokens, settings: settings, resuming: checkpoint, onBarrier: { _ in true })
        return ""
      } catch { return error.description }
    }
    #expect(message(machine) == "")
    #expect(message(try Self.machine(seed: 2)).contains("the model"))
    #expect(message(machine, tokens: [1, 2, 3, 4, 6]).contains("texts are others"))
    var other = Self.settings
    other.seed = 6
    #expect(message(machine, settings: other).contains("found seed 5, expected 6"))
    other.fidelity = .sampled
    #expect(message(machine, settings: other).contains("fidelity sampled, expected event"))
  }

  @Test("a state that no run leaves is refused")
  func damage() throws {
    let machine = try Self.machine()
    let checkpoint = try #require(try Self.stop(machine, at: 3).checkpoint)
    let whole = try JSONEncoder().encode(checkpoint)
    for (key, value) in [
      ("next", 0), ("next", 100_000), ("fields", [Any]()), ("codes", [Any]()), ("records", [Any]()),
    ] as [(String, Any)] {
      var document = try #require(
        try JSONSerialization.jsonObject(with: whole) as? [String: Any])
      document[key] = value is Int ? value : (document[key] is [String: Any] ? [:] : value)
      let data = try JSONSerialization.data(withJSONObject: document)
      let read = try JSONDecoder().decode(EventCheckpoint.self, from: data)
      guard read != checkpoint else { continue }
      #expect(throws: MachineError.self, "\(key)") {
        _ = try machine.run(
          tokens: Self.tokens, settings: Self.settings, resuming: read, onBarrier: { _ in true })
      }
    }
  }
}
