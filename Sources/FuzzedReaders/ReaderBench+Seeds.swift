import ChipPrograms
import Foundation
import HardwareSpecs
import Jobs
import TransformerModels
import VirtualChip

extension ReaderBench {
  /// Inputs that this program makes itself, for a fuzzer to begin with; none where fixtures are enough.
  ///
  /// - Throws: what keeps a program from being written, or a session from running.
  public func seeds(of reader: FuzzedReader) throws -> [[UInt8]] {
    let programs = [machines.agents.program, machines.values.program]
    switch reader {
    case .programText: return programs.map { Array(Listing.text(of: $0).utf8) }
    case .programBinary: return try programs.map { try ProgramFile.bytes(of: $0) }
    case .chip: return [Array(try SpecLibrary.text(SpecLibrary.defaultChip).utf8)]
    case .device: return [Array(try SpecLibrary.text("l4").utf8)]
    case .measured: return [Array(try SpecLibrary.text("cloud-ai-100").utf8)]
    case .agentState: return try StateProbe.states(of: machines.agents)
    case .valueState: return try StateProbe.states(of: machines.values)
    case .checkpoint: return [try StateProbe.checkpointSeed(folder: folder)]
    case .configuration, .tokenizer, .vocabulary, .modules, .pooling, .sentence, .safetensors:
      return fileName(of: reader).flatMap { modelFiles[$0] }.map { [[UInt8]($0)] } ?? []
    case .weightIndex:
      let names = try Safetensors(
        path: model.appendingPathComponent("model.safetensors").path
      ).names.map { "\"\($0)\":\"a.safetensors\"" }
      return [Array("{\"weight_map\":{\(names.joined(separator: ","))}}".utf8)]
    default: return []
    }
  }
}

extension StateProbe {
  /// States of a run at its beginning, after a step, and later, without their identity.
  static func states(of machine: VirtualChip) throws -> [[UInt8]] {
    let session = try machine.session(settings)
    if !machine.program.values.isEmpty { try session.feed([2, 5, 6, 3]) }
    let head = try identity(of: machine).count
    var states = [Array(session.stateBytes[head...])]
    for _ in 0..<6 where !session.isFinished {
      session.step()
      states.append(Array(session.stateBytes[head...]))
    }
    return states
  }

  /// A checkpoint's parts behind its first line.
  static func checkpointSeed(folder: URL) throws -> [UInt8] {
    let file = folder.appendingPathComponent("seed")
    try? FileManager.default.removeItem(at: file)
    _ = try JobRunner(threads: 1).outputs(of: Echo(), keys: 0..<2, checkpoint: file.path)
    let bytes = [UInt8](try Data(contentsOf: file))
    return Array(bytes[((bytes.firstIndex(of: 10) ?? -1) + 1)...])
  }
}
