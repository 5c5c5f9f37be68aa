import Foundation
import IsingModels
import Testing

/// Ground states, partition functions and mean energies of small models that were enumerated by an
/// independent program.
@Suite struct ExactDataTests {
  @Test func smallGroundStates() throws {
    let couplings = Dictionary(grouping: try FixtureTable("small_couplings.csv").rows) {
      "\($0["instance"] ?? "")/\($0["seed"] ?? "")"
    }
    let rows = try FixtureTable("small_ground_states.csv").rows
    #expect(rows.count == 34)
    for row in rows {
      let name = "\(row["instance"] ?? "")/\(row["seed"] ?? "")"
      let lines = try #require(couplings[name])
      // A spin that nothing names is named at the end.
      let text =
        lines.map { "\($0["i"]!) \($0["j"]!) \($0["J(i==j: field h_i)"]!)" }
        .joined(separator: "\n") + "\n\(row.whole("n") - 1) 0"
      let model = try IsingProblem(text: text, name: name, format: .couplings).model
      #expect(model.bonds.count == row.whole("edges"), "\(name)")
      let exact = try Enumeration(model)
      #expect(abs(exact.groundEnergy - row.number("ground_energy")) < 1e-11, "\(name)")
      #expect(exact.groundDegeneracy == row.whole("degeneracy"), "\(name)")
      let state = Enumeration.state(
        of: try #require(row["one_ground_state(site0..)"]).map { $0 == "+" ? 1 : -1 })
      #expect(exact.groundStates.contains(state), "\(name)")
      for beta in ["0.25", "0.5", "1.0", "2.0"] {
        let averages = exact.averages(beta: Double(beta) ?? .nan)
        let logZ = row.number("lnZ_beta\(beta)")
        #expect(abs(averages.logPartitionFunction - logZ) < 1e-10, "\(name)")
        #expect(abs(averages.energy - row.number("E_beta\(beta)")) < 1e-10, "\(name)")
      }
    }
  }

  @Test func ringsAndMobiusLadders() throws {
    let rows = try FixtureTable("ring_mobius.csv").rows
    #expect(rows.count == 34)
    for row in rows {
      let sites = row.whole("n")
      let name = try #require(row["graph"])
      let family: LatticeFamily = name == "ring" ? .ring : .mobiusLadder
      #expect(name == "ring" || name == "mobius_ladder")
      let lattice = try Lattice(LatticeDescription(family, sizes: [sites]))
      #expect(lattice.links.count == row.whole("edges"))
      let exact = try Enumeration(lattice.model(coupling: row.number("J")))
      #expect(exact.groundEnergy == row.number("ground_energy"))
      #expect(exact.groundDegeneracy == row.whole("ground_degeneracy"))
      #expect(exact.gap == row.number("gap"))
      if row.number("J") < 0 { #expect(exact.maximumCut == row.number("maxcut_if_J=-1")) }
      for beta in ["0.5", "1"] {
        let averages = exact.averages(beta: Double(beta) ?? .nan)
        #expect(abs(averages.logPartitionFunction - row.number("lnZ_beta\(beta)")) < 1e-10)
        #expect(abs(averages.energy - row.number("E_beta\(beta)")) < 1e-10)
      }
    }
  }

  @Test func cutsOfMobiusLadders() throws {
    for row in try FixtureTable("mobius_ladder_maxcut.csv").rows {
      let lattice = try Lattice(LatticeDescription(.mobiusLadder, sizes: [row.whole("N")]))
      let exact = try Enumeration(lattice.model(coupling: -1))
      #expect(lattice.links.count == row.whole("edges"))
      #expect(exact.maximumCut == row.number("maxcut"))
      #expect(exact.groundDegeneracy == row.whole("ground_degeneracy"))
      #expect(exact.groundEnergy == row.number("E_ground_antiferro_J1"))
    }
  }

  @Test func squareOfSixteen() throws {
    let exact = try Enumeration(
      Lattice(LatticeDescription(.square, sizes: [4], boundary: .periodic)).model())
    let levels = try FixtureTable("ising2d_L4_dos.csv").rows.map {
      EnergyLevel(energy: $0.number("energy"), degeneracy: $0.whole("degeneracy"))
    }
    #expect(exact.levels() == levels)
    let rows = try FixtureTable("ising2d_L4_absm.csv").rows
    #expect(rows.count == 11)
    for row in rows {
      let averages = exact.averages(beta: row.number("beta"))
      #expect(abs(averages.absoluteMagnetisation - row.number("mean_abs_m_per_spin")) < 1e-12)
      #expect(abs(averages.squaredMagnetisation - row.number("mean_m2_per_spin")) < 1e-12)
      #expect(abs(averages.fourthMagnetisation - row.number("mean_m4_per_spin")) < 1e-12)
      #expect(abs(averages.binderCumulant - row.number("binder_U4")) < 1e-12)
    }
  }

  /// ln Z, u and c of the 4 × 4 torus in Kaufman's table.
  @Test func kaufman() throws {
    let exact = try Enumeration(Lattice(LatticeDescription(.square, sizes: [4])).model())
    let rows = try FixtureTable("ising2d_finite_kaufman.csv").rows.filter { $0["L"] == "4" }
    #expect(rows.count == 11)
    for row in rows {
      let averages = exact.averages(beta: row.number("beta"))
      #expect(abs(averages.logPartitionFunction / 16 - row.number("lnZ_per_spin")) < 1e-13)
      #expect(abs(averages.energy / 16 - row.number("u_per_spin")) < 1e-12)
      #expect(abs(averages.heatCapacity / 16 - row.number("c_per_spin")) < 1e-10)
    }
  }

  /// A ring with one turned coupling: Z = λ₊ᴺ − λ₋ᴺ with λ± = e^β ± e^{−β}, N frustrated ground pairs.
  @Test(arguments: [3, 4, 7, 10]) func ringsWithATurnedCoupling(sites: Int) throws {
    for boundary in [Boundary.antiperiodic, .mobius] {
      let lattice = try Lattice(LatticeDescription(.ring, sizes: [sites], boundary: boundary))
      #expect(lattice.links.count { $0.sign < 0 } == 1)
      let exact = try Enumeration(lattice.model())
      #expect(exact.groundEnergy == Double(2 - sites))
      #expect(exact.groundDegeneracy == 2 * sites)
      let n = Double(sites)
      let logZ = log(pow(2 * cosh(0.6), n) - pow(2 * sinh(0.6), n))
      #expect(abs(exact.logPartitionFunction(beta: 0.6) - logZ) < 1e-12)
    }
  }
}
