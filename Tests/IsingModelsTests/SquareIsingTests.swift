import Foundation
import IsingModels
import Testing

@Suite struct SquareIsingTests {
  static func relative(_ x: Double, _ expected: Double) -> Double {
    abs(x - expected) / max(abs(expected), 1e-300)
  }

  @Test func toriAreKaufmans() throws {
    let rows = fixtureRows("ising2d_finite_kaufman.csv")
    #expect(rows.count >= 50)
    for row in rows {
      let (side, beta) = (Int(row[0])!, Double(row[2])!)
      let torus = try SquareIsing.torus(rows: side, columns: side, beta: beta)
      let count = Double(torus.spinCount)
      #expect(Self.relative(torus.logPartitionFunction / count, Double(row[3])!) < 1e-13)
      #expect(Self.relative(torus.energy, Double(row[4])!) < 1e-12)
      // The reference has 14 decimals.
      #expect(abs(torus.specificHeat - Double(row[5])!) < 2e-13)
    }
  }

  /// Every size and sign of β that can be enumerated, odd sides and antiferromagnets among them.
  @Test(arguments: [(2, 2), (2, 3), (3, 2), (3, 3), (3, 4), (4, 3), (2, 6), (5, 3), (3, 5), (4, 4)])
  func toriAreSumsOverStates(rows: Int, columns: Int) throws {
    let model = try Lattice.periodicSquare(rows: rows, columns: columns).model()
    let states = try Enumeration(model)
    let count = Double(rows * columns)
    for beta in [-0.9, -0.6, -0.44068679350977147, -0.1, -1e-7, 0, 1e-9, 0.2, 0.43, 0.7, 2, 9] {
      let torus = try SquareIsing.torus(rows: rows, columns: columns, beta: beta)
      let logZ = states.logPartitionFunction(beta: beta)
      // What the four products lose where they cancel.
      let loss = exp(states.logPartitionFunction(beta: abs(beta)) - logZ)
      // The plain sums over states round once a state; energies a spin are at most 2.
      let sums = 2 * Double(states.energies.count) * 0x1p-53
      #expect(abs(torus.logPartitionFunction - logZ) < 1e-13 * (loss + logZ) + sums)
      let mean = states.meanEnergy(beta: beta)
      #expect(abs(torus.energy - mean / count) < 1e-13 * loss + sums)
      let square = states.mean(beta: beta) {
        (states.energies[$0] - mean) * (states.energies[$0] - mean)
      }
      #expect(
        abs(torus.specificHeat - beta * beta * square / count) < 2e-12 * loss + beta * beta * 4
          * count * sums)
    }
  }

  @Test func toriAreSymmetricAndSmooth() throws {
    let one = try SquareIsing.torus(rows: 6, columns: 40, beta: 0.41)
    let other = try SquareIsing.torus(rows: 40, columns: 6, beta: 0.41)
    #expect(Self.relative(one.logPartitionFunction, other.logPartitionFunction) < 1e-14)
    #expect(abs(one.energy - other.energy) < 1e-13)
    #expect(abs(one.specificHeat - other.specificHeat) < 1e-12)
    // Through β_c: values a little to both sides agree with their slope, u′ = −c/β².
    let critical = SquareIsing.criticalBeta
    let centre = try SquareIsing.torus(rows: 64, columns: 64, beta: critical)
    for step in [-1e-6, 1e-6, -1e-12, 1e-12] {
      let near = try SquareIsing.torus(rows: 64, columns: 64, beta: critical + step)
      let slope = -centre.specificHeat / (critical * critical)
      #expect(abs(near.energy - centre.energy - slope * step) < 1e-9)
    }
    let cold = try SquareIsing.torus(rows: 200, columns: 100, beta: 150)
    #expect(Self.relative(cold.logPartitionFunction, 150 * 40_000 + log(2)) < 1e-14)
    #expect(cold.energy == -2)
    #expect(abs(cold.specificHeat) < 1e-8)
  }

  @Test func infiniteLatticeIsOnsagers() throws {
    let rows = fixtureRows("ising2d_onsager.csv")
    #expect(rows.count == 14)
    for row in rows {
      let beta = Double(row[1])!
      let values = try SquareIsing.infinite(beta: beta)
      // u has a logarithmic slope at β_c, so the rounding of β itself is worth 40 roundings there.
      #expect(abs(values.energy - Double(row[2])!) < 1e-14)
      if row[0] == "beta_c" {
        #expect(values.specificHeat > 30)
      } else {
        #expect(Self.relative(values.specificHeat, Double(row[3])!) < 1e-12)
      }
      let magnetisation = try SquareIsing.spontaneousMagnetisation(beta: beta)
      #expect(abs(magnetisation - Double(row[4])!) < 1e-14)
    }
  }

  /// Catalan's constant at β_c, Kramers and Wannier's duality, and the slope −u.
  @Test func freeEnergyIsOnsagers() throws {
    func logZ(_ beta: Double) throws -> Double {
      try SquareIsing.infinite(beta: beta).logPartitionFunction
    }
    let catalan = 0.915965594177219
    let critical = log(2) / 2 + 2 / Double.pi * catalan
    #expect(abs(try logZ(SquareIsing.criticalBeta) - critical) < 2e-15)
    for beta in [0.06, 0.2, 0.4, 0.4406, 0.45, 0.8, 2] {
      let dual = asinh(1 / sinh(2 * beta)) / 2
      let left = try logZ(beta) - log(sinh(2 * beta)) / 2
      let right = try logZ(dual) - log(sinh(2 * dual)) / 2
      #expect(abs(left - right) < 1e-14)
      let step = 1e-4
      let slope = (try logZ(beta + step) - logZ(beta - step)) / (2 * step)
      let energy = try SquareIsing.infinite(beta: beta).energy
      // The third derivative of ln Z is below 1e4 but within 1e−3 of β_c.
      if abs(beta - SquareIsing.criticalBeta) > 1e-3 { #expect(abs(slope + energy) < 1e-4) }
    }
    #expect(abs(try logZ(19.999_999) - 39.999_998) < 1e-13)
    #expect(abs(try logZ(-0.3) - logZ(0.3)) == 0)
  }

  /// Far from β_c a large torus has the infinite lattice's values, with no seam where the form changes.
  @Test func largeToriAreInfinite() throws {
    for beta in [-0.7, -0.2, -0.05, 0, 0.001, 0.0499, 0.0501, 0.06, 0.3, 0.6, 1.5, 4] {
      let torus = try SquareIsing.torus(rows: 200, columns: 200, beta: beta)
      let values = try SquareIsing.infinite(beta: beta)
      let logZ = torus.logPartitionFunction / 40_000
      // Two ground states of the torus are worth ln 2 of 40 000 spins.
      let degeneracy = abs(beta) > SquareIsing.criticalBeta ? log(2.0) / 40_000 : 0
      #expect(abs(logZ - degeneracy - values.logPartitionFunction) < 1e-14 * max(1, logZ))
      #expect(abs(torus.energy - values.energy) < 2e-14 * max(1, 1 / abs(values.energy)))
      #expect(abs(torus.specificHeat - values.specificHeat) < 1e-12)
    }
    let cold = try SquareIsing.infinite(beta: 1000)
    #expect(cold.energy == -2)
    #expect(cold.specificHeat == 0)
    #expect(abs(try SquareIsing.infinite(beta: 1e-200).energy) < 1e-16)
    #expect(try SquareIsing.spontaneousMagnetisation(beta: 1000) == 1)
    #expect(try SquareIsing.spontaneousMagnetisation(beta: SquareIsing.criticalBeta) == 0)
    // The exponent 1/8, with amplitude (8√2)^{1/8} of β − β_c.
    let small = 1e-12
    let magnetisation = try SquareIsing.spontaneousMagnetisation(
      beta: SquareIsing.criticalBeta + small)
    #expect(abs(magnetisation / pow(8 * 2.0.squareRoot() * small, 0.125) - 1) < 1e-4)
  }

  @Test func badInputIsNamed() {
    #expect(throws: ExactSolutionError.self) { try SquareIsing.infinite(beta: .nan) }
    #expect(throws: ExactSolutionError.self) {
      try SquareIsing.spontaneousMagnetisation(beta: -1)
    }
    #expect(
      throws: ExactSolutionError.outOfRange("rows", found: 1, expected: "2 or more")
    ) { try SquareIsing.torus(rows: 1, columns: 4, beta: 1) }
    #expect(throws: ExactSolutionError.self) {
      try SquareIsing.torus(rows: 4, columns: 4, beta: .infinity)
    }
    // A frustrated torus whose products cancel.
    #expect(throws: ExactSolutionError.self) {
      try SquareIsing.torus(rows: 3, columns: 5, beta: -8)
    }
  }

  @Test func criticalPointsAreTheTable() throws {
    let rows = fixtureRows("critical_betas.csv")
    let names = [
      "square_ferro": CriticalBeta.square, "triangular_ferro": .triangular,
      "honeycomb_ferro": .honeycomb, "kagome_ferro": .kagome, "simple_cubic_ferro": .simpleCubic,
    ]
    var found = 0
    for row in rows {
      guard let point = names[row[0]] else { continue }
      found += 1
      #expect(Self.relative(point.beta, Double(row[3])!) < 4 * 0x1p-53)
    }
    #expect(found == CriticalBeta.all.count)
  }
}
