internal import IsingModels
internal import RandomStreams

/// Spins with their local fields as float64, for couplings without a common unit.
struct RealSpins: Sendable {
  private let model: IsingModel
  private let table: CostTable
  /// The inverse temperature.
  var beta: Double
  /// −1 or +1.
  private(set) var spins: [Int8]
  /// Local fields.
  private(set) var fields: [Double] = []
  /// E.
  private(set) var energy = 0.0
  private var flipsLeft = 0

  /// Local fields are added up anew after as many flips as make the rounding errors of adding and
  /// taking away grow to about 10⁻¹³ of a coupling.
  private static let flipsPerSpin = 1000

  init(_ model: IsingModel, rule: UpdateRule, beta: Double, spins: [Int8]) {
    self.model = model
    self.beta = beta
    self.spins = spins
    table = CostTable.of(rule)
    refresh()
  }

  /// Adds up local fields and energy.
  private mutating func refresh() {
    fields = (0..<spins.count).map { model.localField(at: $0, of: spins) }
    energy = model.energy(of: spins)
    flipsLeft = Self.flipsPerSpin * spins.count
  }

  /// Asks randomly drawn spins.
  /// - Returns: how many flipped.
  mutating func attemptAnywhere(_ attempts: Int, _ words: inout WordSequence) -> Int {
    let count = UInt32(spins.count)
    var flips = 0
    for _ in 0..<attempts {
      let spin = words.index(below: count)
      if wouldFlip(spin, &words) {
        flip(spin)
        flips &+= 1
      }
    }
    return flips
  }

  /// Whether a spin would flip if it were asked now.
  @inline(__always)
  func wouldFlip(_ spin: Int, _ words: inout WordSequence) -> Bool {
    table.flips(cost: 2 * beta * Double(spins[spin]) * fields[spin], &words)
  }

  /// Whether a change that costs ΔE would be made.
  @inline(__always)
  func wouldPay(_ cost: Double, _ words: inout WordSequence) -> Bool {
    table.flips(cost: beta * cost, &words)
  }

  /// Flips a spin and tells its neighbours.
  @inline(__always)
  mutating func flip(_ spin: Int) {
    let old = spins[spin]
    energy += 2 * Double(old) * fields[spin]
    spins[spin] = -old
    let change = -2 * Double(old)
    for k in model.adjacency.range(of: spin) {
      fields[Int(model.adjacency.neighbours[k])] += change * model.adjacency.couplings[k]
    }
    flipsLeft &-= 1
    if flipsLeft == 0 { refresh() }
  }
}
