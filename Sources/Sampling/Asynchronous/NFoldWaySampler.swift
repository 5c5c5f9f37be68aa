public import IsingModels
public import RandomStreams

/// Rejection-free sampling in continuous time with classes of equal escape rate: the n-fold way of
/// Bortz, Kalos and Lebowitz (*J. Comput. Phys.* 17, 10 (1975)).
///
/// With n_c spins of rate r_c in class c, the next flip comes after an exponential time of rate
/// R = Σ n_c r_c, in class c with probability n_c r_c / R, and takes any member alike. Nothing is
/// rejected, which pays where most attempts would be: at low temperature.
///
/// Attempts are flips. Spins are those at `now`: a state holds until the next flip.
public struct NFoldWaySampler: ContinuousTimeSampler {
  /// What is sampled.
  public let model: IsingModel
  /// −1 or +1, one a spin, at `now`.
  public private(set) var spins: [Int8]
  /// The inverse temperature; finite.
  public var beta: Double {
    didSet { rates = Self.rates(units, law: law, beta: beta) }
  }
  /// The escape rates.
  public let law: EscapeLaw
  /// Flips, as many attempts, and messages: a flip sends one message to each neighbour.
  public private(set) var counts = UpdateCounts()
  /// The time since the sampler was made, in units of 1/λ.
  public private(set) var now = 0.0

  private let units: IntegerUnits
  private let adjacency: (offsets: ConstantTable<Int32>, neighbours: ConstantTable<Int32>)
  private let couplings: ConstantTable<Int8>
  private var classes: RateClasses
  /// The rate of each class.
  private var rates: [Double]
  private var draws: JumpDraws
  /// The integral of the total rate up to the next flip, as far as it is left. It stays right when β
  /// changes.
  private var hazard: Double

  /// Starts at time 0 from given spins.
  ///
  /// - Parameters:
  ///   - spins: one a spin of the model, −1 or +1.
  ///   - key: names the random numbers.
  ///   - law: the escape rates.
  /// - Throws: `AsynchronyError.notInteger` where couplings and fields are no small multiples of one
  ///   number, and `.classCount` where they make more than 32 classes.
  public init(
    _ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey, law: EscapeLaw = .heatBath
  ) throws(AsynchronyError) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    guard let units = IntegerUnits(model) else { throw .notInteger }
    classes = try RateClasses(model, units: units, spins: spins)
    self.units = units
    self.model = model
    self.spins = spins
    self.beta = beta
    self.law = law
    adjacency = (
      ConstantTable(model.adjacency.offsets), ConstantTable(model.adjacency.neighbours)
    )
    couplings = ConstantTable(units.couplings)
    rates = Self.rates(units, law: law, beta: beta)
    draws = JumpDraws(key)
    draws.refill()
    hazard = draws.hazards[0]
  }

  private static func rates(_ units: IntegerUnits, law: EscapeLaw, beta: Double) -> [Double] {
    let all = units.table(beta: beta) { law.rate(cost: $0) }
    return stride(from: 0, to: all.count, by: units.step).map { all[$0] }
  }

  /// Goes on for a time in units of 1/λ.
  public mutating func advance(time: Double) {
    Self.check(time: time)
    let end = now + time
    while step(until: end) {
      draws.refill()
      hazard = draws.hazards[0]
    }
    now = end
  }

  /// Flips until a time, or until the drawn numbers are used up; returns whether they are.
  private mutating func step(until end: Double) -> Bool {
    var (now, hazard, k, messages) = (now, hazard, draws.used, 0)
    let first = k
    let (offsets, neighbours, couplings) = (
      adjacency.offsets.base, adjacency.neighbours.base, couplings.base
    )
    let (count, spinCount) = (classes.count, spins.count)
    // A flip changes the value of a neighbour by two couplings.
    let stride = 2 / units.step
    withBuffers { spins, classes, rates, uniforms, words, hazards, cumulated in
      while k < JumpDraws.batch {
        var total = 0.0
        for c in 0..<count {
          total += Double(classes.sizes[c]) * rates[c]
          cumulated[c] = total
        }
        let next = now + hazard / total
        if next > end {
          hazard -= (end - now) * total
          break
        }
        now = next
        let x = uniforms[k] * total
        var chosen = 0
        for c in 0..<(count &- 1) { chosen &+= x >= cumulated[c] ? 1 : 0 }
        // Rounding may lead to an empty class at the end.
        while classes.sizes[chosen] == 0 { chosen &-= 1 }
        let place = (UInt64(words[k]) &* UInt64(classes.sizes[chosen])) &>> 32
        let site = Int(classes.members[chosen &* spinCount &+ Int(place)])

        let spin = Int(spins[site])
        spins[site] = Int8(truncatingIfNeeded: -spin)
        classes.move(site, to: count &- 1 &- chosen)
        var entry = Int(offsets[site])
        let rowEnd = Int(offsets[site &+ 1])
        messages &+= rowEnd &- entry
        while entry < rowEnd {
          let neighbour = Int(neighbours[entry])
          let change = stride &* Int(couplings[entry]) &* spin &* Int(spins[neighbour])
          classes.move(neighbour, to: classes.index(of: neighbour) &- change)
          entry &+= 1
        }
        k &+= 1
        if k < JumpDraws.batch { hazard = hazards[k] }
      }
    }
    counts.attempts += UInt64(k - first)
    counts.flips += UInt64(k - first)
    counts.messages += UInt64(messages)
    (self.now, self.hazard, draws.used) = (now, hazard, k)
    return k == JumpDraws.batch
  }

  @inline(__always)
  private mutating func withBuffers(
    _ body: (
      UnsafeMutableBufferPointer<Int8>, ClassBuffers, _ rates: UnsafeBufferPointer<Double>,
      _ uniforms: UnsafeBufferPointer<Double>, _ words: UnsafeBufferPointer<UInt32>,
      _ hazards: UnsafeBufferPointer<Double>, _ cumulated: UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) {
    let spinCount = spins.count
    spins.withUnsafeMutableBufferPointer { spins in
      classes.members.withUnsafeMutableBufferPointer { members in
        classes.places.withUnsafeMutableBufferPointer { places in
          classes.sizes.withUnsafeMutableBufferPointer { sizes in
            guard let members = members.baseAddress, let places = places.baseAddress,
              let sizes = sizes.baseAddress
            else { return }
            let classes = ClassBuffers(
              spinCount: spinCount, members: members, places: places, sizes: sizes)
            rates.withUnsafeBufferPointer { rates in
              draws.uniforms.withUnsafeBufferPointer { uniforms in
                draws.words.withUnsafeBufferPointer { words in
                  draws.hazards.withUnsafeBufferPointer { hazards in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: RateClasses.limit) {
                      body(spins, classes, rates, uniforms, words, hazards, $0)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
