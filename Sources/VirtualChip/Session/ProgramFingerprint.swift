import ByteFormats
import ChipPrograms
import HardwareSpecs
import Synchronization

/// A hash of a program and its chip that tells one run's checkpoint from another's. It guards against
/// mistakes, not against forgery.
final class ProgramFingerprint: Sendable {
  private let text = Mutex<String?>(nil)

  /// The hash of `program` on `chip`, worked out at the first call.
  func text(of program: Program, on chip: ChipSpec) -> String {
    text.withLock { text in
      if let text { return text }
      var hash = WordHash()
      hash.add(Listing.text(of: program))
      hash.add("\(chip.geometry) \(chip.timing) \(chip.memory) \(chip.devices)")
      for array in program.arrays {
        hash.add(array.codes)
        hash.add(array.scales)
        hash.add(array.fields)
      }
      for table in program.tables {
        hash.add(table.codes)
        hash.add(table.scales)
      }
      for vector in program.vectors { hash.add(vector) }
      text = hash.hexadecimal
      return hash.hexadecimal
    }
  }

  /// A hash of texts.
  static func text(of texts: [[Int]]) -> String {
    var hash = WordHash()
    for text in texts { hash.add(text) }
    return hash.hexadecimal
  }
}
