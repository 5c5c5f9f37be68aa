internal import Foundation

/// The exact law of a small model, from all of its 2^N states.
///
/// State x has spin i up where bit i of x is set.
public struct Enumeration: Sendable {
  /// The largest number of spins that is enumerated.
  public static let largestSpinCount = 24

  /// E of each state, by state. Each is a sum of the same terms as `IsingModel.energy(of:)`, so that
  /// energies are exact where all couplings and fields are whole numbers.
  public let energies: [Double]
  /// Number of spins.
  public let spinCount: Int
  /// The lowest energy.
  public let groundEnergy: Double
  /// States that are summed on their own before they join a sum over all states.
  static let block = 1024
  /// Σ J over the bonds, without fields; nil with fields.
  let couplingSum: Double?

  /// Visits all states.
  ///
  /// - Throws: `ModelError.spinCount` above 24 spins.
  /// - Complexity: O(2^N) time; energies take 8 · 2^N bytes, half as much again while they are made.
  public init(_ model: IsingModel) throws(ModelError) {
    guard model.spinCount <= Self.largestSpinCount else { throw .spinCount(model.spinCount) }
    energies = Self.energies(model)
    spinCount = model.spinCount
    groundEnergy = energies.min() ?? 0
    couplingSum =
      model.fields.allSatisfy { $0 == 0 } ? model.bonds.reduce(0) { $0 + $1.coupling } : nil
  }

  /// Adds one spin after the other: with E of the states x of spins 0 ..< n, and the field f(x) that
  /// they make at spin n, the states of n + 1 spins have E(x) + f(x) and, with spin n up, E(x) − f(x).
  /// No energy comes from a longer sum than its own terms, so nothing drifts.
  private static func energies(_ model: IsingModel) -> [Double] {
    let count = 1 << model.spinCount
    return [Double](unsafeUninitializedCapacity: count) { energies, initialized in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(count / 2, 1)) { field in
        energies[0] = 0
        for spin in 0..<model.spinCount {
          let half = 1 << spin
          var below = [Double](repeating: 0, count: spin)
          for k in model.adjacency.range(of: spin) {
            let neighbour = Int(model.adjacency.neighbours[k])
            if neighbour < spin { below[neighbour] = model.adjacency.couplings[k] }
          }
          field[0] = below.reduce(model.fields[spin], -)
          for other in 0..<spin {
            let size = 1 << other
            let twice = 2 * below[other]
            for x in 0..<size { field[size &+ x] = field[x] + twice }
          }
          for x in 0..<half {
            let energy = energies[x]
            energies[half &+ x] = energy - field[x]
            energies[x] = energy + field[x]
          }
        }
      }
      initialized = count
    }
  }

  /// ln Z = ln Σ e^{−βE}.
  public func logPartitionFunction(beta: Double) -> Double {
    let origin = beta < 0 ? energies.max() ?? 0 : groundEnergy
    var sum = 0.0
    for start in stride(from: 0, to: energies.count, by: Self.block) {
      let part = energies[start..<min(start + Self.block, energies.count)]
      sum += part.reduce(0) { $0 + exp(-beta * ($1 - origin)) }
    }
    return -beta * origin + log(sum)
  }

  /// P(state) = e^{−βE}/Z, by state.
  public func probabilities(beta: Double) -> [Double] {
    let logZ = logPartitionFunction(beta: beta)
    return energies.map { exp(-beta * $0 - logZ) }
  }

  /// The mean of a function of the state.
  public func mean(beta: Double, _ observable: (_ state: Int) -> Double) -> Double {
    probabilities(beta: beta).enumerated().reduce(0) { $0 + $1.element * observable($1.offset) }
  }

  /// ⟨E⟩.
  public func meanEnergy(beta: Double) -> Double { mean(beta: beta) { energies[$0] } }

  /// The state of spins.
  public static func state(of spins: [Int8]) -> Int {
    spins.enumerated().reduce(0) { $1.element > 0 ? $0 | 1 << $1.offset : $0 }
  }

  /// The spins of a state.
  public static func spins(of state: Int, count: Int) -> [Int8] {
    (0..<count).map { state >> $0 & 1 == 1 ? 1 : -1 }
  }
}
