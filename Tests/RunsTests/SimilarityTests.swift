import Reports
import MappingChecks
import Runs
import Testing

/// Pairs of texts stay few enough for the memory, however many texts there are.
@Suite struct SimilarityTests {
  private func outputs(_ count: Int) -> [RunReport.Output] {
    (0..<count).map { index in
      RunReport.Output(
        text: "\(index)", tokenIDs: [index], embedding: [1, Float(index)],
        referenceEmbedding: [1, 0], cosine: 1)
    }
  }

  @Test func fewTextsGiveAllPairs() throws {
    let pairs = try Similarity.pairs(outputs(4))
    #expect(
      pairs.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
  }

  @Test func manyTextsGiveThePairsOfTheFirst() throws {
    let limit = Similarity.mostTexts
    let pairs = try Similarity.pairs(outputs(limit + 10))
    #expect(pairs.count == limit * (limit - 1) / 2)
    #expect(pairs.allSatisfy { $0.first < $0.second && $0.second < limit })
  }
}
