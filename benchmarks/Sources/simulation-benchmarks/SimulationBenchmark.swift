import ChipPrograms
import Foundation
import HardwareSpecs
import LatticeCompiler
import TransformerModels
import VirtualNPU

/// Times compiling, building the machine and simulating texts, one thread; prints one JSON object.
@main
struct SimulationBenchmark {
  /// Least and median of several runs.
  struct Seconds: Encodable {
    var min_s: Double
    var median_s: Double
  }

  struct Result: Encodable {
    var texts: Int
    var tokens: Int
    var load_s: Double
    var compile_s: Double
    var build_machine_s: Double
    var expectation: Seconds
    var systematic_64: Seconds
    var independent_256: Seconds
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let runs = Int(arguments.count > 3 ? arguments[3] : "10"), runs > 0
    else {
      let usage = "usage: simulation-benchmarks MODEL-FOLDER TEXTS.json [RUNS]\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let texts = try JSONDecoder().decode(
      [String].self, from: Data(contentsOf: URL(fileURLWithPath: arguments[2])))
    let result = try measure(folder: arguments[1], texts: texts, runs: runs)
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  static func measure(folder: String, texts: [String], runs: Int) throws -> Result {
    let (model, load) = try timed { try LoadedModel.load(folder: folder) }
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    let (program, compile) = try timed {
      try LatticeCompiler.compile(model.graph, for: chip, precision: Precision())
    }
    let (machine, build) = try timed { try VirtualNPU(program: program, chip: chip) }
    let tokens = texts.map { model.tokenizer.encode($0).ids }
    func simulate(_ settings: RunSettings) throws -> Seconds {
      var times: [Double] = []
      for run in 0...runs {
        let (_, seconds) = try timed {
          for text in tokens { _ = try machine.run(tokens: text, settings: settings) }
        }
        // The first run warms up.
        if run > 0 { times.append(seconds) }
      }
      times.sort()
      return Seconds(min_s: times[0], median_s: times[times.count / 2])
    }
    return Result(
      texts: texts.count, tokens: tokens.reduce(0) { $0 + $1.count }, load_s: load,
      compile_s: compile, build_machine_s: build,
      expectation: try simulate(RunSettings(fidelity: .expectation)),
      systematic_64: try simulate(RunSettings(draws: .systematic, samples: 64)),
      independent_256: try simulate(RunSettings(draws: .independent, samples: 256)))
  }

  static func timed<Value>(_ body: () throws -> Value) rethrows -> (Value, Double) {
    let start = ContinuousClock.now
    let value = try body()
    return (value, (ContinuousClock.now - start) / .seconds(1))
  }
}
