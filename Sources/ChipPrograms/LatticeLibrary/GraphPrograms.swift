import IsingModels

/// A Möbius ladder, the standard small problem of Ising machines, and a ring with one bond flipped.
enum MobiusGraphs {
  static let ladder = LatticeLibrary.Entry(
    name: "mobius-ladder",
    summary: "the antiferromagnetic Möbius ladder: E₀ = 4 − 3N/2 for even N/2, two edges uncut",
    parameters: [
      .init("size", 16, 6...4096, "agents, even"), LatticeLibrary.reads(20_000),
      LatticeLibrary.beta(1),
    ],
    words: { values in
      let n = values.whole("size")
      let edges = n + n / 2
      return .satisfied(agents: n, couplings: edges) { edge, state in
        let (a, b) = edge < n ? (edge, (edge + 1) % n) : (edge - n, edge - n / 2)
        return state(a) != state(b)
      } words: {
        "cut of \($0) of \(edges) edges"
      }
    }
  ) { values throws(LatticeLibrary.Failure) in
    let n = values.whole("size")
    guard n % 2 == 0 else {
      throw LatticeLibrary.Failure(
        description: "mobius-ladder: size: found \(n), expected an even number")
    }
    return Program(
      name: "mobius-ladder",
      agents: .init(
        count: n, columns: n / 2,
        couplings: (0..<n).map { Bond($0, ($0 + 1) % n, -1) }
          + (0..<(n / 2)).map { Bond($0, $0 + n / 2, -1) }),
      [
        .ramp(from: 0.1, to: values["beta"], over: .init(500, .sweeps)),
        .relax(.init(500, .sweeps)),
        .read(every: .init(4, .sweeps), times: values.whole("reads"), agents: []),
      ])
  }

  static let ring = LatticeLibrary.Entry(
    name: "mobius-ring",
    summary: "a ring with one flipped bond: ⟨s₀s_r⟩ = (tʳ − tᴺ⁻ʳ)/(1 − tᴺ) with t = tanh β",
    parameters: [
      .init("size", 12, 3...4096, "agents"), LatticeLibrary.reads(20_000), LatticeLibrary.beta(1),
    ],
    words: { values in
      let n = values.whole("size")
      return .satisfied(agents: n, couplings: n) { bond, state in
        state(bond) * state((bond + 1) % n) == (bond + 1 == n ? -1 : 1)
      } words: {
        "\($0) of \(n) bonds satisfied"
      }
    }
  ) { values in
    let n = values.whole("size")
    return Program(
      name: "mobius-ring",
      agents: .init(
        count: n,
        couplings: (0..<n).map { Bond($0, ($0 + 1) % n, $0 + 1 == n ? -1 : 1) },
        observables: (1...min(n / 2, 16)).map {
          .init("s0s\($0)", agents: [0, $0], .product)
        }),
      [
        .beta(values["beta"]), .relax(.init(500, .sweeps)),
        .read(every: .init(4, .sweeps), times: values.whole("reads"), agents: []),
      ])
  }
}

/// The square lattice on a torus: large, for speed and against exact energies.
enum Torus {
  static let entry = LatticeLibrary.Entry(
    name: "torus",
    summary: "the ferromagnetic square lattice on a torus",
    parameters: [
      .init("size", 64, 3...1024, "side"), LatticeLibrary.reads(1000), LatticeLibrary.beta(0.4),
    ]
  ) { values in
    let side = values.whole("size")
    return Program(
      name: "torus",
      agents: .init(
        count: side * side, columns: side,
        couplings: (0..<(side * side)).flatMap { agent in
          let (row, column) = (agent / side, agent % side)
          return [
            Bond(agent, row * side + (column + 1) % side, 1),
            Bond(agent, (row + 1) % side * side + column, 1),
          ]
        }),
      [
        .beta(values["beta"]), .relax(.init(300, .sweeps)),
        .read(every: .init(2, .sweeps), times: values.whole("reads"), agents: []),
      ])
  }
}
