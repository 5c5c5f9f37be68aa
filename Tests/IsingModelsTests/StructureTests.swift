import IsingModels
import Testing

@Suite struct StructureTests {
  /// Σ over sets of A (Σ x − 1)², as an Ising model, with an objective of linear terms.
  static func oneHot(
    _ sets: [[Int]], count: Int, penalty: Double = 10, costs: [Double] = []
  ) throws -> IsingModel {
    // A (Σ x − 1)² = 2A Σ x x′ − A Σ x; x x′ = (1 + s)(1 + s′)/4, E = −Σ J s s′ − Σ h s.
    var bonds: [Bond] = []
    var fields = [Double](repeating: 0, count: count)
    for set in sets {
      for (k, a) in set.enumerated() {
        fields[a] += penalty / 2
        for b in set[..<k] {
          bonds.append(Bond(b, a, -penalty / 2))
          fields[a] -= penalty / 2
          fields[b] -= penalty / 2
        }
      }
    }
    for (spin, cost) in costs.enumerated() { fields[spin] -= cost / 2 }
    return try IsingModel(spinCount: count, bonds: bonds, fields: fields)
  }

  /// Rows and columns of a square.
  static func permutation(_ n: Int) -> [[Int]] {
    (0..<n).map { row in (0..<n).map { row * n + $0 } }
      + (0..<n).map { column in (0..<n).map { $0 * n + column } }
  }

  @Test func setsThatCrossAreFound() throws {
    let sets = Self.permutation(5)
    let model = try Self.oneHot(sets, count: 25, costs: (0..<25).map { Double($0 * 7 % 11) / 3 })
    let groups = try #require(OneHotGroups(model))
    #expect(Set(groups.groups) == Set(sets.map { $0.map { Int32($0) } }))
    #expect(groups.groupsOfSpin.allSatisfy { $0.count == 2 })
  }

  /// Colours of a vertex are a set, neighbours of one colour are none.
  @Test func conflictsAreNoSets() throws {
    let (vertices, colours, penalty) = (8, 4, 4.0)
    let sets = (0..<vertices).map { v in (0..<colours).map { v * colours + $0 } }
    let plain = try Self.oneHot(sets, count: vertices * colours, penalty: penalty)
    // x x′ for each colour of neighbours on a ring with chords.
    var (bonds, fields) = (plain.bonds, plain.fields)
    for v in 0..<vertices {
      for w in [(v + 1) % vertices, (v + 3) % vertices] {
        for c in 0..<colours {
          let (a, b) = (v * colours + c, w * colours + c)
          bonds.append(Bond(min(a, b), max(a, b), -penalty / 4))
          fields[a] -= penalty / 4
          fields[b] -= penalty / 4
        }
      }
    }
    let model = try IsingModel(spinCount: plain.spinCount, bonds: bonds, fields: fields)
    let groups = try #require(OneHotGroups(model))
    #expect(Set(groups.groups) == Set(sets.map { $0.map { Int32($0) } }))
  }

  @Test func glassesHaveNoSets() throws {
    let glass = try Lattice(LatticeDescription(.triangular, sizes: [6])).model(
      couplings: .uniform(-1), seed: 1)
    #expect(OneHotGroups(glass) == nil)
    let fields = try Lattice(LatticeDescription(.square, sizes: [6])).model(
      couplings: .plusMinus(1, probabilityOfPlus: 0.5), fields: .gaussian(mean: 0, deviation: 1),
      seed: 1)
    #expect(OneHotGroups(fields) == nil)
  }

  @Test func partsAddUp() throws {
    let model = try IsingModel(
      spinCount: 7,
      bonds: [Bond(0, 3, 1), Bond(3, 5, -2), Bond(1, 2, 3), Bond(2, 4, 0)],
      fields: [0, 0.5, 0, 0, -1, 0, 0.25])
    let parts = try #require(SpinParts(model))
    #expect(parts.partOfSpin == [0, 1, 1, 0, 2, 0, 3] && parts.count == 4)
    for word in 0..<128 {
      let spins: [Int8] = (0..<7).map { word >> $0 & 1 == 1 ? 1 : -1 }
      #expect(parts.energies(of: spins).reduce(0, +) == model.energy(of: spins))
    }
    #expect(SpinParts(try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 1)])) == nil)
  }

  @Test func theBestOfEachPartIsJoinedInAnyOrder() throws {
    let model = try IsingModel(
      spinCount: 4, bonds: [Bond(0, 1, 1), Bond(2, 3, -1)], fields: [0.5, 0, 0.25, 0])
    let parts = try #require(SpinParts(model))
    let states: [[Int8]] = [[1, 1, 1, 1], [-1, 1, 1, -1], [1, 1, -1, -1], [-1, -1, -1, 1]]
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
      var bests = PartBests(parts, tolerance: 0)
      for k in order { bests.add(states[k], place: k) }
      #expect(bests.spins == [1, 1, 1, -1])
      #expect(bests.counts == [2, 1])
    }
  }
}
