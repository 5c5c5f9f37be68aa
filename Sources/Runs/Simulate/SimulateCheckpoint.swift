import ChipPrograms
import Foundation
import HardwareSpecs
import Synchronization
import VirtualNPU

/// The file of `--checkpoint`: the states of all replicas between two of their steps.
final class SimulateCheckpoint: Sendable {
  /// Seconds between two writes.
  static let interval_s = 5.0

  private static let format = "ising-npu-simulate-checkpoint/1"

  private struct Content: Codable {
    var version: String
    var program: String
    var chipHash: String
    var settings: String
    var replicas: [Data?]
  }

  private struct State {
    var replicas: [Data?]
    var lastWrite = ContinuousClock.now
  }

  let path: String
  private let header: Content
  private let state: Mutex<State>

  /// Reads the file if it exists.
  init(path: String, machine: LatticeMachine, replicas: Int) throws(RunFailure) {
    self.path = path
    let settings = machine.settings
    header = Content(
      version: Provenance.currentProgramVersion,
      program: machine.program.text, chipHash: machine.chip.hash,
      settings:
        "fidelity \(settings.fidelity.word.rawValue), seed \(settings.seed), die \(settings.fidelity.die), "
        + "\(replicas) replicas", replicas: [])
    var found = [Data?](repeating: nil, count: replicas)
    if FileManager.default.fileExists(atPath: path) {
      let bytes = try SealedFile.read(path, format: Self.format, limit: 1 << 34)
      guard
        let content = try? PropertyListDecoder().decode(Content.self, from: Data(bytes))
      else {
        throw RunFailure(.badInput, "\(path): found no checkpoint, expected one, or no file")
      }
      for (what, here, there) in [
        ("program version", header.version, content.version),
        ("chip description", header.chipHash, content.chipHash),
        ("run", header.settings, content.settings),
      ] where here != there {
        throw RunFailure(.badInput, "\(path): found the \(what) `\(there)`, expected `\(here)`")
      }
      guard content.program == header.program, content.replicas.count == replicas else {
        throw RunFailure(
          .badInput, "\(path): found a checkpoint of another program, expected one of this")
      }
      found = content.replicas
    }
    state = Mutex(State(replicas: found))
  }

  /// The state of a replica, if it has one.
  func bytes(of number: Int) -> [UInt8]? {
    state.withLock { $0.replicas[number] }.map { [UInt8]($0) }
  }

  func keep(_ bytes: [UInt8], of number: Int) {
    let data = Data(bytes)
    state.withLock { $0.replicas[number] = data }
  }

  /// Whether it is time to write again.
  var isDue: Bool {
    state.withLock { (ContinuousClock.now - $0.lastWrite) / .seconds(1) >= Self.interval_s }
  }

  /// Writes all states that were kept.
  func write() throws(RunFailure) {
    var content = header
    content.replicas = state.withLock { state in
      state.lastWrite = .now
      return state.replicas
    }
    let data = try RunFailure.computing {
      let encoder = PropertyListEncoder()
      encoder.outputFormat = .binary
      return try encoder.encode(content)
    }
    try SealedFile.write([UInt8](data), format: Self.format, to: path)
  }
}
