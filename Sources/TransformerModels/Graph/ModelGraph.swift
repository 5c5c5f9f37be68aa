/// A transformer as a list of nodes in execution order; every value is a [tokens × width] matrix of
/// float32, row-major, except the input (token ids) and a pooled value ([1 × width]).
///
/// Its last node is the body's output: a vector of the text, or the rows of its tokens. What is computed
/// from single rows of that, e.g. the logits of the next token, is the `head`.
public struct ModelGraph: Sendable {
  /// Identifies a value: the index of the node that makes it.
  public typealias ValueID = Int

  /// One operation on earlier values.
  public struct Node: Sendable {
    /// Name as in listings and records, e.g. `layer2.query`.
    public var name: String
    /// Encoder layer, counted from 0; `nil` outside layers.
    public var layer: Int?
    /// What is computed.
    public var operation: Operation
    /// The values it reads, in the operation's order.
    public var inputs: [ValueID]

    /// Creates a node.
    public init(name: String, layer: Int?, operation: Operation, inputs: [ValueID]) {
      self.name = name
      self.layer = layer
      self.operation = operation
      self.inputs = inputs
    }
  }

  /// What a node computes.
  public enum Operation: Sendable {
    /// Token ids → the sum of one row of each table: word (by id), position (by index), token type.
    case embedding(EmbeddingTables)
    /// The rows that a head is given, of this width; the first node of a head.
    case rows(width: Int)
    /// x Wᵀ + b.
    case linear(LinearWeights)
    /// softmax(scale · q kᵀ) v for each head; inputs q, k, v.
    case attention(AttentionShape)
    /// Queries or keys turned by the places of their tokens.
    case rotation(RotaryEmbedding)
    /// An element-wise activation.
    case activation(Activation)
    /// gain ⊙ (x − mean) / √(variance + ε) + shift over each row.
    case layerNorm(NormWeights)
    /// gain ⊙ x / √(mean square + ε) over each row, or over each stretch of a row that is as wide as the
    /// gain, such as a head.
    case rootMeanSquareNorm(NormWeights)
    /// The sum of two values: a residual connection.
    case add
    /// The product of two values, element by element: a gate.
    case multiply
    /// The rows of all tokens → one row: [1 × width]. Sums and largest values leave out the first `after` tokens, a
    /// prompt's; where none is left they are 0.
    case pool(Pooling, after: Int = 0)
    /// The value divided by its Euclidean norm.
    case unitLength
  }

  /// Name of the model, for reports.
  public var name: String
  /// Number of parameters in the checkpoint.
  public var parameterCount: Int
  /// Width of the hidden state.
  public var hiddenSize: Int
  /// Number of encoder layers.
  public var layerCount: Int
  /// The largest number of tokens of one text.
  public var maximumTokens: Int
  /// Nodes in execution order; the last one is the output.
  public var nodes: [Node]
  /// The hidden states: the embeddings, then what each layer makes, before a norm behind the last layer.
  public var states: [ValueID]
  /// What is computed from rows of the output; `nil` where the output is the result.
  public var head: ModelHead?
  /// Channels of the output that are the result, the first ones; `nil` for all.
  public var resultWidth: Int?

  /// Creates a graph.
  public init(
    name: String, parameterCount: Int, hiddenSize: Int, layerCount: Int, maximumTokens: Int,
    nodes: [Node], states: [ValueID] = [], head: ModelHead? = nil
  ) {
    self.name = name
    self.parameterCount = parameterCount
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
    self.maximumTokens = maximumTokens
    self.nodes = nodes
    self.states = states
    self.head = head
  }
}
