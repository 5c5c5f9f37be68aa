import Foundation
import Synchronization

/// Ctrl-C: while there is nothing to keep it ends the process at once; later the first one asks the work to stop
/// soon with what it has, and the second one ends the process.
public enum Interruption {
  private static let flag = Atomic(false)
  private static let hasResults = Atomic(false)

  /// The exit code of a run that Ctrl-C stopped, with results or without.
  public static let exitCode: Int32 = 130

  /// Whether the user asked to stop.
  public static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// From now on there are results, files or a screen that an end of the process would lose.
  public static func keep() { hasResults.store(true, ordering: .relaxed) }

  /// Listens for Ctrl-C from now on.
  public static func listen() {
    signal(SIGINT) { _ in
      // What a signal's handler may do: flags, `write` and `_exit`.
      guard Interruption.hasResults.load(ordering: .relaxed) else {
        Interruption.say("ising-npu: interrupted before there was anything to report\n")
        _exit(Interruption.exitCode)
      }
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

  /// A lost message is no error.
  private static func say(_ message: StaticString) {
    _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
  }
}
