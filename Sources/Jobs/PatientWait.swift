import Dispatch
import Synchronization

/// Waits for work that cannot always be stopped in time.
public enum PatientWait {
  /// Does work on another thread and waits for it: to its end, or until nobody wants to wait any longer. Work
  /// that is not waited for goes on unseen until it or the process ends; what it hands on must then be taken
  /// from where it keeps it.
  ///
  /// - Parameters:
  ///   - isOver: asked every few milliseconds.
  ///   - body: the work.
  /// - Returns: what it returned; `nil` where it was not waited for.
  public static func value<Value: Sendable>(
    until isOver: () -> Bool, of body: @escaping @Sendable () -> Value
  ) -> Value? {
    let done = DispatchSemaphore(value: 0)
    let result = Box<Value>()
    DispatchQueue.global(qos: .userInitiated).async {
      let value = body()
      result.value.withLock { $0 = value }
      done.signal()
    }
    while done.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
      if isOver() { return nil }
    }
    return result.value.withLock { $0 }
  }

  private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }
}

/// How long a request to stop has been there.
public struct Patience {
  private let limit: Duration
  private let isAsked: @Sendable () -> Bool
  private var asked: ContinuousClock.Instant?

  /// Patience that begins with the request.
  ///
  /// - Parameters:
  ///   - limit: how long it lasts.
  ///   - isAsked: whether somebody asks to stop; by default Ctrl-C does.
  public init(
    _ limit: Duration, isAsked: @escaping @Sendable () -> Bool = { Interruption.isRequested }
  ) {
    self.limit = limit
    self.isAsked = isAsked
  }

  /// Whether it has come to its end.
  public mutating func isOver() -> Bool {
    guard let asked else {
      if isAsked() { asked = .now }
      return false
    }
    return ContinuousClock.now - asked >= limit
  }
}
