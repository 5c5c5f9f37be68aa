import Foundation
import Synchronization

/// Ctrl-C: the first one asks the work to stop after what is under way, the second one ends the
/// process.
public enum Interruption {
  private static let flag = Atomic(false)

  /// Whether the user asked to stop.
  public static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Listens for Ctrl-C from now on.
  public static func listen() {
    signal(SIGINT) { _ in
      Interruption.flag.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
    // A file that grows beyond a limit is an error of writing, with a path, and no end without a word.
    signal(SIGXFSZ, SIG_IGN)
    // A parent that starts processes from worker threads hands down a mask that blocks signals.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
