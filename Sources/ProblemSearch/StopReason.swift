/// Why a run ended.
public enum StopReason: String, Sendable {
  /// All reads were made.
  case reads
  /// The time was up.
  case seconds
  /// The target was reached.
  case target
  /// Ctrl-C.
  case interrupt
  /// The exact reduction left nothing to search.
  case presolve

  /// In words.
  public var text: String {
    switch self {
    case .reads: "all reads made"
    case .seconds: "the time was up"
    case .target: "the target was reached"
    case .interrupt: "interrupted"
    case .presolve: "solved exactly before any read"
    }
  }
}
