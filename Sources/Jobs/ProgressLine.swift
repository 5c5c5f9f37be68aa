import Foundation

/// The words of a progress bar at one moment.
public struct ProgressLine {
  private let title: String
  private let unit: String
  private let done: Int
  private let total: Int
  private let elapsed_s: Double

  /// Creates the line of one moment.
  public init(title: String, unit: String, done: Int, total: Int, elapsed_s: Double) {
    self.title = title
    self.unit = unit
    self.done = done
    self.total = total
    self.elapsed_s = elapsed_s
  }

  /// Title, bar, amounts, rate and remaining time, as far as they are known.
  public var text: String {
    let cells = 24
    let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 1
    let filled = Int(share * Double(cells))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
    var text = "\(title) \(bar) \(done)/\(total) \(unit)"
    guard done > 0, elapsed_s > 0 else { return text }
    let rate = Double(done) / elapsed_s
    text += String(format: ", %.3g/s", rate)
    if done < total { text += ", \(Self.duration(Double(total - done) / rate)) left" }
    return text
  }

  /// A duration to the second: `42 s`, `3 min 05 s`, `2 h 07 min`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 3.6e8 else { return "very long" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
    return String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
  }
}
