import BenchmarkSupport
import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Elimination and the optimisers by dynamics, one thread.
///
/// `dynamics-benchmarks reduce FILE…` prints what is left of problems in rudy form, and of random
/// graphs where no file is given.
@main
struct DynamicsBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch arguments.first {
    case "reduce": try reduce(Array(arguments.dropFirst()))
    default: fail("usage: dynamics-benchmarks reduce [FILE…]", status: 64)
    }
  }

  /// A problem in rudy form.
  static func model(_ path: String) throws -> IsingModel {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return try IsingProblem(bytes: bytes, fileName: path).model
  }

  static func reduce(_ files: [String]) throws {
    var models = try files.map { ($0, try model($0)) }
    if models.isEmpty {
      for size in [100_000, 1_000_000] {
        for degree in [1.5, 3.0, 6.0] {
          var words = RandomStream(StreamKey(seed: 1, purpose: .testInput), site: 0)
          func below() -> Int { Int(words.integer(below: UInt32(size))) }
          var bonds: [Bond] = []
          while Double(bonds.count) < degree / 2 * Double(size) {
            let (a, b) = (below(), below())
            if a != b { bonds.append(Bond(a, b, words.next() & 1 == 0 ? 1 : -1)) }
          }
          models.append(
            ("random graph \(size), \(degree) links a spin",
              try IsingModel(spinCount: size, bonds: bonds)))
        }
      }
    }
    for (name, model) in models {
      for (label, rules, unit) in [
        ("all", ReductionRules.all, nil as Double?), ("half-integers", .all, 0.5),
        ("keeping the unit", .keepingUnit, nil), ("two links", [.leaves, .chains], nil),
      ] {
        let (reduced, time) = timed { ReducedModel(model, rules: rules, finestUnit: unit) }
        let rest = reduced.model
        let s = reduced.steps
        print(
          "\(name), \(label): \(model.spinCount) → \(reduced.kept.count) spins,",
          "\(model.bonds.count) → \(rest?.bonds.count ?? 0) bonds, unit \(rest?.dyadicUnit ?? 0),",
          "largest field \(rest?.largestLocalField ?? 0),",
          "free/leaves/chains/stars/dominated \(s.free)/\(s.leaves)/\(s.chains)/\(s.stars)/\(s.dominated),",
          "parts \(rest.map { ModelComponents($0).models.count } ?? 0),",
          String(format: "%.4f s", time))
      }
    }
  }
}
