/// The unigram language model of SentencePiece (Kudo 2018, arXiv:1804.10959): of all ways to spell a
/// piece, the one whose scores sum to the most.
struct UnigramModel: Sendable {
  /// Words by id.
  let words: [String]
  /// Stands for scalars that no word begins with.
  let unknown: Int
  let trie: ScalarTrie
  private let scores: [Double]
  private let unknownScore: Double
  /// Ids of `<0x00>` to `<0xFF>`; `nil` if unknown text is not written as bytes.
  private let bytes: [Int32]?

  /// How far an unknown scalar lies below the worst word.
  private static let unknownPenalty = 10.0

  /// Builds the model.
  ///
  /// - Parameter words: words by id, with `scores`, the logarithms of their probabilities.
  init(words: [String], scores: [Double], unknown: Int, fallsBackToBytes: Bool) {
    self.words = words
    self.scores = scores
    self.unknown = unknown
    trie = ScalarTrie(words: words)
    unknownScore = (scores.min() ?? 0) - UnigramModel.unknownPenalty
    bytes = fallsBackToBytes ? BytePairModel.byteTokens(TokenTable(words: words)) : nil
  }

  /// Places of one piece, filled anew for each.
  struct Work {
    fileprivate var scores: [Double] = []
    fileprivate var starts: [Int32] = []
    fileprivate var ids: [Int32] = []
    fileprivate var path: [(range: Range<Int>, id: Int)] = []
  }

  /// Appends the ids of a piece: Viterbi's path (Viterbi 1967), of equal ones the first that was found.
  func append(_ piece: ArraySlice<Unicode.Scalar>, to ids: inout [Int], _ work: inout Work) {
    let count = piece.count
    guard count > 0 else { return }
    let base = piece.startIndex
    work.scores.removeAll(keepingCapacity: true)
    work.starts.removeAll(keepingCapacity: true)
    work.ids.removeAll(keepingCapacity: true)
    work.scores.append(contentsOf: repeatElement(0, count: count + 1))
    work.starts.append(contentsOf: repeatElement(-1, count: count + 1))
    work.ids.append(contentsOf: repeatElement(0, count: count + 1))
    for start in 0..<count {
      let score = work.scores[start]
      var hasSingle = false
      var node = ScalarTrie.root
      var end = start
      while end < count, let next = trie.child(node, piece[base + end].value) {
        node = next
        end += 1
        let id = trie.id(at: node)
        guard id >= 0 else { continue }
        improve(&work, start, end, score + scores[Int(id)], id)
        if end == start + 1 { hasSingle = true }
      }
      if !hasSingle { improve(&work, start, start + 1, score + unknownScore, Int32(unknown)) }
    }
    work.path.removeAll(keepingCapacity: true)
    var end = count
    while end > 0 {
      let start = Int(work.starts[end])
      let id = Int(work.ids[end])
      // Unknown neighbours are one token.
      if id == unknown, let last = work.path.last, last.id == unknown {
        work.path[work.path.count - 1].range = start..<last.range.upperBound
      } else {
        work.path.append((start..<end, id))
      }
      end = start
    }
    for (range, id) in work.path.reversed() {
      guard id == unknown else {
        ids.append(id)
        continue
      }
      appendUnknown(piece[(base + range.lowerBound)..<(base + range.upperBound)], to: &ids)
    }
  }

  @inline(__always)
  private func improve(_ work: inout Work, _ start: Int, _ end: Int, _ score: Double, _ id: Int32) {
    guard work.starts[end] < 0 || score > work.scores[end] else { return }
    work.scores[end] = score
    work.starts[end] = Int32(start)
    work.ids[end] = id
  }

  private func appendUnknown(_ text: ArraySlice<Unicode.Scalar>, to ids: inout [Int]) {
    if let id = trie.id(of: text) {
      ids.append(id)
      return
    }
    if let bytes {
      let values = String(String.UnicodeScalarView(text)).utf8.map { bytes[Int($0)] }
      if values.allSatisfy({ $0 >= 0 }) {
        for value in values { ids.append(Int(value)) }
        return
      }
    }
    ids.append(unknown)
  }
}
