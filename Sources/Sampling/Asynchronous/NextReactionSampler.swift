public import IsingModels
public import RandomStreams

/// Rejection-free sampling in continuous time for any couplings and clock rates: each spin has the
/// absolute time of its next flip, and a heap knows the earliest (the next-reaction method of Gibson
/// and Bruck, *J. Phys. Chem. A* 104, 1876 (2000)).
///
/// Where a flip changes a neighbour's escape rate from r to r′, the neighbour's remaining time is
/// stretched by r/r′, which needs no new random number.
///
/// Attempts are flips. Spins are those at `now`: a state holds until the next flip.
public struct NextReactionSampler: ContinuousTimeSampler {
  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin, at `now`.
  public private(set) var spins: [Int8]
  /// The inverse temperature; finite.
  public var beta: Double {
    didSet {
      rateTable = Self.rateTable(units, law: law, beta: beta)
      for site in spins.indices { stretch(site) }
    }
  }
  /// The escape rates.
  public let law: EscapeLaw
  /// The rates λ_i by which escape rates are multiplied.
  public let rates: ClockRates
  /// Flips, as many attempts, and messages: a flip sends one message to each neighbour.
  public private(set) var counts = UpdateCounts()
  /// The time since the sampler was made, in units of 1/λ.
  public private(set) var now = 0.0

  private let units: IntegerUnits?
  /// Couplings in the unit of `fields`, by entry of the adjacency.
  private let couplings: [Double]
  /// Escape rates by value of s_i (h_i + Σ_j J_ij s_j) in units; empty for couplings without a unit.
  private var rateTable: [Double]
  /// h_i + Σ_j J_ij s_j in units, exact; for couplings without a unit, as it is.
  private var fields: [Double]
  /// Flips until fields without a unit are summed anew, against rounding.
  private var flipsLeft = 0
  private var escapeRates: [Double]
  private var heap: IndexedHeap
  private var words: WordSequence

  /// Starts at time 0 from given spins.
  ///
  /// - Parameters:
  ///   - spins: one a spin of the model, −1 or +1.
  ///   - key: names the random numbers.
  ///   - law: the escape rates in units of λ_i.
  ///   - rates: λ_i; time is in units of 1/λ, with λ their mean.
  /// - Throws: `AsynchronyError.rateCount`.
  public init(
    _ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey, law: EscapeLaw = .heatBath,
    rates: ClockRates = .equal
  ) throws(AsynchronyError) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    try rates.check(agents: model.spinCount)
    let units = IntegerUnits(model)
    self.units = units
    self.model = model
    self.spins = spins
    self.beta = beta
    self.law = law
    self.rates = rates
    couplings = units.map { $0.couplings.map { Double($0) } } ?? model.adjacency.couplings
    rateTable = Self.rateTable(units, law: law, beta: beta)
    fields = []
    escapeRates = []
    heap = IndexedHeap(times: [])
    words = WordSequence(key)
    sumFields()
    escapeRates = spins.indices.map { escapeRate(of: $0) }
    heap = IndexedHeap(times: escapeRates.map { words.exponential() / $0 })
  }

  private static func rateTable(
    _ units: IntegerUnits?, law: EscapeLaw, beta: Double
  ) -> [Double] {
    units?.table(beta: beta) { law.rate(cost: $0) } ?? []
  }

  /// Goes on for a time in units of 1/λ.
  public mutating func advance(time: Double) {
    Self.check(time: time)
    let end = now + time
    while true {
      let (moment, site) = heap.first
      guard moment <= end else { break }
      now = moment
      flip(site)
    }
    now = end
  }

  private mutating func flip(_ site: Int) {
    if units == nil {
      flipsLeft -= 1
      if flipsLeft < 0 { sumFields() }
    }
    let change = -2 * Double(spins[site])
    spins[site] = -spins[site]
    let adjacency = model.adjacency
    for entry in adjacency.range(of: site) {
      let neighbour = Int(adjacency.neighbours[entry])
      fields[neighbour] += change * couplings[entry]
      stretch(neighbour)
    }
    escapeRates[site] = escapeRate(of: site)
    heap.set(now + words.exponential() / escapeRates[site], of: site)
    counts.attempts += 1
    counts.flips += 1
    counts.messages += UInt64(adjacency.degree(of: site))
  }

  /// Gives a spin its present rate: less time is left where the rate has grown.
  private mutating func stretch(_ site: Int) {
    let rate = escapeRate(of: site)
    let before = escapeRates[site]
    guard rate != before else { return }
    heap.set(now + (heap.time(of: site) - now) * (before / rate), of: site)
    escapeRates[site] = rate
  }

  private func escapeRate(of site: Int) -> Double {
    let value = Double(spins[site]) * fields[site]
    guard let units else { return rates[site] * law.rate(cost: 2 * beta * value) }
    return rates[site] * rateTable[units.largest + Int(value)]
  }

  private mutating func sumFields() {
    fields = spins.indices.map { site in
      model.adjacency.range(of: site).reduce(
        units.map { Double($0.fields[site]) } ?? model.fields[site]
      ) { $0 + couplings[$1] * Double(spins[Int(model.adjacency.neighbours[$1])]) }
    }
    flipsLeft = 1024 * spins.count
  }
}
