import IsingModels
import RandomStreams

/// A restricted Boltzmann machine that knows bars and stripes: pictures whose rows are all alike, or
/// whose columns are.
///
/// Couplings are learnt from all states of the visible spins, without sampling: gradient ascent of the
/// likelihood, ∂/∂W = ⟨v tanh x⟩ of the data − ⟨v tanh x⟩ of the model, x = b + Wᵀv, and then rounded to
/// sixteenths.
enum BoltzmannMachine {
  static let entry = LatticeLibrary.Entry(
    name: "rbm",
    summary: "a restricted Boltzmann machine of bars and stripes, learnt exactly",
    parameters: [
      .init("side", 3, 2...3, "side of a picture"), .init("hidden", 6, 1...8, "hidden agents"),
      // Longer learning makes better pictures, and a machine that leaves none of them within a run.
      .init("steps", 150, 0...10_000, "steps of learning"), LatticeLibrary.reads(20_000),
      LatticeLibrary.beta(1),
    ],
    words: { values in
      let side = values.whole("side")
      let known = Set(Self.pictures(side: side))
      return StateWords(bits: Array(0..<(side * side))) { code in
        let rows = (0..<side).map { row in
          (0..<side).map { code >> (row * side + $0) & 1 == 1 ? "■" : "□" }.joined()
        }
        return rows.joined(separator: " ") + (known.contains(Int(code)) ? "" : ", neither")
      }
    }
  ) { values in
    let (side, hidden) = (values.whole("side"), values.whole("hidden"))
    let pictures = Self.pictures(side: side)
    var machine = Learner(visible: side * side, hidden: hidden)
    for _ in 0..<values.whole("steps") { machine.learn(pictures, rate: 0.3) }
    let n = side * side
    func rounded(_ x: Double) -> Double { (16 * x).rounded() / 16 }
    var bonds: [Bond] = []
    for i in 0..<n {
      for j in 0..<hidden {
        let value = rounded(machine.weights[i * hidden + j])
        if value != 0 { bonds.append(Bond(i, n + j, value)) }
      }
    }
    let fields = (machine.visibleFields + machine.hiddenFields).map(rounded).enumerated()
      .filter { $0.element != 0 }.map { Program.Agents.Field($0.offset, $0.element) }
    let visible = Array(0..<n)
    return Program(
      name: "rbm",
      agents: .init(
        count: n + hidden, columns: side,
        names: visible.map { "v\($0)" } + (0..<hidden).map { "h\($0)" }, couplings: bonds,
        fields: fields,
        observables: [
          .init(
            "bars-and-stripes", agents: visible,
            .share(pictures.map { picture in visible.map { picture >> $0 & 1 == 1 ? 1 : -1 } })),
          .init("v0v1", agents: [0, 1], .product),
          .init("v0v\(side)", agents: [0, side], .product),
        ]),
      [
        .ramp(from: values["beta"] / 10, to: values["beta"], over: .init(500, .sweeps)),
        .relax(.init(500, .sweeps)),
        .read(every: .init(50, .sweeps), times: values.whole("reads"), agents: []),
      ])
  }

  /// All bars and stripes, as bits.
  static func pictures(side: Int) -> [Int] {
    var found: Set<Int> = []
    for bits in 0..<(1 << side) {
      var (bars, stripes) = (0, 0)
      for row in 0..<side {
        for column in 0..<side {
          if bits >> row & 1 == 1 { bars |= 1 << (row * side + column) }
          if bits >> column & 1 == 1 { stripes |= 1 << (row * side + column) }
        }
      }
      found.formUnion([bars, stripes])
    }
    return found.sorted()
  }

  private struct Learner {
    let visible: Int
    let hidden: Int
    var weights: [Double]
    var visibleFields: [Double]
    var hiddenFields: [Double]

    init(visible: Int, hidden: Int) {
      self.visible = visible
      self.hidden = hidden
      var stream = RandomStream(StreamKey(seed: 3, purpose: .coupling), site: 0)
      weights = (0..<(visible * hidden)).map { _ in 0.3 * stream.normal() }
      visibleFields = Array(repeating: 0, count: visible)
      hiddenFields = Array(repeating: 0, count: hidden)
    }

    mutating func learn(_ pictures: [Int], rate: Double) {
      let states = 1 << visible
      var tanhs = [Double](repeating: 0, count: states * hidden)
      var logWeights = [Double](repeating: 0, count: states)
      for state in 0..<states {
        for i in 0..<visible {
          logWeights[state] += visibleFields[i] * (state >> i & 1 == 1 ? 1 : -1)
        }
        for j in 0..<hidden {
          var x = hiddenFields[j]
          for i in 0..<visible {
            x += weights[i * hidden + j] * (state >> i & 1 == 1 ? 1 : -1)
          }
          let size = abs(x)
          let e = DeterministicFunctions.exp(-2 * min(size, 300))
          tanhs[state * hidden + j] = (x < 0 ? -1 : 1) * (1 - e) / (1 + e)
          // ln 2 cosh x.
          logWeights[state] += size + DeterministicFunctions.log(1 + e)
        }
      }
      let largest = logWeights.max() ?? 0
      var law = logWeights.map { DeterministicFunctions.exp(max(-600, $0 - largest)) }
      let sum = law.reduce(0, +)
      for state in 0..<states { law[state] = -law[state] / sum }
      for picture in pictures { law[picture] += 1 / Double(pictures.count) }
      for state in 0..<states {
        let step = rate * law[state]
        for i in 0..<visible {
          let v: Double = state >> i & 1 == 1 ? 1 : -1
          visibleFields[i] += step * v
          for j in 0..<hidden { weights[i * hidden + j] += step * v * tanhs[state * hidden + j] }
        }
        for j in 0..<hidden { hiddenFields[j] += step * tanhs[state * hidden + j] }
      }
    }
  }
}
