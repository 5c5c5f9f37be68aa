public import Reports

/// What `simulate` finds for a compiled program: outputs as the chip gives them, counts, times and energy.
public struct ProgramReport: Report {
  /// What the chip made of one input.
  public struct Output: Sendable {
    /// Token ids that went in.
    public var tokenIDs: [Int]
    /// The row that came out.
    public var values: [Float]
  }

  /// Where the result comes from.
  public var provenance: Provenance
  /// The model that was compiled.
  public var model: String
  /// The program's instructions, each as a line of its listing.
  public var listing: [String]
  /// The chip's name.
  public var hardware: String
  /// Fidelity, draws and precision.
  public var settings: Facts
  /// All inputs, one after the other.
  public var chip: RunReport.Machine
  /// Loading the resident couplings once.
  public var start: RunReport.Machine
  /// One an input.
  public var outputs: [Output]
  /// What was read of the program's agents, over all inputs; nothing where it has none.
  public var reads: [SimulateReport.Read] = []
  /// Thermostat and calibration; `nil` unless they were asked for.
  public var control: ControlResult?
  /// Sentences.
  public var warnings: [String] = []
}
