public import ExecutionRecords
public import TransformerModels

extension KernelTrace {
  /// The launches of a GPU that runs a batch of texts through `graph`: one kernel a node, three for
  /// attention. Linear layers, norms and element-wise kernels take the tokens of all texts together;
  /// texts are not padded.
  ///
  /// With N texts of tᵢ tokens, T = Σ tᵢ, S = Σ tᵢ², t the longest text, R = T rows before pooling and
  /// N after it, b bytes an element, h heads of width d, g key and value heads:
  ///
  /// | kernel | shape | FLOPs | weight bytes | read | written |
  /// |---|---|---|---|---|---|
  /// | embedding of width w, p tables | (1, T, w, 1) | (p − 1) T w | p T w b | T b | T w b |
  /// | linear, k → n | (1, R, n, k) | 2 R n k (+ R n bias) | (n k (+ n)) b | R k b | R n b |
  /// | scores | (N h, t, t, d) | 2 S h d + S h scale | 0 | T (h + g) d b | S h b |
  /// | softmax | (1, T h, t, 1) | 5 S h | 0 | S h b | S h b |
  /// | value product | (N h, t, d, t) | 2 S h d | 0 | (S h + T g d) b | T h d b |
  /// | rotation | (1, T, w, 1) | 3 T w | 0 | T w b | T w b |
  /// | GELU, SiLU, ReLU; others by their operations | (1, R, w, 1) | 5, 4, 1 · R w | 0 | R w b | R w b |
  /// | layer norm | (1, R, w, 1) | 7 R w (6 without shift) | 2 w b (w b) | R w b | R w b |
  /// | norm by root mean square | (1, R, w, 1) | 4 R w | w b | R w b | R w b |
  /// | add, multiply | (1, R, w, 1) | R w | 0 | 2 R w b | R w b |
  /// | pool: mean; one token; largest | (1, N, w, 1) | T w + N w; 0; T w | 0 | T w b; N w b; T w b | N w b |
  /// | unit length | (1, R, w, 1) | 3 R w | 0 | R w b | R w b |
  ///
  /// An exponential, an error function, a division and a comparison are one operation each; what a norm
  /// does once a row is not counted. Rotary positions of a flow add 3 T (h + g) d operations to the scores'
  /// kernel, biases of distance S h. A head is not counted. A token id counts as one element. Scores of a causal model are
  /// computed in full.
  ///
  /// Texts that are continued have further keys and values, eᵢ of a cache: then S = Σ tᵢ (tᵢ + eᵢ), and scores,
  /// softmax and values have Σ (tᵢ + eᵢ) keys; in a window no token has more than those of it. With its head, the
  /// logits of the last token of each text are counted as well.
  ///
  /// - Parameters:
  ///   - graph: the model.
  ///   - tokenCounts: tokens of each text of the batch, at least one text of at least one token.
  ///   - earlier: tokens of each text that are in the cache; none without.
  ///   - includesHead: whether the graph's head is counted, on one row a text.
  ///   - bytesPerElement: b, of weights and activations: 4 for float32, 2 for bfloat16.
  /// - Complexity: the number of nodes plus the number of texts.
  /// - Precondition: the counts and `bytesPerElement` are positive.
  public static func trace(
    of graph: ModelGraph, tokenCounts: [Int], earlier: [Int] = [], includesHead: Bool = false,
    bytesPerElement: Int
  ) -> KernelTrace {
    precondition(
      !tokenCounts.isEmpty && tokenCounts.allSatisfy { $0 > 0 } && bytesPerElement > 0,
      "\(tokenCounts.count) texts, shortest \(tokenCounts.min() ?? 0) tokens, \(bytesPerElement) "
        + "bytes an element, expected positive numbers")
    var batch = GraphKernels(
      batch: BatchSize(tokenCounts: tokenCounts, earlier: earlier),
      bytesPerElement: bytesPerElement)
    for node in graph.nodes { batch.append(node) }
    if includesHead, let head = graph.head { batch.append(head) }
    return KernelTrace(bytesPerElement: bytesPerElement, kernels: batch.kernels)
  }
}
