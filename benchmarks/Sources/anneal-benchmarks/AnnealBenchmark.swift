import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

@main
struct AnnealBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    for name in arguments[2].split(separator: ",") {
      let path = "\(arguments[1])/\(name).txt"
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      let problem = try IsingProblem(bytes: [UInt8](data), fileName: String(name))
      let n = problem.model.spinCount
      var search = LocalSearch(problem.model, key: StreamKey(seed: 1, purpose: .spinUpdate))
      let starts = (0..<20).map { InitialSpins.random.spins(count: n, seed: 3, replica: UInt32($0)) }
      for patience in [0, 10, 100, 1000, 10000] {
        let before = search.flips
        let (cuts, time) = timed {
          starts.map { start in
            let s = patience == 0 ? search.descended(start) : search.walked(start, patience: patience * n / 10, limit: patience * n)
            return problem.cut(ofEnergy: problem.model.energy(of: s))!
          }
        }
        print(name, "patience", patience, "best", cuts.max()!, "mean", cuts.reduce(0, +) / 20, "s/read", time / 20, "ns/flip", time * 1e9 / Double(search.flips - before))
      }
    }
  }
}
