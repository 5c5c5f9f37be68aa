import Foundation
import IsingModels
import LatticePhysics

/// Problems and lattices.
enum ProblemProbe {
  private static let formats: [ProblemFormat?] = [nil] + ProblemFormat.allCases
  private static let names = [
    "f", "f.rud", "f.qubo", "f.coo", "f.json", "f.mtx", "f.qh", "f.couplings", "f.csv",
  ]
  private static let kinds: [IsingProblem.Kind?] = [nil, .maximumCut, .qubo, .ising]

  /// A problem, which is written in every form and read again.
  static func problem(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2 else { return }
    let (first, second) = (Int(bytes[0]), Int(bytes[1]))
    let problem = try IsingProblem(
      bytes: Array(bytes[2...]), fileName: names[second % names.count],
      format: first < 96 ? nil : formats[first % formats.count],
      kind: kinds[second / names.count % kinds.count])
    precondition(problem.model.spinCount <= 1 << 20 && problem.offset.isFinite)
    guard problem.model.spinCount < 1000 else { return }
    let spins = [Int8](repeating: 1, count: problem.model.spinCount)
    _ = (problem.objective(of: spins), problem.value(of: spins), problem.valueTolerance)
    for format in ProblemFormat.allCases {
      guard let written = try? problem.write(as: format) else { continue }
      _ = try? IsingProblem(bytes: written.bytes, fileName: "w", format: format)
    }
  }

  /// Couplings as a lattice.
  static func couplings(_ bytes: [UInt8], folder: URL) throws {
    let file = folder.appendingPathComponent("c.csv")
    try Data(bytes).write(to: file)
    let systems = try LatticeRecipe(couplings: .file(file.path)).systems()
    precondition(systems.allSatisfy { $0.siteCount > 0 })
  }

  /// A lattice by its name, sizes and further words; temperatures.
  static func latticeWords(_ bytes: [UInt8]) throws {
    let words = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func word(_ place: Int) -> String { words.indices.contains(place) ? words[place] : "" }
    _ = try? BetaList.betas(betas: [word(0)], temperatures: [])
    _ = try? BetaList.betas(betas: [], temperatures: [word(0)])
    var description = LatticeDescription(
      try LatticeFamily(name: word(1)), sizes: try LatticeDescription.sizes(from: word(2)),
      boundary: word(3).isEmpty ? nil : try Boundary(name: word(3)))
    for (place, parameter) in LatticeParameter.allCases.enumerated() {
      description.parameters[parameter] = Double(word(4 + place))
    }
    // Larger ones are only slow.
    let growsFast = [.bethe, .hyperbolic, .hypercubic].contains(description.family)
    guard description.sizes.allSatisfy({ $0 <= (growsFast ? 5 : 20) }),
      description.sizes.count <= 4,
      description.parameters.values.allSatisfy({ !($0 > 5) })
    else { return }
    _ = try? description.hypercubeSides()
    let lattice = try Lattice(description)
    _ = try lattice.model(couplings: .uniform(1), fields: .uniform(0), seed: 0)
  }
}
