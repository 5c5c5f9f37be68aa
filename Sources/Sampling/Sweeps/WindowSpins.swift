internal import IsingModels
internal import RandomStreams

/// Spins with cached local fields that are asked in a fixed order, sixteen at a time.
///
/// The law is that of asking one after the other, each with 64 random bits as ``Threshold`` says: a
/// window of sixteen is compared with bounds of costs in float32, made from the random words without regard to the
/// spins. That settles all but one decision in about 10³, which the words themselves decide. Spins that flip
/// are taken in order, and those that they touch in the window are looked at again.
struct WindowSpins<Scalar: WindowScalar>: Sendable {
  private let model: IsingModel
  private let rows: WindowRows<Scalar>
  private let rule: UpdateRule
  private let unit: Double
  /// 2β · unit.
  private var slope = 0.0
  /// −1 or +1 by place, filled up to full windows and eight more.
  private var signs: AlignedArray<Scalar>
  /// Local fields in units.
  private var fields: AlignedArray<Scalar>
  /// E in units.
  private var energyUnits = 0.0
  /// Flips until fields are added up anew; integers need not be.
  private var flipsLeft = Int.max

  /// Windows whose random numbers are drawn at a time.
  private static var windows: Int { 32 }
  /// Places whose random numbers are drawn at a time.
  static var batch: Int { 16 * windows }
  /// Rounding errors of adding and taking away grow to about 10⁻¹³ of a coupling.
  private static var flipsPerSpin: Int { 1000 }

  private init(
    _ model: IsingModel, _ rows: WindowRows<Scalar>, unit: Double, rule: UpdateRule, spins: [Int8]
  ) {
    self.model = model
    self.rows = rows
    self.rule = rule
    self.unit = unit
    let padded = (spins.count + 15) / 16 * 16 + 8
    signs = AlignedArray(repeating: 1, count: padded)
    fields = AlignedArray(repeating: 0, count: padded)
    let order = rows.order
    signs.change { signs in
      for (place, spin) in order.enumerated() { signs[place] = Scalar(spins[Int(spin)]) }
    }
    addUp()
  }

  /// E.
  var energy: Double { unit * energyUnits }

  /// −1 or +1, one a spin.
  var spins: [Int8] {
    var spins = [Int8](repeating: 0, count: rows.order.count)
    for (place, spin) in rows.order.enumerated() { spins[Int(spin)] = Int8(signs[place]) }
    return spins
  }

  /// Changes the inverse temperature.
  mutating func setBeta(_ beta: Double) { slope = 2 * beta * unit }

  /// Adds up local fields and energy.
  private mutating func addUp() {
    let (rows, signs) = (rows, signs)
    var doubled = 0.0
    fields.change { fields in
      for place in rows.fields.indices {
        var sum = 2 * rows.fields[place]
        for entry in Int(rows.offsets[place])..<Int(rows.offsets[place + 1]) {
          sum += rows.kicks[entry] * signs[Int(rows.neighbours[entry])]
        }
        fields[place] = sum / 2
        doubled += Double(signs[place] * (sum / 2 + rows.fields[place]))
      }
    }
    energyUnits = -doubled / 2
    if Scalar.self == Double.self {
      flipsLeft = Self.flipsPerSpin * rows.order.count
      energyUnits = model.energy(of: spins)
    }
  }

  /// Takes other spins.
  mutating func setSpins(_ spins: [Int8]) {
    let order = rows.order
    signs.change { signs in
      for (place, spin) in order.enumerated() { signs[place] = Scalar(spins[Int(spin)]) }
    }
    addUp()
  }

  /// Asks all spins, each once.
  /// - Returns: how many flipped.
  mutating func sweep(_ generator: inout VectorGenerator, ties: inout WordSequence) -> Int {
    let flips =
      rows.commonKick.map {
        sweep(from: 0, to: rows.order.count, commonKick: $0, &generator, &ties)
      } ?? sweep(from: 0, to: rows.order.count, commonKick: nil, &generator, &ties)
    flipsLeft -= flips
    if flipsLeft <= 0 { addUp() }
    return flips
  }

  /// Asks the spins at some places, each once: code of its own, so that whole sweeps stay as fast as they are.
  ///
  /// - Parameter places: from a multiple of `batch` to another one, or to the end.
  /// - Returns: how many flipped.
  @inline(never)
  mutating func sweep(
    places: Range<Int>, _ generator: inout VectorGenerator, ties: inout WordSequence
  ) -> Int {
    precondition(places.lowerBound >= 0 && places.upperBound <= rows.order.count, "\(places)")
    let flips =
      rows.commonKick.map {
        sweep(from: places.lowerBound, to: places.upperBound, commonKick: $0, &generator, &ties)
      }
      ?? sweep(
        from: places.lowerBound, to: places.upperBound, commonKick: nil, &generator, &ties)
    flipsLeft -= flips
    if flipsLeft <= 0 { addUp() }
    return flips
  }

  @inline(__always)
  private mutating func sweep(
    from start: Int, to count: Int, commonKick: Scalar?, _ generator: inout VectorGenerator,
    _ ties: inout WordSequence
  ) -> Int {
    let (rows, rule, exactSlope) = (rows, rule, slope)
    // Finite, so that zero times it is zero.
    let slope = Scalar(min(max(exactSlope, -1e30), 1e30))
    let error = Scalar(DecisionNoise.boundError)
    let (offsets, neighbours) = (rows.offsets.elements, rows.neighbours.elements)
    let (kicks, followers) = (rows.kicks.elements, rows.followers.elements)
    var energy = energyUnits
    var flips = 0
    signs.change { signs in
      fields.change { fields in
        LentElements<SIMD16<UInt32>>.scratch(Self.windows) { words in
          LentElements<Scalar>.scratch(16 * Self.windows) { bounds in
            let word = words.viewed(as: UInt32.self)
            for batch in stride(from: start, to: count, by: 16 * Self.windows) {
              let windows = min(Self.windows, (count - batch + 15) / 16)
              Scalar.fill(bounds, words: words, count: windows, rule, &generator)
              for window in 0..<windows {
                let start = 16 &* window
                let first = batch &+ start
                let (own, ownFields) = (signs.from(first), fields.from(first))
                let ownBounds = bounds.from(start)
                var open = Scalar.scan(
                  own.constants, ownFields.constants, ownBounds.constants, slope: slope)
                if first &+ 16 > count {
                  let present = (1 as UInt32) &<< UInt32(truncatingIfNeeded: count &- first) &- 1
                  open &= present | present &<< 16
                }
                while open != 0 {
                  let lane = (open | open &>> 16).trailingZeroBitCount
                  let both = (0x1_0001 as UInt32) &<< UInt32(truncatingIfNeeded: lane)
                  let isSure = open & both & 0xffff != 0
                  open &= ~both
                  let (spin, field) = (own[lane], ownFields[lane])
                  if !isSure {
                    let cost = exactSlope * Double(spin * field)
                    let threshold = Threshold.bits(rule.flipProbability(cost: cost))
                    if !Threshold.decides(threshold, word[start &+ lane], &ties) { continue }
                  }
                  flips &+= 1
                  energy += Double(2 * spin * field)
                  own[lane] = -spin
                  let place = first &+ lane
                  let end = Int(offsets[place &+ 1])
                  var entry = Int(offsets[place])
                  if let commonKick {
                    let change = commonKick * spin
                    while entry < end {
                      fields[Int(neighbours[entry])] -= change
                      entry &+= 1
                    }
                  } else {
                    while entry < end {
                      fields[Int(neighbours[entry])] -= kicks[entry] * spin
                      entry &+= 1
                    }
                  }
                  var follower = Int(followers[place].x)
                  let last = follower &+ Int(followers[place].y)
                  while follower < last {
                    let lane = Int(neighbours[follower]) &- first
                    let bit = UInt32(truncatingIfNeeded: lane)
                    let margin = ownBounds[lane] - slope * (own[lane] * ownFields[lane])
                    let flips = margin > error
                    let isSure = margin.magnitude > error
                    // A branch, and no selection: the next flip need not wait for this.
                    if _slowPath(flips != (open &>> bit & 1 == 1) || !isSure) {
                      open &= ~((0x1_0001 as UInt32) &<< bit)
                      open |= (flips ? 1 : isSure ? 0 : 1 << 16) &<< bit
                    }
                    follower &+= 1
                  }
                }
              }
            }
          }
        }
      }
    }
    energyUnits = energy
    withExtendedLifetime(rows) {}
    return flips
  }
}

extension WindowSpins<Float> {
  /// Fields in integers; `nil` if the model has no common unit.
  init?(integers model: IsingModel, order: [Int32], rule: UpdateRule, spins: [Int8]) {
    guard let scale = IntegerScale(model) else { return nil }
    let rows = WindowRows(
      model.adjacency, order: order, kicks: scale.kicks.map { Float($0) },
      fields: scale.fields.map { Float($0) })
    self.init(model, rows, unit: scale.unit, rule: rule, spins: spins)
  }
}

extension WindowSpins<Double> {
  /// Any couplings.
  init(_ model: IsingModel, order: [Int32], rule: UpdateRule, spins: [Int8]) {
    let rows = WindowRows(
      model.adjacency, order: order, kicks: model.adjacency.couplings.map { 2 * $0 },
      fields: model.fields)
    self.init(model, rows, unit: 1, rule: rule, spins: spins)
  }
}
