import IsingModels
import RandomStreams
import Sampling
import Testing

@Suite struct OptimLocalSearchTests {
  static func spins(_ model: IsingModel, _ replica: UInt32) -> [Int8] {
    InitialSpins.random.spins(count: model.spinCount, seed: 9, replica: replica)
  }

  /// The plain twin: costs anew for each flip, the first of the cheapest.
  static func plainDescent(_ model: IsingModel, _ start: [Int8]) -> [Int8] {
    var spins = start
    while true {
      let costs = (0..<model.spinCount).map {
        Double(spins[$0]) * model.localField(at: $0, of: spins)
      }
      let best = costs.indices.min { costs[$0] < costs[$1] }!
      if costs[best] >= 0 { return spins }
      spins[best] = -spins[best]
    }
  }

  /// Real couplings have no equal costs, so that the twin takes the same way. 3000 spins make blocks
  /// of all sizes come into play.
  @Test(arguments: [5, 64, 65, 300, 3000]) func descentIsTheTwins(_ count: Int) throws {
    let model = try OptimiserModels.random(spins: count, bonds: 4 * count, seed: 2) {
      $0.uniform() - 0.5
    }
    var search = LocalSearch(model, key: OptimiserModels.key(0))
    for replica in 0..<(count > 1000 ? 1 : 4) {
      let start = Self.spins(model, UInt32(replica))
      #expect(search.descended(start) == Self.plainDescent(model, start))
    }
  }

  /// Widths of numbers: 32 bits up to some 10⁵ units, else 64.
  @Test(arguments: [1.0, 12_345, 1e12, 0x1p-1070, 0x1p1000]) func widths(_ unit: Double) throws {
    let model = try OptimiserModels.random(spins: 200, bonds: 1000, seed: 2) {
      unit * (Double($0.index(below: 2001)) - 1000)
    }
    var search = LocalSearch(model, key: OptimiserModels.key(0))
    let start = Self.spins(model, 1)
    let minimum = search.descended(start)
    #expect(OptimiserModels.cheapestFlip(model, minimum) >= -1e-12 * unit)
    let walked = search.walked(start, patience: 2000)
    #expect(OptimiserModels.cheapestFlip(model, walked) >= -1e-12 * unit)
    #expect(model.energy(of: walked) < model.energy(of: minimum))
    #expect(search.flips > 2000)
  }

  @Test func walksFindGroundStates() {
    for instance in SmallInstance.all {
      var search = LocalSearch(instance.model, key: OptimiserModels.key(0))
      let energies = (0..<8).map {
        instance.model.energy(of: search.walked(Self.spins(instance.model, $0), patience: 500))
      }
      #expect(abs(energies.min()! - instance.groundEnergy) < 1e-9, "\(instance)")
    }
  }

  @Test func limitsEndWalks() throws {
    let model = try OptimiserModels.random(spins: 100, bonds: 300, seed: 1) { _ in -1 }
    var search = LocalSearch(model, key: OptimiserModels.key(0))
    let start = search.descended(Self.spins(model, 1))
    let before = search.flips
    #expect(search.walked(start, patience: 1000, limit: 0) == start)
    #expect(search.flips == before)
    _ = search.walked(start, patience: 1000, limit: 10)
    // Ten steps and the way back at most.
    #expect(search.flips <= before + 20 + 10)
  }
}
