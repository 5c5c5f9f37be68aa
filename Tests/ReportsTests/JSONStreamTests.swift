import Reports
import Testing

/// A document in pieces is the document that is encoded as a whole.
@Suite struct JSONStreamTests {
  private struct Element: HasFacts {
    var number: Int
    var facts: Facts {
      ["number": number, "vector": [Float](repeating: 0.5, count: 64), "none": nil]
    }
  }

  private struct Sample: Report, HasFacts {
    var count = 3
    var facts: Facts {
      [
        "schema": "x/1", "text \"quoted\"": "a\nb", "none": nil, "empty": Facts(),
        "inner": ["a": 1.5, "list": [1, 2], "none": [Element]()] as Facts,
        "element": Element(number: -1), "words": ["a", "b"],
        "elements": (0..<count).map { Element(number: $0) }, "last": true,
      ]
    }
    func document() -> Document { Document(title: "", sections: []) }
  }

  @Test func isTheWholeDocument() throws {
    #expect(try Sample().json() == JSONValue(encoding: Sample()).text() + "\n")
  }

  /// Fails where a list is encoded before any of it is handed on.
  @Test func piecesAreSmall() throws {
    var (pieces, largest) = (0, 0)
    try Sample(count: 2000).writeJSON { piece in
      pieces += 1
      largest = max(largest, piece.utf8.count)
    }
    #expect(pieces > 8 && largest < 100_000, "\(pieces), \(largest)")
  }

  @Test func whoeverTakesPiecesMayStop() {
    struct Full: Error {}
    #expect(throws: Full.self) { try Sample().writeJSON { _ in throw Full() } }
  }
}
