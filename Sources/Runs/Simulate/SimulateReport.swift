public import EnergyBudgets
public import ExecutionRecords
public import HardwareSpecs
public import SampleStatistics
public import Reports

/// What a lattice program did on a chip, and what it cost.
public struct SimulateReport: Report {
  /// A quantity of one read instruction.
  public struct Quantity: Sendable {
    /// Meaning of a state, mean of an agent, correlation of a pair, energy, or an observable.
    public enum Kind: String, Encodable, Sendable {
      /// The share of reads whose states mean the same.
      case state
      /// ⟨s⟩.
      case mean
      /// ⟨s s′⟩ of a coupled pair.
      case correlation
      /// ⟨E⟩ and what follows from it.
      case energy
      /// An observable of the program.
      case observable
    }

    /// What it is.
    public var kind: Kind
    /// Its name.
    public var name: String
    /// Measured; `nil` at fidelity `expectation`.
    public var measured: Estimate?
    /// By all states of the program's couplings; `nil` where there are too many.
    public var exact: Double?
    /// The same of the couplings as the chip stores them; `nil` where they are the program's.
    public var stored: Double?

    /// Whether it never changed though it should have, or though nobody knows that it should not.
    public var isFrozen: Bool {
      guard let measured, measured.error == nil else { return false }
      return exact.map { abs($0 - measured.value) > 1e-6 } ?? true
    }

    /// (measured − exact)/error, where there are all three.
    public var standardErrors: Double? {
      guard let measured, let exact, let error = measured.error, error > 0 else { return nil }
      return (measured.value - exact) / error
    }
  }

  /// One read instruction.
  public struct Read: Sendable {
    /// Its place in the program, from 0.
    public var instruction: Int
    /// Its line.
    public var line: String
    /// β at which it reads.
    public var beta: Double
    /// Agents that are held.
    public var held: Int
    /// Reads of all replicas.
    public var count: Int
    /// Seconds between two reads on the chip.
    public var interval_s: Double
    /// What was measured.
    public var quantities: [Quantity]
    /// The quantity with the fewest effective samples, with its error; `nil` without errors.
    public var slowest: Quantity?
    /// Energy and time of this instruction alone, all replicas.
    public var budget: ChipBudget

    /// Effective samples of the slowest quantity.
    public var effectiveSamples: Double? { slowest?.measured?.effectiveSamples }

    /// Effective samples in a second of the chip: of the time of this instruction.
    public var samplesPerSecond: Double? {
      guard let samples = effectiveSamples, budget.duration_s > 0 else { return nil }
      return samples / budget.duration_s
    }

    /// Effective samples for a joule of this instruction; `nil` where a price is missing.
    public var samplesPerJoule: Band? {
      guard let samples = effectiveSamples, let energy = budget.total_J, energy.low > 0 else {
        return nil
      }
      return Band(exactly: samples).ratio(to: energy)
    }
  }

  /// The program that ran.
  public struct Program: Sendable {
    /// Its name.
    public var name: String
    /// Number of agents.
    public var agents: Int
    /// Number of couplings.
    public var couplings: Int
    /// Whether the chip stores the couplings exactly.
    public var storesExactly: Bool
  }

  /// Where the result comes from.
  public var provenance: Provenance
  /// The program.
  public var program: Program
  /// The chip.
  public var chip: String
  /// Fidelity, seed, die, replicas.
  public var settings: Facts
  /// What they would be if the command stated none: readers are told what differs.
  public var defaultSettings: Facts = [:]
  /// Set-up, once.
  public var setup: ChipBudget
  /// All replicas, one after the other, without set-up.
  public var budget: ChipBudget
  /// Counts of all replicas.
  public var record: ExecutionRecord
  /// The read instructions.
  public var reads: [Read] = []
  /// Events that were simulated.
  public var events: UInt64
  /// Seconds that this took.
  public var wall_s: Double
  /// What a reader must know.
  public var warnings: [String] = []
  /// The states that were read.
  public var arrays: [ResultFile] = []
}
