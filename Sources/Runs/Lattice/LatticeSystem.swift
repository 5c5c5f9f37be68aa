import IsingModels
import Reports

/// One size of the lattice with its couplings.
struct LatticeSystem: Sendable {
  /// The size as the user wrote it.
  let size: String
  /// Where sites lie.
  let lattice: Lattice
  /// Couplings and fields.
  let model: IsingModel
  /// Couplings in words.
  let couplingsText: String
  /// The signs of the bonds of a ring, from each site to the next; empty for other lattices.
  let ringBondSigns: [Int8]

  static func systems(of request: LatticeRequest) throws(RunFailure) -> [LatticeSystem] {
    let lattice = Lattice.periodicSquare(rows: 16, columns: 16)
    return [
      LatticeSystem(
        size: "16", lattice: lattice, model: try RunFailure.readingInput { try lattice.model() },
        couplingsText: "J = 1", ringBondSigns: [])
    ]
  }

  func description(sizes: [String]) -> [(String, JSONValue)] { [] }
  var knownCriticalBeta: Double? { nil }
  func exactValues(beta: Double) -> [String: Double] { [:] }
}
