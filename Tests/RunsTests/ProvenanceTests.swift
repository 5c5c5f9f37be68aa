import Foundation
import Reports
import Testing

@Suite struct ProvenanceTests {
  private let provenance = Provenance(
    arguments: ["run", "my model", "--text", "it's\nhere", "--seed=7", ""], seed: .max,
    specHash: "abc")

  @Test func jsonKeepsEveryBit() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(provenance)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains(#""seed":18446744073709551615"#))
    #expect(text.contains(#""format_version":1"#))
    #expect(text.contains(#""program_version":"0.1.0""#))
    #expect(try JSONDecoder().decode(Provenance.self, from: data) == provenance)
  }
}
