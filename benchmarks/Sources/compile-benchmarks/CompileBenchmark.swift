import BenchmarkSupport
import ChipPrograms
import Foundation
import HardwareSpecs
import ModelCompiler
import TransformerModels

/// Times compilations of a model at several precisions for the default chip; prints a line a precision:
/// its name, least and median milliseconds.
@main
struct CompileBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard (2...3).contains(arguments.count),
      let runs = Int(arguments.count > 2 ? arguments[2] : "5"), runs > 0
    else {
      fail("usage: compile-benchmarks MODEL-FOLDER [RUNS]", status: 64)
    }
    let graph = try LoadedModel.load(folder: arguments[1]).graph
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    for (name, precision) in [
      ("8-bits-tiles", Precision()),
      ("8-bits-rows-least-squares", Precision(weightBlock: 0, weightRange: .leastSquares)),
      ("6-bits-blocks-of-64", Precision(weightBits: 6, weightBlock: 64)),
      (
        "6-bits-blocks-of-64-least-squares",
        Precision(weightBits: 6, weightBlock: 64, weightRange: .leastSquares)
      ),
    ] {
      let time = try seconds(runs) {
        try ModelCompiler.compile(graph, for: chip, precision: precision)
      }
      print("\(name) \(String(format: "%.1f %.1f", time.min_s * 1e3, time.median_s * 1e3))")
    }
  }
}
