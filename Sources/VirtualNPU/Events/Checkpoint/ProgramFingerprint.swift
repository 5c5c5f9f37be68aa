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
}

/// A 64-bit hash that takes eight bytes a step: multiply and fold, with the constants of splitmix64.
struct WordHash {
  private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

  mutating func add(_ word: UInt64) {
    var mixed = (state ^ word) &* 0xbf58_476d_1ce4_e5b9
    mixed ^= mixed >> 32
    state = mixed &* 0x94d0_49bb_1331_11eb &+ 0x9e37_79b9_7f4a_7c15
  }

  mutating func add<Element: BitwiseCopyable>(_ elements: [Element]) {
    add(UInt64(elements.count))
    elements.withUnsafeBytes { bytes in
      let whole = bytes.count & ~7
      for start in stride(from: 0, to: whole, by: 8) {
        add(bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      }
      for byte in bytes[whole...] { add(UInt64(byte)) }
    }
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  var hexadecimal: String { String(state ^ (state >> 29), radix: 16) }
}

extension VirtualNPU {
  /// Which run the checkpoints of these texts belong to.
  /// - Parameters:
  ///   - texts: tokens of each text, in order.
  ///   - settings: of the run.
  public func checkpointIdentity(
    texts: [[Int]], settings: RunSettings
  ) -> EventCheckpoint.Identity {
    var hash = WordHash()
    for text in texts { hash.add(text) }
    return EventCheckpoint.Identity(
      program: fingerprint.text(of: program, on: chip), settings: settings.words,
      texts: hash.hexadecimal)
  }
}
