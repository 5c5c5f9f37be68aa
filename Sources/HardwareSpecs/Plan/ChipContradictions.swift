import ChipComponents
internal import ExecutionRecords

/// What a description says that cannot hold together: each figure is legal, but not beside the others.
struct ChipContradictions {
  /// Largest die that one exposure prints: 26 mm × 33 mm.
  static let reticle_mm2 = 858.0
  /// Watts that a square millimetre of die can shed.
  static let heat_WPerMm2 = 1.0
  /// Joules of one action of any machine that computes with electrons, and more than any has needed.
  static let actions_J = 1e-19...1e-6
  /// Watts of anything called a chip.
  static let powers_W = 0...1e4
  /// Hertz of a clock.
  static let clocks_Hz = 1e3...1e12
  /// How far an assumed or derived price may lie from its component's.
  static let assumedFactor = 100.0
  /// How far a published or measured one may: other devices than the component's exist.
  static let publishedFactor = 1000.0
  /// How far stated leakage may lie from that of the transistors: families differ by thousands.
  static let leakageFactor = 10.0

  let chip: ChipSpec
  private let document: SpecDocument?
  private(set) var problems: [SpecProblem] = []

  /// Looks for contradictions.
  init(_ chip: ChipSpec, _ plan: ChipPlan, in document: SpecDocument?) {
    self.chip = chip
    self.document = document
    magnitudes()
    shares()
    guard let parts = plan.parts else { return }
    sizes(parts)
    speeds(parts)
    for (action, price) in chip.prices.sorted(by: { $0.key < $1.key }) {
      if let derived = plan.derivedPrices[action]?.value { compare(action, price, with: derived) }
    }
    for power in chip.staticPower where power.name.lowercased().hasPrefix("leakage") {
      let derived = parts.floor.leakage.value
      // One of several leakages may be small; none may be far above all of them, nor all far below.
      let total = chip.staticPower.filter { $0.name.lowercased().hasPrefix("leakage") }
        .reduce(0) { $0 + $1.power_W.nominal }
      guard total > derived * Self.leakageFactor || total < derived / Self.leakageFactor else {
        continue
      }
      report(
        "static_power.\(power.name)", "\(PhysicalUnit.readable(total, .power)) of leakage",
        "within a factor \(PhysicalUnit.short(Self.leakageFactor)) of "
          + "\(PhysicalUnit.readable(derived, .power)), which \(chip.technology.transistor.rawValue) "
          + "transistors of these parts leak: one family for speed and leakage")
    }
  }

  mutating func report(_ key: String, _ found: String, _ expected: String) {
    problems.append(
      SpecProblem(
        file: document?.file ?? chip.name, line: document?.line(of: key), key: key, found: found,
        expected: expected))
  }

  /// Units off by a letter: PJ for pJ, MW for mW.
  private mutating func magnitudes() {
    func range(_ range: ClosedRange<Double>, _ dimension: Dimension) -> String {
      "\(PhysicalUnit.readable(range.lowerBound, dimension)) to "
        + PhysicalUnit.readable(range.upperBound, dimension)
    }
    for (action, price) in chip.prices.sorted(by: { $0.key < $1.key }) {
      for value in [price.band.low, price.nominal, price.band.high]
      where value != 0 && !Self.actions_J.contains(value) {
        report(
          "prices.\(action.rawValue)", PhysicalUnit.readable(value, .energy) + " an action",
          range(Self.actions_J, .energy) + " (is a letter of the unit wrong?)")
        break
      }
    }
    var powers = chip.staticPower.map { ("static_power.\($0.name)", $0.power_W) }
    if let claim = chip.claimedPower_W { powers.append(("claimed_power", claim)) }
    for (key, power) in powers
    where [power.nominal, power.band.high].contains(where: { !Self.powers_W.contains($0) }) {
      report(
        key, PhysicalUnit.readable(max(power.nominal, power.band.high), .power),
        "at most \(PhysicalUnit.readable(Self.powers_W.upperBound, .power)) (is a letter of the unit wrong?)"
      )
    }
    let rates = [
      ("clock", chip.timing.clock_Hz), ("maximum_rate", chip.timing.maximumRate_Hz),
      ("gate_rate", chip.timing.gateRate_Hz), ("lattice_rate", chip.timing.latticeRate_Hz),
    ]
    for (key, rate) in rates where !Self.clocks_Hz.contains(rate) {
      report(
        "timing.\(key)", PhysicalUnit.readable(rate, .frequency),
        range(Self.clocks_Hz, .frequency) + " (is a letter of the unit wrong?)")
    }
  }

  private mutating func sizes(_ parts: ChipParts) {
    let side = parts.floor.footprint.value.squareRoot()
    if let pitch = chip.geometry.tilePitch_mm, side > pitch * (1 + 1e-9) {
      report(
        "geometry.tile_pitch", "\(PhysicalUnit.short(pitch)) mm",
        "at least \(PhysicalUnit.short(side)) mm: a tile with its router takes "
          + "\(PhysicalUnit.short(side * side)) mm²")
    }
    let area = parts.floor.area.value
    let dieArea = parts.floor.dieArea.value
    if dieArea > Self.reticle_mm2 {
      report(
        "geometry", "a die of \(PhysicalUnit.short(dieArea)) mm²",
        "at most \(PhysicalUnit.short(Self.reticle_mm2)) mm², what one exposure prints")
    }
    borders(parts)
    let static_W = ChipPrices(chip).totalStaticPower_W.nominal
    if static_W > area * Self.heat_WPerMm2 {
      report(
        "static_power",
        "\(PhysicalUnit.readable(static_W, .power)) on \(PhysicalUnit.short(area)) mm²",
        "at most \(PhysicalUnit.short(Self.heat_WPerMm2)) W/mm²")
    }
  }

  private mutating func speeds(_ parts: ChipParts) {
    let period = 1 / chip.timing.clock_Hz
    if chip.memory.onChip_bits > 0, parts.bank.access.value > period * (1 + 1e-9) {
      report(
        "timing.clock", PhysicalUnit.readable(chip.timing.clock_Hz, .frequency),
        "at most \(PhysicalUnit.readable(1 / parts.bank.access.value, .frequency)): a memory bank answers in "
          + PhysicalUnit.readable(parts.bank.access.value, .time))
    }
    let plane = period * Double(chip.timing.planeCycles)
    if chip.geometry.linearTiles > 0, parts.linearTile.cycle.value > plane * (1 + 1e-9) {
      report(
        "timing.clock", PhysicalUnit.readable(chip.timing.clock_Hz, .frequency),
        "a plane of \(PhysicalUnit.readable(parts.linearTile.cycle.value, .time)) at least: three adders of a "
          + "column and a register")
    }
  }

  private mutating func compare(_ action: Action, _ price: Price, with derived: Double) {
    let factor =
      price.confidence.evidence == .published ? Self.publishedFactor : Self.assumedFactor
    guard derived > 0, price.nominal > derived * factor || price.nominal < derived / factor
    else { return }
    report(
      "prices.\(action.rawValue)", PhysicalUnit.readable(price.nominal, .energy),
      "within a factor \(PhysicalUnit.short(factor)) of \(PhysicalUnit.readable(derived, .energy)), what "
        + "its component takes (`spec show`)")
  }
}

extension ChipSpec {
  /// Legal figures of the chip that cannot hold together, a line each.
  public var contradictions: [String] {
    ChipContradictions(self, ChipPlan(self), in: nil).problems.map(\.description)
  }
}
