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
      rule = rule.at(beta: beta)
      let (rule, rates, now) = (rule, rates, now)
      withBuffers { buffers in
        for site in 0..<buffers.heap.count {
          buffers.stretch(site, to: rates[site] * rule.rate(buffers.value(of: site)), at: now)
        }
      }
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

  private let rows: RealRows
  private var rule: EscapeRates
  /// h_i + Σ_j J_ij s_j, in units where there are any: then the sums are exact.
  private var fields: [Double]
  /// Flips until fields are summed anew, against rounding.
  private var flipsLeft = 0
  private var escapeRates: [Double]
  private var heap: IndexedHeap
  private var words: WordSequence

  /// Starts at time 0 from given spins.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
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
    self.model = model
    self.spins = spins
    self.beta = beta
    self.law = law
    self.rates = rates
    rows = RealRows(model, units: units)
    rule = EscapeRates(law: law, units: units, beta: beta)
    fields = rows.fields(of: spins)
    escapeRates = []
    heap = IndexedHeap(times: [])
    words = WordSequence(key)
    for (site, spin) in spins.enumerated() {
      escapeRates.append(rates[site] * rule.rate(Double(spin) * fields[site]))
    }
    heap = IndexedHeap(times: escapeRates.map { words.exponential() / $0 })
  }

  /// Goes on for a time in units of 1/λ.
  public mutating func advance(time: Double) {
    Self.check(time: time)
    let end = now + time
    while now < end {
      if flipsLeft == 0 {
        fields = rows.fields(of: spins)
        flipsLeft = 1024 * spins.count
      }
      run(until: end)
    }
  }

  /// Flips until a time, or until fields are to be summed anew.
  private mutating func run(until end: Double) {
    var (now, flipsLeft, words, messages) = (now, flipsLeft, words, 0)
    let (rows, rule, rates) = (rows, rule, rates)
    withBuffers { buffers in
      let heap = buffers.heap
      while flipsLeft > 0 {
        let first = heap.nodes[0]
        if first.time > end {
          now = end
          return
        }
        now = first.time
        let site = Int(first.site)
        let spin = buffers.spins[site]
        buffers.spins[site] = 0 &- spin
        let change = -2 * Double(spin)
        messages &+= rows.visit(site) { neighbour, coupling in
          buffers.fields[neighbour] += change * coupling
          let rate = rates[neighbour] * rule.rate(buffers.value(of: neighbour))
          buffers.stretch(neighbour, to: rate, at: now)
        }
        let rate = rates[site] * rule.rate(buffers.value(of: site))
        buffers.escapeRates[site] = rate
        heap.set(now + words.exponential() / rate, of: site)
        flipsLeft &-= 1
      }
    }
    let flips = UInt64(self.flipsLeft - flipsLeft)
    counts.attempts += flips
    counts.flips += flips
    counts.messages += UInt64(messages)
    (self.now, self.flipsLeft, self.words) = (now, flipsLeft, words)
  }

  @inline(__always)
  private mutating func withBuffers(_ body: (ReactionBuffers) -> Void) {
    let count = model.spinCount
    spins.lend(count: count) { spins in
      fields.lend(count: count) { fields in
        escapeRates.lend(count: count) { escapeRates in
          heap.withBuffers { heap in
            body(
              ReactionBuffers(
                spins: spins, fields: fields, escapeRates: escapeRates, heap: heap))
          }
        }
      }
    }
  }
}

/// What a hot loop over reactions changes: one number a spin, and neighbours that `RealRows` has checked.
private struct ReactionBuffers {
  let spins: LentElements<Int8>
  let fields: LentElements<Double>
  let escapeRates: LentElements<Double>
  let heap: HeapBuffers

  /// s_i (h_i + Σ_j J_ij s_j).
  @inline(__always)
  func value(of site: Int) -> Double { Double(spins[site]) * fields[site] }

  /// Gives a spin a new rate: less time is left where it has grown.
  @inline(__always)
  func stretch(_ site: Int, to rate: Double, at now: Double) {
    let before = escapeRates[site]
    if rate == before { return }
    heap.set(now + (heap.time(of: site) - now) * (before / rate), of: site)
    escapeRates[site] = rate
  }
}
