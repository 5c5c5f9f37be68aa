import Foundation
import IsingTestSupport
import Runs
import Testing

@Suite struct RetrievalTests {
  /// The closed formula: gains 3, 2, 3, 0, 1, 2 at the places 1 to 6 are 3 + 2/log₂3 + 3/2 + 1/log₂6 + 2/log₂7, the best
  /// order 3 + 3/log₂3 + 2/2 + 2/log₂5 + 1/log₂6.
  @Test func measures() {
    let found = RetrievalMeasures(ofRanking: [3, 2, 3, 0, 1, 2])
    let gain = 3 + 2 / log2(3.0) + 1.5 + 1 / log2(6.0) + 2 / log2(7.0)
    let best = 3 + 3 / log2(3.0) + 1 + 2 / log2(5.0) + 1 / log2(6.0)
    #expect(abs(found.ndcg - gain / best) < 1e-15)
    #expect(found.recall == 1 && found.reciprocalRank == 1)
    // What lies behind the tenth place is lost, and still belongs to the best order.
    let late = RetrievalMeasures(ofRanking: [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2])
    #expect(abs(late.ndcg - (1 / log2(5.0)) / (2 + 1 / log2(3.0))) < 1e-15)
    #expect(late.recall == 0.5 && late.reciprocalRank == 0.25)
    let none = RetrievalMeasures(ofRanking: Array(repeating: 0, count: 10) + [1])
    #expect(none == RetrievalMeasures(ndcg: 0, recall: 0, reciprocalRank: 0))
    #expect(RetrievalMeasures(ofRanking: [2, 1, 0]).ndcg == 1)
  }

  private func message(_ content: String) throws -> String {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("set.json")
      try Data(content.utf8).write(to: file)
      do {
        return "read: \(try RetrievalSet.read(file: file.path).queries.count)"
      } catch { return "\(error)" }
    }
  }

  @Test func sets() throws {
    let file = ModelFolder.packageRoot.appendingPathComponent("docs/examples/retrieval.json")
    let set = try RetrievalSet.read(file: file.path)
    #expect(set.documents.count == 44 && set.queries.count == 20)
    #expect(set.inputs.count == 64)
    #expect(set.queries[0].grades == [0: 3, 1: 1])
    for (content, words) in [
      ("[]", "found no object with lists of documents and queries"),
      (#"{"documents": [{"id": "a"}], "queries": []}"#, "document 0: found no strings id and text"),
      (
        #"{"documents": [{"id": "a", "text": ""}, {"id": "a", "text": ""}], "queries": []}"#,
        "document 1: found the id \"a\" twice"
      ),
      (
        #"{"documents": [{"id": "a", "text": ""}], "queries": [{"text": "q", "relevant": {"b": 1}}]}"#,
        "query 0: found the id \"b\""
      ),
      (
        #"{"documents": [{"id": "a", "text": ""}], "queries": [{"text": "q", "relevant": {"a": -1}}]}"#,
        "query 0: found -1, expected a grade"
      ),
      (
        #"{"documents": [{"id": "a", "text": ""}], "queries": [{"text": "q", "relevant": {"a": 0}}]}"#,
        "query 0: found no relevant document"
      ),
      (
        #"{"documents": [{"id": "a", "text": ""}], "queries": []}"#,
        "found 1 documents and 0 queries"
      ),
    ] {
      let found = try message(content)
      #expect(found.contains(words), "\(found)")
    }
  }
}
