import HardwareSpecs
import IsingTestSupport
import Testing

/// Truncated and garbled files are read or refused with a problem; nothing traps.
@Suite struct GarbledSpecTests {
  static let table = """
    # a p-bit
    field,probability,probability_error
    -3,0.01,0.001
    -1,0.2,0.01
    0,0.5,0.01
    1,0.8,0.01
    3,0.99,0.001

    field,retention_s
    0,1e-9
    1,5e-10

    time_s,offset
    0,0
    0.001,0.01

    """
  static let yaml =
    SpecSample.chip + """
      devices:
        retention: {value: 5, unit: ns, source: a}
        drift: {value: 6, unit: 1/ms, source: g}
        delay_law: {value: exponential, source: k}
        field_bits: {value: 9, source: l}

      """

  /// Reads a text, and when it is sound, uses what was read.
  static func readTable(_ bytes: [UInt8]) {
    do throws(SpecError) {
      let table = try DeviceTable(bytes: bytes, file: "t.csv")
      for field in [-Double.infinity, -2, 0, 0.3, 1e9] {
        #expect((0...1).contains(table.probability(field)))
      }
      #expect((table.retentions?(0.5) ?? 0) >= 0)
    } catch {
      #expect(!error.problems.isEmpty)
    }
  }

  static func readChip(_ bytes: [UInt8]) {
    do throws(SpecError) {
      let chip = try SpecLibrary.chip(yaml: bytes, file: "t.yaml")
      #expect(chip.independentShare(rate_Hz: 1e9).isFinite)
    } catch {
      #expect(!error.problems.isEmpty)
    }
  }

  @Test func everyTruncation() {
    let (table, yaml) = (Array(Self.table.utf8), Array(Self.yaml.utf8))
    for count in 0...table.count { Self.readTable(Array(table[..<count])) }
    for count in stride(from: 0, through: yaml.count, by: 3) {
      Self.readChip(Array(yaml[..<count]))
    }
  }

  @Test func garbledBytes() {
    let letters = ",\n\r .-+eE019#field_prob\u{e9}{}[]:\"&*\t\0".utf8
    var damage = FileDamage(seed: 5, words: letters.map { [$0] })
    func garble(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for _ in 0..<Int.random(in: 1...6, using: &damage.random) { damage.change(&bytes) }
      return bytes
    }
    for _ in 0..<1000 { Self.readTable(garble(Array(Self.table.utf8))) }
    for _ in 0..<200 { Self.readChip(garble(Array(Self.yaml.utf8))) }
  }
}
