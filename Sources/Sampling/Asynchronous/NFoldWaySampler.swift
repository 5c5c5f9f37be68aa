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
    didSet { envelope.set(rates: Self.rates(units, law: law, beta: beta)) }
  }
  /// The escape rates.
  public let law: EscapeLaw
  /// Flips, as many attempts, and messages: a flip sends one message to each neighbour.
  public private(set) var counts = UpdateCounts()
  /// The time since the sampler was made, in units of 1/λ.
  public private(set) var now = 0.0

  private let units: IntegerUnits
  private let rows: Rows
  private var classes: RateClasses
  private var envelope: RateEnvelope
  private var draws: JumpDraws
  /// The integral of the rate of events up to the next one, as far as it is left. It stays right when
  /// rates change.
  private var hazard: Double

  private enum Rows: Sendable {
    case four(FourRows)
    case integer(IntegerRows)
  }

  /// Whether the spins of a model form classes.
  /// - Throws: `AsynchronyError.notInteger`, `.classCount`.
  static func check(_ model: IsingModel) throws(AsynchronyError) {
    _ = try RateClasses.count(try units(of: model))
  }

  private static func units(of model: IsingModel) throws(AsynchronyError) -> IntegerUnits {
    guard let units = IntegerUnits(model) else { throw .notInteger }
    return units
  }

  /// Starts at time 0 from given spins.
  ///
  /// - Parameters:
  ///   - model: what is sampled.
  ///   - beta: inverse temperature.
  ///   - spins: one a spin of the model, −1 or +1.
  ///   - key: names the random numbers.
  ///   - law: the escape rates.
  /// - Throws: `AsynchronyError.notInteger` where couplings and fields are no small multiples of one
  ///   number, and `.classCount` where they make more than 32 classes.
  public init(
    _ model: IsingModel, beta: Double, spins: [Int8], key: StreamKey, law: EscapeLaw = .heatBath
  ) throws(AsynchronyError) {
    precondition(spins.count == model.spinCount, "\(spins.count) spins for \(model.spinCount)")
    let units = try Self.units(of: model)
    classes = try RateClasses(model, units: units, spins: spins)
    self.units = units
    self.model = model
    self.spins = spins
    self.beta = beta
    self.law = law
    let neighbours = ConstantTable(model.adjacency.neighbours)
    if let coupling = model.commonCouplingOfFourNeighbours {
      rows = .four(FourRows(neighbours: neighbours, coupling: coupling > 0 ? 1 : -1))
    } else {
      rows = .integer(
        IntegerRows(
          offsets: ConstantTable(model.adjacency.offsets), neighbours: neighbours,
          couplings: ConstantTable(units.couplings)))
    }
    envelope = RateEnvelope(
      rates: Self.rates(units, law: law, beta: beta), shift: classes.shift,
      largestDegree: spins.indices.reduce(0) { max($0, model.adjacency.degree(of: $1)) })
    draws = JumpDraws(key)
    draws.refill()
    hazard = draws.hazards[0]
  }

  private static func rates(_ units: IntegerUnits, law: EscapeLaw, beta: Double) -> [Double] {
    let all = units.scale.table(beta: beta) { law.rate(cost: $0) }
    return stride(from: 0, to: all.count, by: units.step).map { all[$0] }
  }

  /// Goes on for a time in units of 1/λ.
  public mutating func advance(time: Double) {
    Self.check(time: time)
    let end = now + time
    repeat {
      if draws.used == JumpDraws.batch {
        draws.refill()
        hazard = draws.hazards[0]
      }
      if envelope.left == 0 { envelope.renew(ends: classes.ends) }
    } while !arrives(at: end)
    now = end
  }

  /// Flips until a time, or until drawn numbers or weights are used up; returns whether it is the time.
  private mutating func arrives(at end: Double) -> Bool {
    switch rows {
    case .four(let rows): run(rows, until: end)
    case .integer(let rows): run(rows, until: end)
    }
  }

  private mutating func run(_ rows: some CouplingRows, until end: Double) -> Bool {
    var (now, hazard, k, flips, messages) = (now, hazard, draws.used, 0, 0)
    let last = min(JumpDraws.batch, k + envelope.left)
    let (count, shift, total) = (classes.count, classes.shift, envelope.total)
    let gap = 1 / total
    // A flip changes the value of a neighbour by two couplings.
    let stride = 2 / units.step
    var arrived = false
    envelope.left -= last - k
    withBuffers { spins, classes, starts, inverses, uniforms, hazards in
      while k < last {
        let next = now + hazard * gap
        if next > end {
          hazard -= (end - now) * total
          arrived = true
          return
        }
        now = next
        let x = uniforms[k] * total
        k &+= 1
        if k < JumpDraws.batch { hazard = hazards[k] }
        var chosen = 0
        for c in 1..<max(1, count) {
          // 1 where x ≥ start, from the sign: a branch would often be predicted wrongly.
          chosen &+= 1 &- Int(truncatingIfNeeded: (x - starts[c]).bitPattern &>> 63)
        }
        let place = chosen &<< shift &+ Int((x - starts[chosen]) * inverses[chosen])
        if place >= classes.ends[chosen] { continue }
        let member = classes.members[place]
        let site = Int(member & ~RateClasses.up)
        let spin = member & RateClasses.up

        spins[site] = spin == 0 ? 1 : -1
        classes.remove(at: place, of: chosen)
        classes.insert(site, spin: spin ^ RateClasses.up, into: count &- 1 &- chosen)
        rows.visit(site) { neighbour, coupling in
          let word = classes.places[neighbour]
          let place = Int(word & ~RateClasses.up)
          let old = place &>> shift
          // Aligned spins: the value falls by two couplings.
          let aligned = 1 &- Int((word ^ spin) &>> 31) &<< 1
          classes.remove(at: place, of: old)
          classes.insert(
            neighbour, spin: word & RateClasses.up, into: old &- stride &* coupling &* aligned)
        }
        flips &+= 1
        messages &+= rows.degree(of: site)
      }
    }
    envelope.left += last - k
    counts.attempts += UInt64(flips)
    counts.flips += UInt64(flips)
    counts.messages += UInt64(messages)
    (self.now, self.hazard, draws.used) = (now, hazard, k)
    return arrived
  }

  @inline(__always)
  private mutating func withBuffers(
    _ body: (
      LentElements<Int8>, ClassBuffers, _ starts: LentConstants<Double>,
      _ inverses: LentConstants<Double>, _ uniforms: LentConstants<Double>,
      _ hazards: LentConstants<Double>
    ) -> Void
  ) {
    let count = classes.count
    spins.lend(count: model.spinCount) { spins in
      classes.withBuffers { classes in
        envelope.starts.lendConstants(count: count) { starts in
          envelope.inverses.lendConstants(count: count) { inverses in
            draws.uniforms.lendConstants(count: JumpDraws.batch) { uniforms in
              draws.hazards.lendConstants(count: JumpDraws.batch) { hazards in
                body(spins, classes, starts, inverses, uniforms, hazards)
              }
            }
          }
        }
      }
    }
  }
}
