import IsingModels
import IsingTestSupport
import Testing

/// Times are printed, not judged: the machine may be busy.
@Suite(.enabled(if: SlowTests.areEnabled, "make check-statistics")) struct LargeLatticeTests {
  @Test(arguments: [
    LatticeDescription(.square, sizes: [1024]), .init(.square, sizes: [1023]),
    .init(.triangular, sizes: [1024]), .init(.cubic, sizes: [100]),
    .init(.randomRegular, sizes: [1 << 20], seed: 1),
    .init(.randomRegular, sizes: [1 << 18], parameters: [.degree: 6], seed: 1),
    .init(.complete, sizes: [4000]), .init(.zephyr, sizes: [50]),
  ])
  func build(_ description: LatticeDescription) throws {
    let clock = ContinuousClock()
    var made: Lattice?
    let time = try clock.measure { made = try Lattice(description) }
    let lattice = try #require(made)
    var count = 0
    let modelTime = try clock.measure {
      count = try lattice.model(couplings: .plusMinus(1, probabilityOfPlus: 0.5)).bonds.count
    }
    #expect(count == lattice.links.count)
    print(
      lattice.title, "lattice", time, "model", modelTime, lattice.colourClasses.count, "colours")
  }

  @Test(arguments: [20, 24]) func enumerate(spins: Int) throws {
    let model = try Lattice(LatticeDescription(.complete, sizes: [spins]))
      .model(couplings: .gaussian(mean: 0, deviation: 1), seed: 1)
    let clock = ContinuousClock()
    var made: Enumeration?
    let time = try clock.measure { made = try Enumeration(model) }
    let exact = try #require(made)
    let averages = clock.measure { #expect(exact.averages(beta: 1).entropy > 0) }
    let levels = clock.measure { #expect(exact.levels().count <= 1 << (spins - 1)) }
    print(spins, "spins", time, "averages", averages, "levels", levels)
  }
}
