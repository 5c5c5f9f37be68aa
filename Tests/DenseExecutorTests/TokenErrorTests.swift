import DenseExecutor
import Testing
import TransformerModels

@Suite
struct TokenErrorTests {
  private let executor = DenseExecutor(graph: TinyGraph().graph)

  private func error(of text: [Int]) -> TokenError? {
    do throws(TokenError) {
      _ = try executor.run(tokens: [[1, 2], text], threads: 1)
      return nil
    } catch { return error }
  }

  @Test
  func wrongTokens() throws {
    #expect(error(of: []) == TokenError(text: 1, reason: .empty))
    #expect(
      error(of: Array(repeating: 3, count: 19))
        == TokenError(text: 1, reason: .tooLong(found: 19, maximum: 18)))
    #expect(
      error(of: [0, 13])
        == TokenError(
          text: 1, reason: .outOfRange(position: 1, id: 13, vocabulary: 13)))
    #expect(
      error(of: [-1])?.description == "text 1, token 0: id -1, expected 0 to 12")
    #expect(error(of: Array(repeating: 12, count: 18)) == nil)
    #expect(throws: TokenError(text: 0, reason: .empty)) { try executor.values(tokens: []) }
  }

  @Test
  func positionsLimitTokens() throws {
    var graph = TinyGraph().graph
    graph.maximumTokens = 1000
    #expect(DenseExecutor(graph: graph).maximumTokens == TinyGraph.positions)
  }
}
