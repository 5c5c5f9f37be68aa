import ChipComponents
import Foundation
import Testing

/// Parts by figures worked out apart from the program.
@Suite struct PartTests {
  private func near(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    abs(value / expected - 1) < tolerance
  }

  /// 22 nm low-standby transistors: 0.6264 fF/µm of gate, 11.6 F wide, at 0.8 V.
  @Test func oneTransistorByHand() {
    let technology = Technology(node_nm: 22, transistor: .lowStandbyPower, temperature_K: 300)
    let width_um = 11.6 * 0.022
    #expect(technology.supply.value == 0.8)
    #expect(near(technology.transistorEnergy.value, 6.264e-16 * width_um * 0.64))
    // 35 % leak; channel 24.3 pA/µm and gate 451 pA/µm.
    #expect(near(technology.transistorLeakage.value, 0.35 * width_um * 0.8 * (2.43e-11 + 4.51e-10)))
    let hot = Technology(node_nm: 22, transistor: .lowStandbyPower, temperature_K: 360)
    #expect(near(hot.transistorLeakage.value, 0.35 * width_um * 0.8 * (1.546e-9 + 4.51e-10)))
  }

  /// At the tables' own nodes, sizes and supply the memory is CACTI's, row by row.
  @Test(arguments: [
    (
      22.0, Transistor.lowStandbyPower, 32.0, 0.85603e-9, 0.067928e-12,
      0.000597539e-3 + 0.00535306e-3, 0.029998
    ),
    (22.0, .highPerformance, 1024.0, 1.09197e-9, 0.32955e-12, 88.2215e-3 + 0.603914e-3, 0.91426),
    (45.0, .highPerformance, 4096.0, 3.33174e-9, 2.1794e-12, 2087.65e-3 + 120.849e-3, 13.947),
  ])
  func memoriesAreCactis(
    _ node: Double, _ transistor: Transistor, _ size: Double, _ access: Double, _ read: Double,
    _ leakage: Double, _ area: Double
  ) {
    let technology = Technology(node_nm: node, transistor: transistor, temperature_K: 300)
    let bank = SRAMArray("bank", size_KB: size, technology)
    #expect(near(bank.access.value, access) && near(bank.read.value, read))
    #expect(near(bank.leakage.value, leakage) && near(bank.area.value, area))
  }

  @Test func memoriesBetweenRowsLieBetween() {
    let technology = Technology(node_nm: 28, transistor: .lowStandbyPower, temperature_K: 300)
    let bank = SRAMArray("bank", size_KB: 128, technology)
    #expect((0.10294e-12...0.4459e-12).contains(bank.read.value))
    #expect((0.066451...0.49717).contains(bank.area.value))
  }

  /// Half the supply takes a quarter of the energy.
  @Test func energyFollowsTheSquareOfTheSupply() {
    func technology(_ supply: Double) -> Technology {
      Technology(node_nm: 45, transistor: .highPerformance, supply_V: supply)
    }
    for part in [
      { (technology: Technology) in Registers(Logic(technology)).cycle.value },
      { Wire($0).bitMillimetre.value }, { SRAMArray("bank", size_KB: 8, $0).read.value },
      { Converters("converter", bits: 6, $0).conversion.value },
    ] {
      #expect(near(part(technology(1)) / part(technology(0.5)), 4))
    }
  }

  /// CACTI's semi-global wire at 22 nm: pitch 88 nm, 88 nm thick, 44 nm wide, dielectric 2.104 beside and
  /// 3.9 above 150 nm, fringe 0.115 fF/µm. A random bit charges it in one of four moves.
  @Test func aWireByHand() {
    let technology = Technology(node_nm: 22, transistor: .lowStandbyPower)
    let beside = 2 * 1.5 * 2.104 * 8.854e-18 * 0.088 / 0.044
    let planes = 2 * 3.9 * 8.854e-18 * 0.044 / 0.150
    let farads_mm = (beside + planes + 1.15e-16) * 1000
    #expect(near(Wire(technology).bitMillimetre.value, 0.25 * farads_mm * 1.6 * 0.64))
  }

  @Test func aTileCountsItsAdders() throws {
    let registers = Registers(Logic(Technology(node_nm: 22, transistor: .lowStandbyPower)))
    let wire = Wire(registers.logicTechnology)
    func tile(_ bits: Int, _ guards: Int, rows: Int = 128) -> CouplingTile {
      CouplingTile(
        "tile", .init(rows: rows, columns: 64, couplingBits: bits, codeBits: 8, guardBits: guards),
        registers, wire)
    }
    // AND 6 and 28 for each of (b + guards) / b adders.
    #expect(
      near(tile(8, 1).evaluation.value / tile(8, 7).evaluation.value, (6 + 31.5) / (6 + 52.5)))
    // A column: 8 + 8 + 7 bits of accumulator, five registers of 15 bits; 9 bits a row.
    #expect(near(tile(8, 1).registers.value, 64 * (23 + 5 * 15) + 128 * 9))
    // Cells of 146 F² with 37.5 transistors each, registers of 24, a full adder for each bit of a sum.
    let transistor = registers.logicTechnology.transistorArea.value
    let bits = 128.0 * 64 * 8
    let area =
      bits * (146 * 22e-6 * 22e-6 + 37.5 * transistor) + tile(8, 1).registers.value * 24
      * transistor
      + 28 * 23 * 64 * transistor
    #expect(near(tile(8, 1).area.value, area))
  }

  /// C V / I of the alpha-power law: low standby is slower than high performance, and a supply near the
  /// threshold of 0.40126 V is slow.
  @Test func delaysByHand() {
    func delay(_ transistor: Transistor, _ supply: Double) -> Double {
      Technology(node_nm: 22, transistor: transistor, supply_V: supply).inverterDelay.value
    }
    #expect(
      near(
        delay(.lowStandbyPower, 0.8) / delay(.highPerformance, 0.8),
        6.264 / 5.724 * 2.6264 / 0.7276))
    #expect(
      near(
        delay(.lowStandbyPower, 0.55) / delay(.lowStandbyPower, 0.8),
        0.55 / 0.8 / pow((0.55 - 0.40126) / (0.8 - 0.40126), 1.3)))
  }
}
