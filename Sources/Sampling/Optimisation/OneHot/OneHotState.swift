internal import IsingModels
internal import RandomStreams

/// Spins under moves that put one spin of a one-hot set up and the others in order: what the penalties hold
/// together changes in one step.
struct OneHotState {
  let model: IsingModel
  private let groups: OneHotGroups
  /// −1 or +1.
  private(set) var spins: [Int8]
  /// h + Σ J s of each spin.
  private var fields: [Double]
  /// E, kept up to date.
  private(set) var energy: Double
  /// Spins of each set that are up.
  private var up: [Int32]
  /// All couplings, row after row, of small models.
  private let table: [Double]
  /// The flips of the move under trial.
  private var flips: [Int32] = []
  /// Flips that were made, and moves that were tried.
  private(set) var counts = UpdateCounts()

  /// Models of so many spins have a table of couplings: 32 MB.
  private static let tableSpins = 2048

  /// Begins with one spin up in each set, as far as sets allow.
  init(_ model: IsingModel, _ groups: OneHotGroups, _ words: inout WordSequence) {
    self.model = model
    self.groups = groups
    let count = model.spinCount
    var table: [Double] = []
    if count <= Self.tableSpins {
      table = Array(repeating: 0, count: count * count)
      for bond in model.bonds {
        let (a, b) = (Int(bond.first), Int(bond.second))
        (table[a * count + b], table[b * count + a]) = (bond.coupling, bond.coupling)
      }
    }
    self.table = table
    spins = (0..<count).map { groups.groupsOfSpin[$0].isEmpty && words.next() & 1 == 1 ? 1 : -1 }
    up = Array(repeating: 0, count: groups.groups.count)
    fields = []
    energy = 0
    for group in groups.groups.indices where up[group] == 0 {
      guard let spin = candidate(of: group, besides: -1, &words) else { continue }
      spins[Int(spin)] = 1
      for group in groups.groupsOfSpin[Int(spin)] { up[Int(group)] += 1 }
    }
    addUp()
  }

  /// Adds up fields and energy anew, so that roundings do not.
  mutating func addUp() {
    fields = (0..<model.spinCount).map { model.localField(at: $0, of: spins) }
    energy = model.energy(of: spins)
  }

  /// A spin of an empty set whose other sets are empty too, at random.
  private func candidate(
    of group: Int, besides: Int32, _ words: inout WordSequence
  ) -> Int32? {
    let members = groups.groups[group]
    let start = words.index(below: UInt32(members.count))
    for k in 0..<members.count {
      let spin = members[(Int(start) + k) % members.count]
      if spin != besides, spins[Int(spin)] < 0,
        groups.groupsOfSpin[Int(spin)].allSatisfy({ up[Int($0)] == 0 })
      {
        return spin
      }
    }
    return nil
  }

  private func coupling(_ a: Int32, _ b: Int32) -> Double {
    if !table.isEmpty { return table[Int(a) * model.spinCount + Int(b)] }
    var range = model.adjacency.range(of: Int(a))
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      let found = model.adjacency.neighbours[middle]
      if found == b { return model.adjacency.couplings[middle] }
      range = found < b ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return 0
  }

  /// A move that begins at a spin: of a spin in sets mostly the one that puts it, or another of its set in its
  /// place, up, and else its flip alone.
  ///
  /// - Returns: what it would cost.
  mutating func propose(_ spin: Int32, _ words: inout WordSequence) -> Double {
    flips.removeAll(keepingCapacity: true)
    counts.attempts += 1
    let own = groups.groupsOfSpin[Int(spin)]
    guard !own.isEmpty, words.next() & 7 != 0 else {
      plan(spin)
      return undoneCost()
    }
    var chosen = spin
    if spins[Int(spin)] > 0 {
      let members = groups.groups[Int(own[Int(words.index(below: UInt32(own.count)))])]
      chosen = members[Int(words.index(below: UInt32(members.count)))]
      if spins[Int(chosen)] > 0 { return 0 }
    }
    plan(chosen)
    var emptied: [Int32] = []
    for group in groups.groupsOfSpin[Int(chosen)] {
      for other in groups.groups[Int(group)] where spins[Int(other)] > 0 && other != chosen {
        plan(other)
        for group in groups.groupsOfSpin[Int(other)] where up[Int(group)] == 0 {
          emptied.append(group)
        }
      }
    }
    for group in emptied where up[Int(group)] == 0 {
      if let spin = candidate(of: Int(group), besides: chosen, &words) { plan(spin) }
    }
    return undoneCost()
  }

  /// Flips a spin and its sets, but no field.
  private mutating func plan(_ spin: Int32) {
    spins[Int(spin)] = -spins[Int(spin)]
    flips.append(spin)
    for group in groups.groupsOfSpin[Int(spin)] { up[Int(group)] += Int32(spins[Int(spin)]) }
  }

  /// Takes the planned flips back, and adds up what they would cost together.
  private mutating func undoneCost() -> Double {
    for spin in flips {
      spins[Int(spin)] = -spins[Int(spin)]
      for group in groups.groupsOfSpin[Int(spin)] { up[Int(group)] += Int32(spins[Int(spin)]) }
    }
    var cost = 0.0
    for (k, spin) in flips.enumerated() {
      let s = Double(spins[Int(spin)])
      cost += 2 * s * fields[Int(spin)]
      for other in flips[..<k] { cost -= 4 * s * Double(spins[Int(other)]) * coupling(spin, other) }
    }
    return cost
  }

  /// Whether the proposed move leaves no set without a spin up, and none with two, that it touches.
  var keepsSets: Bool {
    var change: [Int32: Int32] = [:]
    for spin in flips {
      for group in groups.groupsOfSpin[Int(spin)] {
        change[group, default: 0] -= Int32(spins[Int(spin)])
      }
    }
    return !change.isEmpty && change.allSatisfy { up[Int($0.key)] + $0.value == 1 }
  }

  /// Makes the move that was proposed.
  mutating func accept(cost: Double) {
    energy += cost
    counts.flips += UInt64(flips.count)
    for spin in flips {
      let old = Double(spins[Int(spin)])
      spins[Int(spin)] = -spins[Int(spin)]
      for group in groups.groupsOfSpin[Int(spin)] { up[Int(group)] += Int32(spins[Int(spin)]) }
      for k in model.adjacency.range(of: Int(spin)) {
        fields[Int(model.adjacency.neighbours[k])] -= 2 * old * model.adjacency.couplings[k]
      }
    }
  }
}
