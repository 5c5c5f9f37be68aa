public import IsingModels

/// The law of the free agents of a program while the others are held.
public struct ConditionalModel: Sendable {
  /// The free agents, in ascending order: spin k of `model` is agent `free[k]`.
  public let free: [Int]
  /// Couplings among free agents; held agents act as fields. `nil` where all are held.
  public let model: IsingModel?
  /// The energy of what is held.
  public let offset: Double

  /// Conditions a model.
  /// - Parameters:
  ///   - model: couplings and fields of all agents.
  ///   - held: by agent, its state or 0 where it is free.
  /// - Throws: `ModelError` for couplings that make no model.
  public init(_ model: IsingModel, held: [Int8]) throws(ModelError) {
    let free = held.indices.filter { held[$0] == 0 }
    var index = [Int](repeating: -1, count: held.count)
    for (k, agent) in free.enumerated() { index[agent] = k }
    var fields = free.map { model.fields[$0] }
    var bonds: [Bond] = []
    var offset = 0.0
    for bond in model.bonds {
      let (a, b) = (Int(bond.first), Int(bond.second))
      switch (index[a], index[b]) {
      case (-1, -1): offset -= bond.coupling * Double(held[a] * held[b])
      case (let i, -1): fields[i] += bond.coupling * Double(held[b])
      case (-1, let j): fields[j] += bond.coupling * Double(held[a])
      case (let i, let j): bonds.append(Bond(i, j, bond.coupling))
      }
    }
    for agent in held.indices { offset -= model.fields[agent] * Double(held[agent]) }
    self.free = free
    self.offset = offset
    self.model =
      free.isEmpty
      ? nil : try IsingModel(spinCount: free.count, bonds: bonds, fields: fields)
  }
}
