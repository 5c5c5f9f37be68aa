internal import IsingModels
internal import RandomStreams

/// What the samplers share that ask spins in no fixed order: spins with cached local fields, in integers where the model
/// allows it.
struct SweepEngine: SpinEngine {
  let model: IsingModel
  let rule: UpdateRule
  var counts = UpdateCounts()
  var words: WordSequence
  // Two optionals and no enum, so that they can be changed in place.
  private var integer: IntegerSpins?
  private var real: RealSpins?

  var beta: Double {
    didSet {
      guard beta != oldValue else { return }
      integer?.setBeta(beta)
      real?.beta = beta
    }
  }

  init(_ model: IsingModel, beta: Double, rule: UpdateRule, spins: [Int8], key: StreamKey) {
    SpinChecks.check(spins, model)
    self.model = model
    self.rule = rule
    self.beta = beta
    words = WordSequence(key)
    integer = IntegerSpins(model, rule: rule, beta: beta, spins: spins)
    if integer == nil { real = RealSpins(model, rule: rule, beta: beta, spins: spins) }
  }

  var spins: [Int8] { integer?.spins ?? real?.spins ?? [] }
  var energy: Double { integer?.energy ?? real?.energy ?? 0 }

  /// Asks randomly drawn spins.
  mutating func attemptAnywhere(_ attempts: Int) {
    let flips =
      integer?.attemptAnywhere(attempts, &words) ?? real?.attemptAnywhere(attempts, &words) ?? 0
    counts.attempts += UInt64(attempts)
    counts.flips += UInt64(flips)
  }

  /// Whether a spin would flip if it were asked now.
  mutating func wouldFlip(_ spin: Int) -> Bool {
    counts.attempts += 1
    return integer?.wouldFlip(spin, &words) ?? real?.wouldFlip(spin, &words) ?? false
  }

  /// Flips a spin.
  mutating func flip(_ spin: Int) {
    counts.flips += 1
    if integer != nil { integer?.flip(spin) } else { real?.flip(spin) }
  }
}
