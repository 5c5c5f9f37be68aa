/// A part of a job as its runner sees it: what the part went on from, and whether it may go on.
public struct JobPart: Sendable {
  /// What the part handed out at a barrier of an earlier run; `nil` at its beginning.
  public let state: [UInt8]?
  private let goesOn: @Sendable () -> Bool
  private let wantsState: @Sendable () -> Bool
  private let keep: (@Sendable ([UInt8]) -> Bool)?
  private let stopAll: @Sendable () -> Void

  /// A part of a runner.
  ///
  /// - Parameters:
  ///   - state: what it goes on from.
  ///   - goesOn: whether no limit of the runner is met.
  ///   - wantsState: whether the runner wants the part's state now.
  ///   - keep: takes the state, and returns whether that went well; `nil` where nobody wants it.
  ///   - stopAll: asks all parts to stop.
  public init(
    state: [UInt8]? = nil, goesOn: @escaping @Sendable () -> Bool = { true },
    wantsState: @escaping @Sendable () -> Bool = { false },
    keep: (@Sendable ([UInt8]) -> Bool)? = nil,
    stopAll: @escaping @Sendable () -> Void = {}
  ) {
    self.state = state
    self.goesOn = goesOn
    self.wantsState = wantsState
    self.keep = keep
    self.stopAll = stopAll
  }

  /// Whether to go on. After the first `false` a part ends soon, with what it has.
  public var mayGoOn: Bool { goesOn() }

  /// A place between two steps from which the part could go on later.
  ///
  /// - Parameter state: everything that the rest of the part depends on; it is asked for now and then,
  ///   and where the part has to stop.
  /// - Returns: whether to go on.
  /// - Throws: what `state` throws.
  public func barrier<Failure: Error>(
    _ state: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> Bool {
    let goesOn = goesOn()
    guard let keep, !goesOn || wantsState() else { return goesOn }
    return keep(try state()) && goesOn
  }

  /// Asks all parts of the job to stop: what it was for has been found.
  public func stop() { stopAll() }
}
