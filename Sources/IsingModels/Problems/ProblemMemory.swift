import Foundation

/// How much memory the problem of a file may take.
enum ProblemMemory {
  /// Half of the machine's, and 8 GB at least.
  static let most_bytes = max(8 << 30, Int(clamping: ProcessInfo.processInfo.physicalMemory / 2))

  /// A variable: its linear term in two numbers, its field, offsets of rows.
  static let variable_bytes = 64
  /// A pair: its bond while bonds are ordered, and both of its entries in the rows.
  static let pair_bytes = 96

  /// - Returns: what so many would take; nil where they are in the budget.
  static func excess(spinCount: Int, pairCount: Int) -> Int? {
    let need = spinCount * variable_bytes + pairCount * pair_bytes
    return need > most_bytes ? need : nil
  }
}
