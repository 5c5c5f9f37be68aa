internal import IsingModels
internal import RandomStreams

/// Spins with their local fields as small integers: flips are decided by a table of thresholds, and
/// energies are exact.
struct IntegerSpins: Sendable {
  private let scale: IntegerScale
  private let adjacency: Adjacency
  private let rule: UpdateRule
  /// −1 or +1.
  private(set) var spins: [Int8]
  /// Local fields in units.
  private var fields: [Int16]
  /// Thresholds of flips by s · field + reach.
  private var thresholds: [UInt64] = []
  /// E in units.
  private var energyUnits: Int

  /// `nil` if the model has no common unit.
  init?(_ model: IsingModel, rule: UpdateRule, beta: Double, spins: [Int8]) {
    guard let scale = IntegerScale(model) else { return nil }
    self.scale = scale
    self.rule = rule
    self.spins = spins
    adjacency = model.adjacency
    fields = scale.fields
    var doubled = 0
    for spin in 0..<spins.count {
      for k in adjacency.range(of: spin) {
        fields[spin] += scale.kicks[k] / 2 * Int16(spins[Int(adjacency.neighbours[k])])
      }
      doubled += Int(spins[spin]) * Int(fields[spin] + scale.fields[spin])
    }
    energyUnits = -doubled / 2
    setBeta(beta)
  }

  /// E.
  var energy: Double { scale.unit * Double(energyUnits) }

  /// Computes the thresholds of an inverse temperature.
  mutating func setBeta(_ beta: Double) {
    thresholds = scale.table(beta: beta) { Threshold.bits(rule.flipProbability(cost: $0)) }
  }

  /// Asks randomly drawn spins.
  /// - Returns: how many flipped.
  mutating func attemptAnywhere(_ attempts: Int, _ words: inout WordSequence) -> Int {
    let reach = scale.reach
    let count = UInt32(spins.count)
    var flips = 0
    for _ in 0..<attempts {
      let spin = words.index(below: count)
      let aligned = Int(spins[spin]) &* Int(fields[spin])
      if Threshold.happens(thresholds[aligned &+ reach], &words) {
        flip(spin)
        flips &+= 1
      }
    }
    return flips
  }

  /// Whether a spin would flip if it were asked now.
  @inline(__always)
  func wouldFlip(_ spin: Int, _ words: inout WordSequence) -> Bool {
    Threshold.happens(
      thresholds[Int(spins[spin]) &* Int(fields[spin]) &+ scale.reach], &words)
  }

  /// Flips a spin and tells its neighbours.
  @inline(__always)
  mutating func flip(_ spin: Int) {
    let old = spins[spin]
    energyUnits &+= 2 &* Int(old) &* Int(fields[spin])
    spins[spin] = 0 &- old
    let end = Int(adjacency.offsets[spin &+ 1])
    var k = Int(adjacency.offsets[spin])
    while k < end {
      let neighbour = Int(adjacency.neighbours[k])
      fields[neighbour] = fields[neighbour] &- scale.kicks[k] &* Int16(old)
      k &+= 1
    }
  }
}
