import ChipPrograms
import IsingModels

/// What is known exactly of agents that are too many to visit all of their states.
struct KnownLaw {
  private let agents: Program.Agents
  private let phase: AgentPhase

  init(_ agents: Program.Agents, in phase: AgentPhase) {
    self.agents = agents
    self.phase = phase
  }

  /// Whether turning all spins over leaves every energy as it is.
  var isSymmetric: Bool {
    agents.fields.allSatisfy { $0.value == 0 } && phase.freeCount == agents.count
  }

  /// ⟨E⟩ of a square lattice on a torus with one coupling (Kaufman); `nil` for anything else.
  var energy: Double? {
    guard isSymmetric, let torus = Torus(agents),
      let exact = try? SquareIsing.torus(
        rows: torus.rows, columns: torus.columns, beta: phase.beta * torus.coupling)
    else { return nil }
    return exact.energy * torus.coupling * Double(agents.count)
  }

  /// A square lattice on a torus.
  private struct Torus {
    let rows: Int
    let columns: Int
    let coupling: Double

    /// `nil` if the agents are coupled in any other way. Each pair stands once among the couplings, so that all
    /// pairs of neighbours are there if so many couplings join neighbours.
    init?(_ agents: Program.Agents) {
      columns = agents.gridColumns
      guard columns > 2, agents.count % columns == 0, agents.count / columns > 2,
        let first = agents.couplings.first, first.coupling != 0,
        agents.couplings.count == 2 * agents.count
      else { return nil }
      rows = agents.count / columns
      coupling = first.coupling
      for bond in agents.couplings {
        let (a, b) = (Int(bond.first), Int(bond.second))
        let across = abs(a % columns - b % columns)
        let down = abs(a / columns - b / columns)
        let isBeside = down == 0 && (across == 1 || across == columns - 1)
        let isBelow = across == 0 && (down == 1 || down == rows - 1)
        guard isBeside || isBelow, bond.coupling == coupling else { return nil }
      }
    }
  }
}
