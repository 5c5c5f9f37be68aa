import IsingModels
import RandomStreams

/// A dense associative memory: spins s coupled to one agent z a pattern, of which the penalty lets one be
/// up at a time.
///
/// With n = (1 + z)/2, E = −Σ_μ n_μ ξ^μ·s + A (Σ_μ n_μ − 1)². Where one z is up, P(z | s) is softmax of
/// β ξ^μ·s, and the spins alone have the energy −β⁻¹ ln Σ_μ e^{β ξ^μ·s} of a modern Hopfield network.
enum AssociativeMemory {
  static let entry = LatticeLibrary.Entry(
    name: "associative-memory",
    summary: "recall of a pattern from half of it, then P(z | s) = softmax(β ξ·s) for a given s",
    parameters: [
      .init("spins", 12, 4...1024, "spins of a pattern"),
      .init("patterns", 3, 2...64, "patterns"),
      .init("penalty", 6, 0...1000, isWhole: false, "A, in units of the energy"),
      LatticeLibrary.reads(20_000), LatticeLibrary.beta(0.3),
    ],
    words: { values in
      let (d, k) = (values.whole("spins"), values.whole("patterns"))
      return StateWords(bits: Array(d..<(d + k))) { code in
        let up = (0..<k).filter { code >> $0 & 1 == 1 }.map { "\($0)" }
        return up.isEmpty
          ? "no pattern" : "pattern\(up.count > 1 ? "s" : "") \(up.joined(separator: ", "))"
      }
    }
  ) { values in
    let (d, k, a) = (values.whole("spins"), values.whole("patterns"), values["penalty"])
    var stream = RandomStream(StreamKey(seed: 1, purpose: .coupling), site: 0)
    let patterns = (0..<k).map { _ in
      (0..<d).map { _ in Int8(stream.next() >> 31 == 0 ? -1 : 1) }
    }
    var bonds: [Bond] = []
    for mu in 0..<k {
      for i in 0..<d { bonds.append(Bond(i, d + mu, 0.5 * Double(patterns[mu][i]))) }
      for nu in 0..<mu where a != 0 { bonds.append(Bond(d + nu, d + mu, -a / 2)) }
    }
    let fields =
      (0..<d).map { i in
        Program.Agents.Field(i, 0.5 * Double(patterns.reduce(0) { $0 + Int($1[i]) }))
      } + (0..<k).map { Program.Agents.Field(d + $0, -a * (Double(k) / 2 - 1)) }
    let z = Array(d..<(d + k))
    func oneHot(_ mu: Int) -> [Int8] { (0..<k).map { $0 == mu ? 1 : -1 } }
    let rest = Array((d / 2)..<d)
    // A quarter of the first pattern is turned over.
    let probe = (0..<d).map {
      Instruction.ClampAgents.State($0, $0 % 4 == 3 ? -patterns[0][$0] : patterns[0][$0])
    }
    let read: any Instruction.Operation = .read(
      every: .init(10, .sweeps), times: values.whole("reads"), agents: [])
    return Program(
      name: "associative-memory",
      agents: .init(
        count: d + k,
        names: (0..<d).map { "s\($0)" } + (0..<k).map { "z\($0)" }, couplings: bonds,
        fields: fields.filter { $0.value != 0 },
        observables: [
          .init("one-up", agents: z, .share((0..<k).map(oneHot))),
          .init("recall", agents: rest, .overlap(rest.map { patterns[0][$0] })),
        ]
          + (0..<k).map { .init("pattern\($0)", agents: z, .share([oneHot($0)])) }),
      [
        .clamp((0..<(d / 2)).map { .init($0, patterns[0][$0]) }),
        .ramp(from: values["beta"] / 10, to: values["beta"], over: .init(500, .sweeps)),
        .relax(.init(500, .sweeps)), read, .clamp(probe), .relax(.init(200, .sweeps)), read,
      ])
  }
}

/// Attention decisions that know of one another (Boltzmann attention): n_j ∈ {0, 1} with scores b_j and
/// couplings J_jk, P(n) ∝ e^{Σ b n + Σ J n n} at β = 1. Without couplings it is sigmoid attention.
enum CoupledAttention {
  static let entry = LatticeLibrary.Entry(
    name: "coupled-attention",
    summary: "decisions n_j with scores and couplings; coupling 0 gives sigmoid attention",
    parameters: [
      .init("keys", 8, 2...128, "keys"),
      .init("coupling", 1, 0...100, isWhole: false, "largest size of a coupling"),
      LatticeLibrary.reads(20_000), LatticeLibrary.beta(1),
    ],
    words: { values in
      let keys = values.whole("keys")
      // Of very many keys every read has a state of its own.
      guard keys <= 64 else { return nil }
      return StateWords(bits: Array(0..<keys)) { code in
        let attended = (0..<keys).filter { code >> $0 & 1 == 1 }.map { "\($0)" }
        return attended.isEmpty
          ? "attends to no key" : "attends to \(attended.joined(separator: ", "))"
      }
    }
  ) { values in
    let keys = values.whole("keys")
    var stream = RandomStream(StreamKey(seed: 2, purpose: .coupling), site: 0)
    /// Eighths keep the couplings within few bits.
    func number(_ size: Double) -> Double {
      size * Double(Int(stream.integer(below: 17)) - 8) / 8
    }
    let scores = (0..<keys).map { _ in number(2) }
    var bonds: [Bond] = []
    // n = (1 + s)/2: b n = b s/2, J n n′ = J (s s′ + s + s′)/4, up to constants.
    var fields = scores.map { $0 / 2 }
    for j in 0..<keys {
      for k in 0..<j {
        let coupling = number(values["coupling"])
        guard coupling != 0 else { continue }
        bonds.append(Bond(k, j, coupling / 4))
        fields[j] += coupling / 4
        fields[k] += coupling / 4
      }
    }
    return Program(
      name: "coupled-attention",
      agents: .init(
        count: keys, names: (0..<keys).map { "n\($0)" },
        couplings: bonds,
        fields: fields.enumerated().filter { $0.element != 0 }.map {
          Program.Agents.Field($0.offset, $0.element)
        },
        observables: (0..<keys).map {
          .init("attends\($0)", agents: [$0], .share([[1]]))
        }),
      [
        .beta(values["beta"]), .relax(.init(200, .sweeps)),
        .read(every: .init(3, .sweeps), times: values.whole("reads"), agents: []),
      ])
  }
}
