internal import Foundation

/// The exact law of a small model, from all of its 2^N states.
///
/// State x has spin i up where bit i of x is set.
public struct Enumeration: Sendable {
  /// The largest number of spins that is enumerated.
  public static let largestSpinCount = 24

  /// E of each state, by state.
  public let energies: [Double]

  /// Visits all states in Gray order: one spin flips a step.
  ///
  /// - Throws: `ModelError.spinCount` above 24 spins.
  /// - Complexity: O(2^N · degree); energies take 8 · 2^N bytes.
  public init(_ model: IsingModel) throws(ModelError) {
    guard model.spinCount <= Self.largestSpinCount else { throw .spinCount(model.spinCount) }
    var spins = [Int8](repeating: -1, count: model.spinCount)
    var energies = [Double](repeating: 0, count: 1 << model.spinCount)
    var state = 0
    energies[0] = model.energy(of: spins)
    for step in 1..<energies.count {
      let spin = step.trailingZeroBitCount
      let before = energies[state]
      let cost = 2 * Double(spins[spin]) * model.localField(at: spin, of: spins)
      spins[spin] = -spins[spin]
      state ^= 1 << spin
      energies[state] = before + cost
    }
    self.energies = energies
  }

  /// The lowest energy.
  public var groundEnergy: Double { energies.min() ?? 0 }

  /// ln Z = ln Σ e^{−βE}.
  public func logPartitionFunction(beta: Double) -> Double {
    let ground = groundEnergy
    return -beta * ground + log(energies.reduce(0) { $0 + exp(-beta * ($1 - ground)) })
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
