import Foundation
import IsingModels
import Jobs
import LatticePhysics
import Reports
import Sampling
import Synchronization

/// Shows a chain on the terminal while it runs, twenty times a second.
///
/// It writes to standard error, on the terminal's second screen, which disappears at the end.
final class LiveView: ChainWatcher {
  private struct State {
    var picture: TerminalPicture?
    var lastShown: ContinuousClock.Instant?
    var isOpen = false
  }

  private let state = Mutex(State())

  /// - Throws: `OptionError` where standard error is no terminal.
  init() throws(OptionError) {
    guard isatty(STDERR_FILENO) == 1 else {
      throw OptionError("live: standard error is no terminal, expected one to draw on")
    }
  }

  /// Begins with the system's lattice.
  func begin(_ system: LatticeSystem) { show(system.lattice) }

  /// Draws the chain's states.
  func watch(_ chain: any Chain, of system: LatticeSystem, beta: Double, sweeps: Int) {
    update(states: { chain.states }, areColours: type(of: chain).areColours) {
      let (energy, order) = chain.measure()
      return LiveLine.text(
        title: system.title, beta: beta, sweeps: sweeps,
        energy: energy / Double(system.siteCount), order: order)
    }
  }

  private func show(_ lattice: Lattice) {
    // The screen has to be given back.
    Interruption.keep()
    let (width, height) = Self.terminalSize
    state.withLock { state in
      state.picture = TerminalPicture(of: lattice, width: width, height: height - 2)
      state.lastShown = nil
      if !state.isOpen { write("\u{1B}[?1049h\u{1B}[?25l") }
      state.isOpen = true
      write("\u{1B}[2J")
    }
  }

  /// Draws the spins if the last picture is a twentieth of a second old.
  private func update(states: () -> [Int8], areColours: Bool, line: () -> String) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastShown, now - last < .milliseconds(50) { return }
      state.lastShown = now
      guard let picture = state.picture else { return }
      write(
        "\u{1B}[H" + picture.text(states: states(), areColours: areColours)
          + line() + "\u{1B}[K")
    }
  }

  /// Gives the terminal back.
  func close() {
    state.withLock { state in
      if state.isOpen { write("\u{1B}[?25h\u{1B}[?1049l") }
      state.isOpen = false
    }
  }

  private static var terminalSize: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  private func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
