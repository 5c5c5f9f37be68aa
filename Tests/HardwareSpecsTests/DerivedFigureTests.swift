import ChipComponents
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing

/// Figures that follow from structure, node, supply and clock.
@Suite struct DerivedFigureTests {
  static let chips = SpecLibrary.entries.filter { $0.kind == .chip }.map(\.name)

  @Test(arguments: SpecLibrary.entries.map(\.name))
  func everyFormulaGivesItsValue(_ name: String) throws {
    let rows = try SpecLibrary.listing(name).rows.filter { $0.section == "derived" }
    #expect(!rows.isEmpty)
    for row in rows {
      let formula = try #require(row.formula, "\(row.key)")
      let inputs = Dictionary(row.inputs.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
      let value = try Arithmetic.value(of: formula, inputs)
      let stated = try #require(row.value)
      #expect(abs(value - stated) <= 1e-9 * abs(stated), "\(row.key) = \(formula)")
    }
  }

  /// One name has one value: a reader can follow inputs from row to row.
  @Test(arguments: chips) func namesAreUnique(_ name: String) throws {
    var values: [String: Double] = [:]
    let rows = try SpecLibrary.listing(name).rows.filter { $0.formula != nil }
    for figure in rows.flatMap(\.inputs) {
      #expect(
        values.updateValue(figure.value, forKey: figure.name) ?? figure.value == figure.value,
        "\(figure.name)")
    }
    for row in rows {
      #expect(values[row.key] ?? row.value == row.value, "\(row.key)")
    }
    #expect(Set(rows.map(\.key)).count == rows.count)
  }

  private func value(_ name: String, _ chip: ChipSpec) throws -> Double {
    try #require(chip.derivedFigures[name], "\(name)")
  }

  @Test func twiceTheClockTwiceItsPower() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    let fast = chip.with { $0.timing.clock_Hz *= 2 }
    #expect(abs(try value("clock_power", fast) / value("clock_power", chip) - 2) < 1e-12)
    #expect(try value("leakage", fast) == value("leakage", chip))
    #expect(try value("static_power", fast) > value("static_power", chip))
  }

  @Test func moreTilesLanesAndLinksTakeMore() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    let larger: [@Sendable (inout ChipSpec) -> Void] = [
      { $0.geometry.linearTiles *= 2 }, { $0.geometry.digitalLanes *= 2 },
      { $0.timing.flitBits *= 2 }, { $0.geometry.raceTiles *= 2 }, { $0.geometry.normUnits *= 2 },
      { $0.geometry.latticeAgents *= 2 }, { $0.memory.onChip_bits *= 2 },
      { $0.geometry.couplingBits *= 2 },
    ]
    for change in larger {
      for name in ["area", "leakage"] {
        #expect(try value(name, chip.with(change)) > value(name, chip))
      }
    }
    #expect(
      try value("tile_pitch", chip.with { $0.geometry.couplingBits *= 2 })
        > value("tile_pitch", chip))
    #expect(
      try value("tile_pitch", chip.with { $0.timing.flitBits *= 2 }) > value("tile_pitch", chip))
  }

  /// Keys that move no figure here, with the reason: the machine counts and times with them instead.
  static let moveOnlyTheMachine = [
    "timing.hop_cycles": "time of a hop", "timing.beta_settling": "time of a draw",
    "timing.score_range": "values of scores", "timing.maximum_rate": "rates of agents",
    "timing.gate_rate": "rates of agents", "timing.lattice_rate": "rates of agents",
    "timing.norm_method": "counts of norms", "timing.norm_gain": "steps of norms",
    "timing.norm_tolerance": "steps of norms", "timing.synchroniser_cycles": "time of a draw",
    "timing.shadow_load": "time of loads",
  ]

  /// Each number of geometry, timing, memory and technology moves a figure, or is listed with the reason.
  @Test func noKeyMovesNothing() throws {
    let listing = try SpecLibrary.listing("digital-pbit-22nm")
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    for row in listing.rows
    where ["geometry", "timing", "memory", "technology"].contains(row.section) {
      let path = "\(row.section).\(row.key)"
      guard let number = row.value, path != "technology.programmable" else { continue }
      let other =
        path == "technology.supply"
        ? number * 1.1
        : path == "technology.temperature"
          ? 340
          : path == "technology.clock_gating"
            ? 0.5
            : path == "technology.node"
              ? 32e-6
              : path == "timing.race_load"
                ? 0.02
                : path.hasSuffix("_bits") && number > 16 && number <= 32
                  ? number / 2
                  : number * 2
      let unit = row.unit == "1" ? "" : " \(row.unit)"
      let change = try #require(SpecChange("\(other)\(unit)"), "\(path)")
      let text = try SpecLibrary.newChip(
        name: "mine", from: "digital-pbit-22nm", changes: [path: change], file: "mine.yaml")
      let altered = try SpecLibrary.chip(yaml: Array(text.utf8), file: "mine.yaml")
      let moved = altered.derivedFigures != chip.derivedFigures
      #expect(moved != Self.moveOnlyTheMachine.keys.contains(path), "\(path)")
    }
  }

  /// What is stated takes the place of what follows, and its band takes part in the draws.
  @Test func statedFiguresStand() throws {
    var chip = try SpecLibrary.chip("digital-pbit-22nm")
    let derived = try #require(ChipPrices(chip).prices[.agentUpdate])
    let stated = Price(
      Band(low: 1e-15, nominal: 2e-15, high: 4e-15), source: "test", confidence: .low)
    chip.prices[.agentUpdate] = stated
    #expect(ChipPrices(chip).prices[.agentUpdate] == stated && derived.nominal > 1e-14)
    let formula = try #require(ChipPlan(chip).prices[.agentUpdate])
    var draw = Draw(deviations: ["price_agent_update": Draw.ninetyFivePercent])
    #expect(abs(draw.value(of: formula) / 4e-15 - 1) < 1e-9)
  }

  /// A stated power replaces the derived one of its name, and no other.
  @Test func oneStatedPowerLeavesTheOthers() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    let stated = StaticPower(
      name: "leakage",
      power_W: Price(Band(exactly: 0.3), source: "test", confidence: .low))
    let other = StaticPower(name: "fans - two", power_W: stated.power_W)
    let powers = ChipPrices(chip.with { $0.staticPower = [stated, other] }).staticPower
    #expect(
      Set(powers.map(\.name)) == [
        "leakage", "fans - two", "clock", "host_standby", "memory_standby", "regulator_loss",
      ])
    #expect(powers.first { $0.name == "leakage" } == stated)
    let clock = try #require(ChipPrices(chip).staticPower.first { $0.name == "clock" })
    #expect(powers.first { $0.name == "clock" } == clock)
  }

  /// Amounts and temperatures off by a letter are refused, whatever unit they are written in.
  @Test(arguments: [
    ("memory.bank", "32 mB", false), ("memory.bank", "32 kB", true),
    ("memory.on_chip", "4 mB", false), ("technology.temperature", "330 mK", false),
    ("technology.temperature", "0.33 kK", true), ("technology.temperature", "300 kK", false),
    ("technology.node", "13 nm", false), ("technology.node", "0.022 um", true),
    ("technology.supply", "8 V", false),
  ])
  func lettersAreFound(_ key: String, _ value: String, _ isSound: Bool) throws {
    let change = try #require(SpecChange(value))
    let text = try? SpecLibrary.newChip(
      name: "mine", from: "digital-pbit-22nm", changes: [key: change], file: "mine.yaml")
    #expect((text != nil) == isSound)
  }

  /// Micrometres of a figure are not told as millimetres.
  @Test func lengthsKeepTheirSize() throws {
    let rows = try SpecLibrary.listing("digital-pbit-22nm").rows
    #expect(rows.first { $0.key == "transistor_width" }?.text == "255.2 nm")
    #expect(rows.first { $0.key == "node" }?.text == "22 nm")
    #expect(
      rows.first { $0.key == "tile_pitch" && $0.formula != nil }?.text.hasSuffix(" mm") == true)
  }

  /// A chip without a node has no figure that nobody stated.
  @Test func withoutATechnologyNothingFollows() throws {
    let chip = try SpecLibrary.chip("extropic-z1")
    #expect(Set(ChipPrices(chip).prices.keys) == [.agentUpdate, .agentRead])
    #expect(ChipPrices(chip).staticPower.isEmpty && ChipPlan(chip).parts == nil)
  }
}
