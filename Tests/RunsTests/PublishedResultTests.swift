import Foundation
import HardwareSpecs
import Runs
import Testing

@Suite struct PublishedResultTests {
  private static let text = """
    format: ising-npu-result/1
    name: pair
    title: a pair
    source: a closed form
    kind: exact
    licence: none
    note: a test
    commands:
      - {name: pair, command: lattice --size 2}
    figures:
      - {name: u, published: 1, error: 0.5, ours: pair.u, our_error: 0}
    """

  @Test func allThatAreCarriedCanBeRead() throws {
    let all = try PublishedResults.all()
    #expect(all.count >= 20)
    #expect(all.allSatisfy { !$0.source.isEmpty && !$0.licence.isEmpty && !$0.note.isEmpty })
    #expect(try PublishedResults.chosen(["kv260", "all"]).count == all.count)
    #expect(throws: RunFailure.self) { try PublishedResults.chosen(["kv261"]) }
  }

  @Test(arguments: [
    ("kind: exact", "kind: guessed", "one of measured, simulated, exact"),
    ("pair.u", "other.u", "a command: pair"), ("pair.u", "pair.u +", "a formula"),
    ("published: 1", "published: pair.u", "numbers alone"),
    ("note: a test", "nite: a test", "unknown key"),
    ("/1", "/2", "`ising-npu-result/1`"), ("error: 0.5", "eror: 0.5", "a text"),
    ("note: a test", "note: a test\nmissing: no reader", "one of the two"),
  ])
  func refuses(_ old: String, _ new: String, _ words: String) {
    let text = Self.text.replacing(old, with: new)
    #expect {
      try PublishedResult(yaml: Array(text.utf8), file: "r.yaml")
    } throws: { error in
      let said = "\(error)"
      return said.hasPrefix("r.yaml:") && (said.contains(words) || words == "a text")
    }
  }

  @Test func readsItsOwnExample() throws {
    let result = try PublishedResult(yaml: Array(Self.text.utf8), file: "r.yaml")
    #expect(result.name == "pair")
  }
}
