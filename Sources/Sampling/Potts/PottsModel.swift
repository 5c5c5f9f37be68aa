public import IsingModels

/// Agents with q states and the energy E(s) = −Σ_{i<j} J_ij δ(s_i, s_j) − Σ_i h_i(s_i).
///
/// β stands outside: P(s) ∝ e^{−βE(s)}. With q = 2 it is the Ising model with couplings J/2 and fields
/// (h_i(1) − h_i(0))/2, up to a constant. One agent without couplings is a softmax: P(s) ∝ e^{βh(s)}.
public struct PottsModel: Sendable, Equatable {
  /// q, from 2 to 256.
  public let stateCount: Int
  /// h_i(s) of agent i at place i · q + s.
  public let fields: [Double]
  /// Holds the couplings; its fields are zero.
  private let graph: IsingModel

  /// Number of agents N, at least 1.
  public var agentCount: Int { graph.spinCount }
  /// Each coupled pair once, ordered by (first, second).
  public var bonds: [Bond] { graph.bonds }
  /// The same couplings seen from each agent.
  public var adjacency: Adjacency { graph.adjacency }

  /// The largest number of states of the whole model that is enumerated.
  public static let largestEnumeration = 1 << 24

  /// Builds a model; parallel bonds add up.
  ///
  /// - Parameters:
  ///   - agentCount: 1 to 2³¹ − 1.
  ///   - stateCount: q, from 2 to 256.
  ///   - bonds: indices in 0 ..< agentCount, in any order.
  ///   - fields: q an agent, agent by agent, or empty for none.
  /// - Throws: `SamplerError.outOfRange` for q; `ModelError` as `IsingModel`.
  public init(
    agentCount: Int, stateCount: Int, bonds: [Bond], fields: [Double] = []
  ) throws {
    guard (2...256).contains(stateCount) else {
      throw SamplerError.outOfRange(
        parameter: "states of an agent", value: Double(stateCount), range: "2 to 256")
    }
    graph = try IsingModel(spinCount: agentCount, bonds: bonds)
    let size = agentCount * stateCount
    guard fields.isEmpty || fields.count == size else {
      throw ModelError.fieldCount(found: fields.count, expected: size)
    }
    if let place = fields.firstIndex(where: { !$0.isFinite }) {
      throw ModelError.notFinite("field of agent \(place / stateCount)", fields[place])
    }
    self.stateCount = stateCount
    self.fields = fields.isEmpty ? Array(repeating: 0, count: size) : fields
  }

  /// E(s).
  /// - Parameter states: 0 ..< q, one an agent.
  public func energy(of states: [UInt8]) -> Double {
    precondition(states.count == agentCount, "\(states.count) states for \(agentCount)")
    var sum = 0.0
    for bond in bonds where states[Int(bond.first)] == states[Int(bond.second)] {
      sum += bond.coupling
    }
    for (agent, state) in states.enumerated() { sum += fields[agent * stateCount + Int(state)] }
    return -sum
  }

  /// E of all q^N states; state x has agent i in state ⌊x/qⁱ⌋ mod q.
  /// - Throws: `ModelError.spinCount` above 2²⁴ states.
  public func allEnergies() throws(ModelError) -> [Double] {
    var size = 1
    for _ in 0..<agentCount {
      size *= stateCount
      guard size <= Self.largestEnumeration else { throw .spinCount(agentCount) }
    }
    return (0..<size).map { energy(of: states(of: $0)) }
  }

  /// The states of the agents in a state of the whole model.
  public func states(of index: Int) -> [UInt8] {
    var rest = index
    return (0..<agentCount).map { _ in
      defer { rest /= stateCount }
      return UInt8(rest % stateCount)
    }
  }

  /// The state of the whole model.
  public func index(of states: [UInt8]) -> Int {
    states.reversed().reduce(0) { $0 * stateCount + Int($1) }
  }
}
