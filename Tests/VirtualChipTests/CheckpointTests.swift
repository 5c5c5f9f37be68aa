import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("States of sessions")
struct CheckpointTests {
  static let settings = RunSettings(fidelity: .event(die: 0), samples: 16, seed: 5)
  static let tokens = [1, 2, 3, 4, 5]

  static func machine(seed: UInt64 = 1) throws -> VirtualChip {
    var model = TinyModel(hidden: 32, heads: 4, keyValueHeads: 4, layers: 2, inner: 64)
    model.seed = seed
    return try Bench.machine(model) {
      $0.geometry.linearTiles = 10
      $0.memory.offChip_bitsPerSecond = 1e11
      $0.timing.shadowLoad = true
    }
  }

  static func session(
    _ machine: VirtualChip, settings: RunSettings = settings
  ) throws -> Session {
    let session = try machine.session(settings)
    try session.feed(tokens)
    return session
  }

  /// The state at a barrier.
  static func state(_ machine: VirtualChip, at barrier: Int) throws -> [UInt8] {
    let session = try session(machine)
    for _ in 0...barrier { session.step() }
    return session.stateBytes
  }

  @Test(
    "a run that was stopped at any barrier ends with the bits of one that was not",
    arguments: Fidelity.Word.allCases)
  func resume(fidelity: Fidelity.Word) throws {
    let machine = try Self.machine()
    var settings = Self.settings
    settings.fidelity = fidelity.fidelity()
    let whole = try machine.run(tokens: Self.tokens, settings: settings)
    let session = try Self.session(machine, settings: settings)
    var barriers = 0
    while !session.isFinished {
      let state = session.stateBytes
      // Another machine, as another process has it.
      let rest = try Self.machine().session(settings, resuming: state)
      #expect(rest.stateBytes == state && rest.tokens == Self.tokens)
      if [0, 1, 2, 7, 13].contains(barriers) {
        while !rest.isFinished { rest.step() }
        #expect(rest.output.map(\.bitPattern) == whole.output.map(\.bitPattern))
        #expect(rest.execution.record == whole.record)
        #expect(rest.execution.events == whole.events)
      }
      session.step()
      barriers += 1
    }
    #expect(barriers > 13)
    #expect(session.output.map(\.bitPattern) == whole.output.map(\.bitPattern))
    #expect(session.execution.record == whole.record)
  }

  @Test(
    "with any device a run goes on from any barrier with the same bits",
    arguments: LatticeMachineTests.devices.keys.sorted())
  func devices(_ key: String) throws {
    let devices = try LatticeMachineTests.chip(with: key).devices
    let model = TinyModel(hidden: 32, heads: 2, keyValueHeads: 2, layers: 1, inner: 32)
    let machine = try Bench.machine(model) {
      $0.devices = devices
      $0.timing.readOut = .converter(bits: 6, columnsPerConverter: 4)
    }
    let whole = try machine.run(tokens: Self.tokens, settings: Self.settings)
    var part = try Self.session(machine)
    while !part.isFinished {
      part.step()
      part = try machine.session(Self.settings, resuming: part.stateBytes)
    }
    #expect(part.output.map(\.bitPattern) == whole.output.map(\.bitPattern))
    #expect(part.execution.record == whole.record)
    #expect(part.execution.events == whole.events)
  }

  @Test("another program, seed or fidelity is refused by name")
  func refusals() throws {
    let machine = try Self.machine()
    let state = try Self.state(machine, at: 3)
    func message(_ machine: VirtualChip, settings: RunSettings = Self.settings) -> String {
      do throws(MachineError) {
        _ = try machine.session(settings, resuming: state)
        return ""
      } catch { return error.description }
    }
    #expect(message(machine) == "")
    #expect(message(try Self.machine(seed: 2)).contains("the model"))
    var other = Self.settings
    other.seed = 6
    #expect(message(machine, settings: other).contains("found seed 5, expected 6"))
    other.fidelity = .sampled
    #expect(message(machine, settings: other).contains("found fidelity event, expected sampled"))
  }

  @Test("a state that no session leaves is refused")
  func damage() throws {
    let machine = try Self.machine()
    let whole = try Self.state(machine, at: 3)
    func isTaken(_ bytes: [UInt8]) -> Bool {
      (try? machine.session(Self.settings, resuming: bytes)) != nil
    }
    #expect(isTaken(whole))
    for count in stride(from: 0, to: whole.count, by: 97) {
      #expect(!isTaken(Array(whole.prefix(count))), "\(count) bytes")
    }
    #expect(!isTaken(whole + [0]))
    // Damage that looks like another state may be taken, but never traps.
    for place in stride(from: 0, to: whole.count, by: 61) {
      for bit in [0, 6] as [UInt8] {
        var bytes = whole
        bytes[place] ^= 1 << bit
        _ = isTaken(bytes)
      }
    }
  }
}
