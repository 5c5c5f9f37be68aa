internal import ByteFormats
internal import IsingModels
internal import RandomStreams

/// What the samplers in a fixed order share: windows of spins, with local fields as integers where the model
/// allows it.
///
/// Random words: `VectorGenerator(key, stream: .max)`, one lane a spin in the order of the sweep, in
/// windows of sixteen; the lower halves of 64 random bits, where they are needed, are those of
/// `WordSequence(key)`.
struct OrderedSweeps: SpinEngine {
  let model: IsingModel
  let rule: UpdateRule
  var counts = UpdateCounts()
  private var generator: VectorGenerator
  private var ties: WordSequence
  // Two optionals and no enum, so that they can be changed in place.
  private var integer: WindowSpins<Float>?
  private var real: WindowSpins<Double>?

  var beta: Double {
    didSet {
      if beta != oldValue { setBeta() }
    }
  }

  init(
    _ model: IsingModel, order: [Int32], beta: Double, rule: UpdateRule, spins: [Int8],
    key: StreamKey
  ) {
    SpinChecks.check(spins, model)
    self.model = model
    self.rule = rule
    self.beta = beta
    generator = VectorGenerator(key, stream: .max)
    ties = WordSequence(key)
    integer = WindowSpins(integers: model, order: order, rule: rule, spins: spins)
    if integer == nil { real = WindowSpins(model, order: order, rule: rule, spins: spins) }
    setBeta()
  }

  var spins: [Int8] { integer?.spins ?? real?.spins ?? [] }
  var energy: Double { integer?.energy ?? real?.energy ?? 0 }

  private mutating func setBeta() {
    integer?.setBeta(beta)
    real?.setBeta(beta)
  }

  /// N attempts a sweep.
  mutating func advance(sweeps: Int) {
    for _ in 0..<sweeps {
      let flips =
        integer?.sweep(&generator, ties: &ties) ?? real?.sweep(&generator, ties: &ties) ?? 0
      counts.attempts += UInt64(model.spinCount)
      counts.flips += UInt64(flips)
    }
  }

  /// A part of a sweep, whose bounds do not cut the batches of random numbers: all parts together are a
  /// sweep, with the same bits.
  mutating func advance(part: Int, of parts: Int) {
    let batch = WindowSpins<Float>.batch
    let batches = ceilingDivide(model.spinCount, batch)
    let (first, last) = (batches * part / parts, batches * (part + 1) / parts)
    let places = first * batch..<min(last * batch, model.spinCount)
    let flips =
      integer?.sweep(places: places, &generator, ties: &ties)
      ?? real?.sweep(places: places, &generator, ties: &ties) ?? 0
    counts.attempts += UInt64(places.count)
    counts.flips += UInt64(flips)
  }

  /// Takes other spins, without counting work.
  mutating func setSpins(_ spins: [Int8]) {
    integer?.setSpins(spins)
    real?.setSpins(spins)
  }
}
