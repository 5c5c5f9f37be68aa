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
    case "bifurcation": try bifurcation(Array(arguments.dropFirst()))
    case "oscillators": try oscillators(Array(arguments.dropFirst()))
    default:
      fail(
        """
        usage: dynamics-benchmarks reduce [FILE…]
               dynamics-benchmarks bifurcation FILE|skN ballistic|discrete STEPS [DT [STRENGTH [BATCHES [HEATING]]]]
               dynamics-benchmarks oscillators FILE|skN STEPS [DT LOCKING TEMPERATURE]
        """, status: 64)
    }
  }

  /// A problem in rudy form.
  static func model(_ path: String) throws -> IsingModel {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    return try IsingProblem(bytes: bytes, fileName: path).model
  }

  /// A problem file, or a Sherrington–Kirkpatrick model with Gaussian (`sk1000`) or ± couplings
  /// (`pm1000`).
  static func problem(_ name: String) throws -> IsingModel {
    let kind = name.prefix { $0.isLetter }
    guard ["sk", "pm", "hsk", "ghsk"].contains(kind), let n = Int(name.dropFirst(kind.count)) else {
      return try model(name)
    }
    var words = RandomStream(StreamKey(seed: 1, purpose: .testInput), site: 0)
    var bonds: [Bond] = []
    for i in 0..<n {
      for j in i + 1..<max(n, i + 1) {
        bonds.append(Bond(i, j, kind == "pm" ? (words.next() & 1 == 0 ? 1 : -1) : words.normal()))
      }
    }
    guard kind.hasPrefix("h") || kind.hasPrefix("g") else {
      return try IsingModel(spinCount: n, bonds: bonds)
    }
    let fields = (0..<n).map { _ in words.normal() * Double(n).squareRoot() / 2 }
    return kind == "hsk"
      ? try IsingModel(spinCount: n, bonds: bonds, fields: fields)
      : try IsingModel(
        spinCount: n + 1, bonds: bonds + fields.enumerated().map { Bond($0.offset, n, $0.element) })
  }

  static func bifurcation(_ arguments: [String]) throws {
    guard arguments.count >= 3, let steps = Int(arguments[2]),
      let variant = SimulatedBifurcation.Variant(rawValue: arguments[1])
    else { fail("bifurcation FILE|skN ballistic|discrete STEPS", status: 64) }
    let model = try problem(arguments[0])
    var method = SimulatedBifurcation(
      model, variant: variant, timeStep: arguments.count > 3 ? Double(arguments[3]) : nil,
      strength: arguments.count > 4 ? Double(arguments[4])! : 0.5)
    if arguments.count > 6, let heating = Double(arguments[6]) { method.heating = heating }
    measure(method, steps: steps, batches: arguments.count > 5 ? Int(arguments[5])! : 1)
  }

  static func oscillators(_ arguments: [String]) throws {
    guard arguments.count >= 2, let steps = Int(arguments[1]) else {
      fail("oscillators FILE|skN STEPS", status: 64)
    }
    var method = OscillatorPhases(try problem(arguments[0]))
    if arguments.count > 2, let step = Double(arguments[2]), step > 0 { method.timeStep = step }
    if arguments.count > 3, let locking = Double(arguments[3]) { method.locking = locking }
    if arguments.count > 4, let value = Double(arguments[4]) { method.temperature = value }
    measure(method, steps: steps, batches: 1)
  }

  /// Energies, cuts where J is a weight, and speed of a method.
  static func measure(_ method: some Optimiser, steps: Int, batches: Int) {
    let model = method.model
    var energies: [Double] = []
    var attempts: UInt64 = 0
    let (_, time) = timed {
      for batch in 0..<batches {
        let result = method.batch(
          sweeps: steps, key: StreamKey(seed: 5, purpose: .spinUpdate, replica: UInt32(batch))
        ) { _ in true }
        energies += result.reads.map(\.energy)
        attempts += result.counts.attempts
      }
    }
    let mean = energies.reduce(0, +) / Double(energies.count)
    let weight = -model.bonds.reduce(0) { $0 + $1.coupling }
    let best = energies.min() ?? 0
    print(
      String(
        format:
          "best cut %.1f mean %.1f | E best %.2f mean %.2f, / N^1.5 %.4f %.4f | best %d of %d | %.3f s, %.3f updates/ns",
        (weight - best) / 2, (weight - mean) / 2, best, mean,
        best / pow(Double(model.spinCount), 1.5), mean / pow(Double(model.spinCount), 1.5),
        energies.count { $0 <= best + 1e-9 }, energies.count, time, Double(attempts) / time * 1e-9))
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
            (
              "random graph \(size), \(degree) links a spin",
              try IsingModel(spinCount: size, bonds: bonds)
            ))
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
