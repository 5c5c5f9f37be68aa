/// Work in independent parts, each known by a key.
///
/// The contract is that of the framework Carlo.jl, made smaller: there a simulation can begin, sweep,
/// measure, and write and read a checkpoint, and a scheduler runs many of them. Here a part is one function that asks its ``JobPart`` between two of its steps whether to go on.
///
/// An output is a function of the job and the key, and of nothing else: not of the thread, of other
/// parts, or of the moment. Random numbers are named by seed, purpose and key, so that this costs
/// nothing. Only a part that is asked to stop may hand in less than the whole, or nothing.
///
/// ``JobRunner`` runs parts on threads of one process. Any other runner of the same keys, on several
/// machines with MPI say, gives the same outputs if it
/// - takes keys in their order, each once, until one of its limits is met,
/// - calls `perform` with a part that answers `mayGoOn` and `barrier` as here, and keeps or sends the
///   state bytes as they are: a part that is moved to another process goes on from them,
/// - hands outputs on in the order of the keys (a ``ResumableJob`` says how they become bytes), and
///   fails as the first failing key in that order does.
public protocol Job: Sendable {
  /// What a part is known by; its description names it in checkpoints and is different for different keys.
  associatedtype Key: Hashable & Sendable & CustomStringConvertible
  /// What comes out of a part.
  associatedtype Output: Sendable
  /// What a part throws.
  associatedtype Failure: Error

  /// Does the part of a key, from its beginning or from `part.state`.
  ///
  /// - Parameters:
  ///   - key: which part.
  ///   - part: what the runner tells it and wants to hear.
  /// - Returns: the output; `nil` if it was asked to stop and has nothing to hand in.
  func perform(_ key: Key, _ part: JobPart) throws(Failure) -> Output?
}

/// A job whose parts can be kept in a file, finished or under way.
public protocol ResumableJob: Job {
  /// Which run it is: what has to be the same for a checkpoint to fit.
  var identity: JobIdentity { get }
  /// A finished output as bytes.
  func bytes(of output: Output) throws(Failure) -> [UInt8]
  /// The output of bytes that `bytes` made.
  func output(of key: Key, from bytes: [UInt8]) throws(Failure) -> Output
}
