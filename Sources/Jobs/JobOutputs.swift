/// Why a run of a job ended.
public enum JobEnding: Sendable, Equatable {
  /// All parts are done.
  case finished
  /// Somebody asked to stop: Ctrl-C.
  case interrupted
  /// The deadline passed.
  case deadline
  /// A part found what the job was for.
  case stopped
}

/// The outputs of a job.
public struct JobOutputs<Output: Sendable>: Sendable {
  /// By the places of keys; `nil` for parts that were not begun, or stopped without an output.
  public let all: [Output?]
  /// Why the run ended.
  public let ending: JobEnding

  /// The outputs of the first keys, up to the first that has none.
  public var first: [Output] { all.prefix { $0 != nil }.compactMap(\.self) }
  /// How many outputs there are.
  public var count: Int { all.count { $0 != nil } }
}

/// Why a job with a checkpoint failed.
public enum JobFailure<Failure: Error>: ErrorWithCause, CustomStringConvertible {
  /// A part did.
  case part(Failure)
  /// The file is no checkpoint of this run.
  case checkpoint(CheckpointError)
  /// The file cannot be written.
  case file(FileError)

  /// What went wrong itself.
  public var cause: any Error {
    switch self {
    case .part(let failure): failure
    case .checkpoint(let error): error
    case .file(let error): error
    }
  }

  /// The cause's own sentence.
  public var description: String { "\(cause)" }
}

/// An error that only hands another one on.
public protocol ErrorWithCause: Error {
  /// The other one.
  var cause: any Error { get }
}
