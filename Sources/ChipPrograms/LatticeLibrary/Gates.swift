import IsingModels

/// Logic gates as couplings: the states that obey the gate have the lowest energy, and all others lie at
/// least 4 above it. A gate has no direction: hold its output and its inputs follow.
struct Gates {
  private(set) var bonds: [SIMD2<Int>: Double] = [:]
  private(set) var fields: [Int: Double] = [:]
  private(set) var names: [String] = []

  /// A new agent.
  mutating func agent(_ name: String) -> Int {
    names.append(name)
    return names.count - 1
  }

  private mutating func couple(_ a: Int, _ b: Int, _ value: Double) {
    bonds[SIMD2(min(a, b), max(a, b)), default: 0] += value
  }

  /// y = a and b.
  mutating func and(_ a: Int, _ b: Int, _ y: Int) {
    couple(a, b, -1)
    couple(a, y, 2)
    couple(b, y, 2)
    for (agent, value) in [(a, 1.0), (b, 1), (y, -2)] { fields[agent, default: 0] += value }
  }

  /// Σ inputs = 2 carry + sum, for two or three inputs.
  ///
  /// With weights w = 1 of inputs, −1 of the sum and −2 of the carry, and n = (1 + s)/2, the energy
  /// 4 (Σ w n)² is (Σ w s + Σ w)² up to a constant: J = −2 w w′, h = −2 w Σ w.
  mutating func adder(_ inputs: [Int], sum: Int, carry: Int) {
    let agents = inputs + [sum, carry]
    let weights = inputs.map { _ in 1.0 } + [-1, -2]
    let total = weights.reduce(0, +)
    for i in agents.indices {
      for j in 0..<i { couple(agents[j], agents[i], -2 * weights[i] * weights[j]) }
      if total != 0 { fields[agents[i], default: 0] -= 2 * weights[i] * total }
    }
  }

  /// Couplings in the order of agents.
  var couplings: [Bond] {
    bonds.filter { $0.value != 0 }.sorted { ($0.key.x, $0.key.y) < ($1.key.x, $1.key.y) }
      .map { Bond($0.key.x, $0.key.y, $0.value) }
  }

  /// Fields in the order of agents.
  var fieldList: [Program.Agents.Field] {
    fields.filter { $0.value != 0 }.sorted { $0.key < $1.key }
      .map { Program.Agents.Field($0.key, $0.value) }
  }
}

/// An AND gate, forwards and backwards.
enum AndGate {
  static let entry = LatticeLibrary.Entry(
    name: "and-gate",
    summary: "an invertible AND gate: with the output held at 0, at 1, and free",
    parameters: [LatticeLibrary.reads(10_000), LatticeLibrary.beta(1)],
    words: { _ in
      StateWords(bits: [0, 1, 2]) { code in
        let (a, b, y) = (code & 1, code >> 1 & 1, code >> 2 & 1)
        return "\(a) and \(b) → \(y)" + (a & b == y ? "" : ", wrong")
      }
    }
  ) { values in
    var gates = Gates()
    let (a, b, y) = (gates.agent("a"), gates.agent("b"), gates.agent("y"))
    gates.and(a, b, y)
    let read: any Instruction.Operation = .read(
      every: .init(2, .sweeps), times: values.whole("reads"), agents: [])
    let relax: any Instruction.Operation = .relax(.init(200, .sweeps))
    return Program(
      name: "and-gate",
      agents: .init(
        count: 3, names: gates.names, couplings: gates.couplings,
        fields: gates.fieldList,
        observables: [
          .init(
            "correct", agents: [a, b, y],
            .share([[-1, -1, -1], [-1, 1, -1], [1, -1, -1], [1, 1, 1]])),
          .init("both-inputs", agents: [a, b], .share([[1, 1]])),
        ]),
      [
        .beta(values["beta"]), .clamp([.init(y, 1)]), relax, read,
        .clamp([.init(y, -1)]), relax, read, .release([y]), relax, read,
      ])
  }
}

/// A multiplier of gates run backwards: its product is held, its factors follow.
enum Factoriser {
  static let entry = LatticeLibrary.Entry(
    name: "factoriser",
    summary: "a multiplier of AND gates and adders with its product held: factors appear",
    parameters: [
      .init("product", 15, 0...4095, "the number to factor"),
      .init("p-bits", 2, 2...6, "bits of the first factor"),
      .init("q-bits", 3, 2...6, "bits of the second factor"),
      LatticeLibrary.reads(20_000), LatticeLibrary.beta(0.7),
    ],
    words: { values in
      // The bits of the factors are the first agents.
      let (product, m, n) = (
        values.whole("product"), values.whole("p-bits"), values.whole("q-bits")
      )
      return StateWords(bits: Array(0..<(m + n))) { code in
        let (p, q) = (Int(code) & (1 << m - 1), Int(code) >> m)
        return "\(p) × \(q) = \(p * q)" + (p * q == product ? "" : ", not \(product)")
      }
    }
  ) { values throws(LatticeLibrary.Failure) in
    let (product, m, n) = (
      values.whole("product"), values.whole("p-bits"), values.whole("q-bits")
    )
    guard product < 1 << (m + n) else {
      throw LatticeLibrary.Failure(
        description: "factoriser: product: found \(product), expected at most \(m + n) bits, "
          + "p-bits and q-bits together")
    }
    var gates = Gates()
    let p = (0..<m).map { gates.agent("p\($0)") }
    let q = (0..<n).map { gates.agent("q\($0)") }
    var sums: [Int] = []
    for i in 0..<m {
      let row = (0..<n).map { j in
        let y = gates.agent("m\(i)_\(j)")
        gates.and(p[i], q[j], y)
        return y
      }
      if i == 0 {
        sums = row
        continue
      }
      var carry: Int?
      for (j, bit) in row.enumerated() {
        let inputs = [bit] + (i + j < sums.count ? [sums[i + j]] : []) + (carry.map { [$0] } ?? [])
        guard inputs.count > 1 else {
          sums.append(bit)
          continue
        }
        let sum = gates.agent("s\(i)_\(j)")
        let out = gates.agent("c\(i)_\(j)")
        gates.adder(inputs, sum: sum, carry: out)
        if i + j < sums.count { sums[i + j] = sum } else { sums.append(sum) }
        carry = out
      }
      if let carry { sums.append(carry) }
    }
    let factors = (0..<(1 << m)).flatMap { x in
      (0..<(1 << n)).filter { x * $0 == product }.map { y in
        (0..<m).map { Int8(x >> $0 & 1 == 1 ? 1 : -1) }
          + (0..<n).map { Int8(y >> $0 & 1 == 1 ? 1 : -1) }
      }
    }
    let reads = values.whole("reads")
    return Program(
      name: "factoriser",
      agents: .init(
        count: gates.names.count, names: gates.names,
        couplings: gates.couplings, fields: gates.fieldList,
        observables: factors.isEmpty
          ? [] : [.init("factors", agents: p + q, .share(factors))]),
      [
        .clamp(
          sums.enumerated().map {
            Instruction.ClampAgents.State($0.element, product >> $0.offset & 1 == 1 ? 1 : -1)
          }),
        .ramp(from: values["beta"] / 10, to: values["beta"], over: .init(2000, .sweeps)),
        .relax(.init(1000, .sweeps)), .read(every: .init(5, .sweeps), times: reads, agents: []),
      ])
  }
}
