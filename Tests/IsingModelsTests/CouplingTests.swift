import IsingModels
import IsingTestSupport
import RandomStreams
import Testing

@Suite struct CouplingTests {
  private let lattice = Lattice.periodicSquare(rows: 100, columns: 100)

  @Test func uniform() throws {
    let model = try lattice.model(couplings: .uniform(-0.5), fields: .uniform(0.25))
    #expect(try model == lattice.model(coupling: -0.5, field: 0.25))
  }

  @Test(arguments: [0, 0.3, 1]) func plusMinus(probability: Double) throws {
    let model = try lattice.model(
      couplings: .plusMinus(2, probabilityOfPlus: probability), seed: 9)
    #expect(model.bonds.allSatisfy { abs($0.coupling) == 2 })
    let plus = model.bonds.count { $0.coupling > 0 }
    let verdict = compare(
      Double(plus), with: 20_000 * probability,
      standardError: (20_000 * probability * (1 - probability)).squareRoot())
    #expect(verdict.passed, "\(verdict)")
  }

  @Test func gaussian() throws {
    let model = try lattice.model(
      couplings: .gaussian(mean: 0.5, deviation: 2), fields: .gaussian(mean: -1, deviation: 0.5),
      seed: 9)
    for (values, mean, deviation) in [
      (model.bonds.map(\.coupling), 0.5, 2.0), (model.fields, -1, 0.5),
    ] {
      let n = Double(values.count)
      let average = values.reduce(0, +) / n
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      let first = compare(average, with: mean, standardError: deviation / n.squareRoot())
      let second = compare(
        variance, with: deviation * deviation,
        standardError: deviation * deviation * (2 / n).squareRoot())
      #expect(first.passed, "\(first)")
      #expect(second.passed, "\(second)")
    }
  }

  @Test func drawsAreNamedBySeedAndRealisation() throws {
    let law = CouplingLaw.gaussian(mean: 0, deviation: 1)
    let a = try lattice.model(couplings: law, seed: 1)
    #expect(try a == lattice.model(couplings: law, seed: 1))
    #expect(try a != lattice.model(couplings: law, seed: 2))
    #expect(try a != lattice.model(couplings: law, seed: 1, realisation: 1))
    var stream = RandomStream(StreamKey(seed: 1, purpose: .coupling), site: 0)
    #expect(a.bonds[0].coupling == stream.normal())
  }

  /// A turned boundary turns the drawn coupling.
  @Test func signsOfLinksMultiply() throws {
    let law = CouplingLaw.gaussian(mean: 0, deviation: 1)
    let turned = try Lattice(LatticeDescription(.square, sizes: [6], boundary: .antiperiodic))
    let plain = try Lattice(LatticeDescription(.square, sizes: [6], boundary: .periodic))
    let pairs = zip(
      try turned.model(couplings: law, seed: 3).bonds,
      try plain.model(couplings: law, seed: 3).bonds)
    for (a, b) in pairs {
      let isSeam = b.second - b.first == 5
      #expect(a.coupling == (isSeam ? -b.coupling : b.coupling))
    }
  }

  @Test func lawsOutOfRange() {
    func message(_ couplings: CouplingLaw, _ fields: FieldLaw = .uniform(0)) -> String {
      do {
        _ = try lattice.model(couplings: couplings, fields: fields)
        return "no error"
      } catch { return error.description }
    }
    #expect(
      message(.plusMinus(1, probabilityOfPlus: 1.2))
        == "probability of a positive coupling: found 1.2, expected a number from 0 to 1")
    #expect(
      message(.gaussian(mean: 0, deviation: -1))
        == "deviation of couplings: found -1.0, expected a number from 0")
    #expect(message(.uniform(.nan)) == "coupling: found nan, expected a finite number")
    #expect(
      message(.uniform(1), .gaussian(mean: 0, deviation: .infinity))
        == "deviation of fields: found inf, expected a number from 0")
    #expect(
      message(.uniform(1), .uniform(.infinity)) == "field: found inf, expected a finite number")
  }

  /// Counting sort and merge against a plain dictionary.
  @Test func bondsAreOrderedAndMerged() throws {
    var stream = RandomStream(StreamKey(seed: 2, purpose: .testInput), site: 0)
    var bonds: [Bond] = []
    var sums: [SIMD2<Int32>: Double] = [:]
    for _ in 0..<3000 {
      let a = Int(stream.integer(below: 60))
      let b = Int(stream.integer(below: 60))
      guard a != b else { continue }
      let bond = Bond(a, b, stream.uniform())
      bonds.append(bond)
      sums[SIMD2(bond.first, bond.second), default: 0] += bond.coupling
    }
    let model = try IsingModel(spinCount: 60, bonds: bonds)
    #expect(model.bonds.count == sums.count)
    // The model adds up exactly and rounds once; the plain sum of at most 16 numbers below 1 rounds each
    // time, by 2^-50 at most.
    #expect(
      model.bonds.allSatisfy {
        abs((sums[SIMD2($0.first, $0.second)] ?? .nan) - $0.coupling) <= 16 * 0x1p-50
      })
    #expect(
      zip(model.bonds, model.bonds.dropFirst()).allSatisfy {
        ($0.first, $0.second) < ($1.first, $1.second)
      })
    // Already in order, with and without a double bond.
    #expect(try IsingModel(spinCount: 60, bonds: model.bonds) == model)
    let twice = try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 1), Bond(1, 0, 2)])
    #expect(twice.bonds == [Bond(0, 1, 3)])
  }
}
