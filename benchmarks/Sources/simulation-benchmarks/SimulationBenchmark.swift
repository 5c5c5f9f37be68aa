import BenchmarkSupport
import ChipPrograms
import Foundation
import HardwareSpecs
import ModelCompiler
import TransformerModels
import VirtualChip

/// Times compiling, building the machine and simulating texts, one thread; prints one JSON object.
@main
struct SimulationBenchmark {
  struct Result: Encodable {
    var texts: Int
    var tokens: Int
    var load_s: Double
    var compile_s: Double
    var build_machine_s: Double
    var expectation: Seconds?
    var systematic_64: Seconds?
    var independent_256: Seconds?
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let runs = Int(arguments.count > 3 ? arguments[3] : "10"), runs > 0
    else {
      fail(
        "usage: simulation-benchmarks MODEL-FOLDER TEXTS [RUNS [expectation|systematic|independent]]",
        status: 64)
    }
    do {
      let result = try measure(
        folder: arguments[1], texts: try texts(arguments[2]), runs: runs,
        only: arguments.count > 4 ? arguments[4] : nil)
      print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    } catch {
      fail("simulation-benchmarks: \(error)", status: 1)
    }
  }

  static func measure(folder: String, texts: [String], runs: Int, only: String?) throws -> Result {
    let (model, load) = try timed { try LoadedModel.load(folder: folder) }
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    let (program, compile) = try timed {
      try ModelCompiler.compile(model.graph, for: chip, precision: Precision())
    }
    let (machine, build) = try timed { try VirtualChip(program: program, chip: chip) }
    let tokens = texts.map { model.tokenizer.encode($0).ids }
    func simulate(_ name: String, _ settings: RunSettings) throws -> Seconds? {
      guard only == nil || only == name else { return nil }
      return try seconds(runs) {
        for text in tokens { _ = try machine.run(tokens: text, settings: settings) }
      }
    }
    return Result(
      texts: texts.count, tokens: tokens.reduce(0) { $0 + $1.count }, load_s: load,
      compile_s: compile, build_machine_s: build,
      expectation: try simulate("expectation", RunSettings(fidelity: .expectation)),
      systematic_64: try simulate("systematic", RunSettings(draws: .systematic, samples: 64)),
      independent_256: try simulate("independent", RunSettings(draws: .independent, samples: 256)))
  }
}
