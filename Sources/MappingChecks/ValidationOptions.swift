public import ChipPrograms
public import HardwareSpecs
import Jobs
public import VirtualChip

/// What a validation compares with, and how it runs.
public struct ValidationOptions: Sendable {
  /// Bits and their use.
  public var precision = Precision()
  /// A threshold for all gates; `nil` for each activation's own.
  public var gateThreshold: GateThreshold?
  /// Agents, samples and seed; fidelity `event` judges sub-blocks by events, too.
  public var settings = RunSettings()
  /// Hands a compiled program's races to thermostats; `nil` leaves β where the program sets it.
  public var control: (@Sendable (Program, ChipSpec) throws -> Program)?
  /// Threads over texts.
  public var threads = 1
  /// Mean cosine with infinitely many samples, and with S of them, that a sound mapping reaches.
  public var floorCosine = 0.99
  /// Mean cosine for which the smallest number of samples is searched; `nil` searches none.
  public var targetCosine: Double?
  /// Time of a text in seconds that the chip must keep to; `nil` judges no time.
  public var latencyTarget_s: Double?
  /// ε of the delay criterion λτ ≤ ε.
  public var delayTolerance = 0.01
  /// Whether somebody asks to stop; by default Ctrl-C does.
  package var isInterrupted: @Sendable () -> Bool = { Interruption.isRequested }

  /// The options of a command that gives none.
  public init() {}
}
