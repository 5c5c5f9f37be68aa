extension LatticeFamily {
  /// How its sizes are written.
  public var sizeForm: String {
    switch self {
    case .ring, .complete, .randomRegular, .erdosRenyi: "SITES"
    case .square, .triangular, .honeycomb, .kagome, .king: "L or ROWSxCOLUMNS"
    case .cubic: "L or LAYERSxROWSxCOLUMNS"
    case .hypercubic: "L or AxBxCx…"
    case .mobiusLadder: "SITES (even)"
    case .bethe: "GENERATIONS"
    case .hyperbolic: "LAYERS"
    case .bipartite: "M or MxN"
    case .chimera: "M, MxN or MxNxT"
    case .pegasus: "M"
    case .zephyr: "M or MxT"
    }
  }

  /// Sizes for a first try.
  public var defaultSizes: [Int] {
    switch self {
    case .ring, .complete, .mobiusLadder: [16]
    case .randomRegular, .erdosRenyi: [64]
    case .square, .triangular, .honeycomb, .kagome, .king: [32, 32]
    case .cubic: [8, 8, 8]
    case .hypercubic: [4, 4, 4, 4]
    case .bethe: [5]
    case .hyperbolic: [5]
    case .bipartite: [16, 16]
    case .chimera: [4, 4, 4]
    case .pegasus: [4]
    case .zephyr: [4, 4]
    }
  }

  /// One line for a help page.
  public var help: String {
    switch self {
    case .ring: "sites on a circle; open, a chain"
    case .square: "square lattice, 4 neighbours"
    case .triangular: "triangular lattice, 6 neighbours"
    case .honeycomb: "honeycomb lattice, 3 neighbours, 2 sites a cell"
    case .kagome: "kagome lattice, 4 neighbours, 3 sites a cell"
    case .king: "king's graph: square with both diagonals, 8 neighbours"
    case .cubic: "simple cubic lattice, 6 neighbours"
    case .hypercubic: "hypercubic lattice in d dimensions, 2d neighbours"
    case .mobiusLadder: "ring with opposite sites linked, 3 neighbours"
    case .hyperbolic: "cells of the tiling {p,q} of the Poincaré disk, open boundary"
    case .bethe: "Bethe tree of coordination z = degree"
    case .complete: "all pairs linked"
    case .bipartite: "crossbar: M sites linked with N sites"
    case .randomRegular: "uniformly drawn simple graph of the given degree"
    case .erdosRenyi: "each pair linked with the given probability"
    case .chimera: "D-Wave Chimera: M × N cells of 2T qubits (T = 4)"
    case .pegasus: "D-Wave Pegasus P_M"
    case .zephyr: "D-Wave Zephyr Z_M with tile T (T = 4)"
    }
  }
}
