import Foundation
import IsingModels
import RandomStreams
import Sampling

/// Small models whose ground states are known from enumeration.
struct SmallInstance: CustomStringConvertible, Sendable {
  let name: String
  let model: IsingModel
  let groundEnergy: Double
  /// (β, ln Z, ⟨E⟩)
  let thermal: [(beta: Double, logZ: Double, energy: Double)]

  var description: String { name }

  /// All of them; none if the tables cannot be read, which a test would notice.
  static let all: [SmallInstance] = (try? read()) ?? []

  private static func read() throws -> [SmallInstance] {
    let couplings = Dictionary(grouping: try table("small_couplings.csv")) { "\($0[0]) \($0[1])" }
    return try table("small_ground_states.csv").map { row in
      let size = Int(row[1])!
      var bonds: [Bond] = []
      var fields = [Double](repeating: 0, count: size)
      for entry in couplings["\(row[0]) \(row[2])"]! {
        let (i, j, value) = (Int(entry[2])!, Int(entry[3])!, Double(entry[4])!)
        if i == j { fields[i] = value } else { bonds.append(Bond(i, j, value)) }
      }
      return SmallInstance(
        name: "\(row[0]) \(row[2])",
        model: try IsingModel(spinCount: size, bonds: bonds, fields: fields),
        groundEnergy: Double(row[4])!,
        thermal: [0.25, 0.5, 1, 2].enumerated().map {
          ($1, Double(row[7 + 2 * $0])!, Double(row[8 + 2 * $0])!)
        })
    }
  }

  private static func table(_ name: String) throws -> [[String]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../IsingModelsTests/Fixtures/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").map(String.init) }
  }
}

/// The optimisers by name.
enum OptimiserKind: String, CaseIterable, Sendable {
  case annealing, annealingByReference, tempering, population, restarts

  func optimiser(_ model: IsingModel) -> any Optimiser {
    switch self {
    case .annealing: SimulatedAnnealing(model)
    case .annealingByReference:
      SimulatedAnnealing(model, batchSize: 20, engine: ReplicaEngines.reference)
    case .tempering: TemperingSearch(model, temperatures: 16, batchSize: 4)
    case .population: PopulationAnnealing(model, population: 64)
    case .restarts: RestartedPopulations(model, firstRound: (16, 64))
    }
  }
}

/// Models made for tests.
enum OptimiserModels {
  /// A random graph with couplings from a law.
  static func random(
    spins: Int, bonds: Int, seed: UInt64, coupling: (inout WordSequence) -> Double
  ) throws -> IsingModel {
    var words = WordSequence(StreamKey(seed: seed, purpose: .testInput))
    var list: [Bond] = []
    while list.count < bonds {
      let (i, j) = (words.index(below: UInt32(spins)), words.index(below: UInt32(spins)))
      if i != j { list.append(Bond(i, j, coupling(&words))) }
    }
    return try IsingModel(spinCount: spins, bonds: list)
  }

  /// What the cheapest flip costs.
  static func cheapestFlip(_ model: IsingModel, _ spins: [Int8]) -> Double {
    (0..<model.spinCount).map {
      2 * Double(spins[$0]) * model.localField(at: $0, of: spins)
    }.min()!
  }

  /// The model with all numbers multiplied.
  static func scaled(_ model: IsingModel, by factor: Double) throws -> IsingModel {
    try IsingModel(
      spinCount: model.spinCount,
      bonds: model.bonds.map { Bond(Int($0.first), Int($0.second), factor * $0.coupling) },
      fields: model.fields.map { factor * $0 })
  }

  static func key(_ batch: UInt32, seed: UInt64 = 5) -> StreamKey {
    StreamKey(seed: seed, purpose: .spinUpdate, replica: batch)
  }
}
