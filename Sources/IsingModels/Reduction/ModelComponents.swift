/// The parts of a model that no coupling joins: each can be minimised on its own, and the energies add
/// up.
public struct ModelComponents: Sendable {
  /// One model for each part, ordered by their lowest spin.
  public let models: [IsingModel]
  /// The original indices of the spins of each part, ascending.
  public let members: [[Int32]]

  /// Splits a model along couplings that are not 0.
  /// - Complexity: O(spins + bonds).
  public init(_ model: IsingModel) {
    let count = model.spinCount
    var part = [Int32](repeating: -1, count: count)
    var place = [Int32](repeating: 0, count: count)
    var members: [[Int32]] = []
    var open: [Int32] = []
    for start in 0..<Int32(count) where part[Int(start)] < 0 {
      let number = Int32(members.count)
      var found = [start]
      part[Int(start)] = number
      open.append(start)
      while let spin = open.popLast() {
        for k in model.adjacency.range(of: Int(spin)) where model.adjacency.couplings[k] != 0 {
          let other = model.adjacency.neighbours[k]
          guard part[Int(other)] < 0 else { continue }
          part[Int(other)] = number
          found.append(other)
          open.append(other)
        }
      }
      found.sort()
      for (new, old) in found.enumerated() { place[Int(old)] = Int32(new) }
      members.append(found)
    }
    var bonds = [[Bond]](repeating: [], count: members.count)
    for bond in model.bonds where bond.coupling != 0 {
      bonds[Int(part[Int(bond.first)])].append(
        Bond(Int(place[Int(bond.first)]), Int(place[Int(bond.second)]), bond.coupling))
    }
    self.members = members
    models = zip(members, bonds).map { members, bonds in
      do {
        return try IsingModel(
          spinCount: members.count, bonds: bonds, fields: members.map { model.fields[Int($0)] })
      } catch {
        preconditionFailure("components: \(error)")
      }
    }
  }

  /// The spins of the whole model from those of each part.
  public func join(_ spins: [[Int8]]) -> [Int8] {
    precondition(spins.count == members.count, "\(spins.count) parts, expected \(members.count)")
    var all = [Int8](repeating: 1, count: members.reduce(0) { $0 + $1.count })
    for (spins, members) in zip(spins, members) {
      for (spin, place) in zip(spins, members) { all[Int(place)] = spin }
    }
    return all
  }
}
