public import MoebiusGeometry

/// A transformer as a list of nodes in execution order; every value is a [tokens × width] matrix of
/// float32, row-major, except the input (token ids) and a pooled value ([1 × width]).
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
    /// Token ids → the sum of one row of each table: word (by id), position (by index), token type 0.
    case embedding(EmbeddingTables)
    /// x Wᵀ + b.
    case linear(LinearWeights)
    /// softmax(scale · q kᵀ) v for each head; inputs q, k, v.
    case attention(AttentionShape)
    /// An element-wise activation.
    case activation(Activation)
    /// gain ⊙ (x − mean) / √(variance + ε) + shift over each row.
    case layerNorm(NormWeights)
    /// The sum of two values: a residual connection.
    case add
    /// The mean over all tokens: [1 × width].
    case meanPool
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

  /// Creates a graph.
  public init(
    name: String, parameterCount: Int, hiddenSize: Int, layerCount: Int, maximumTokens: Int,
    nodes: [Node]
  ) {
    self.name = name
    self.parameterCount = parameterCount
    self.hiddenSize = hiddenSize
    self.layerCount = layerCount
    self.maximumTokens = maximumTokens
    self.nodes = nodes
  }
}

/// Element-wise activation functions.
public enum Activation: String, Codable, Sendable, CaseIterable {
  /// x Φ(x), with the error function.
  case gelu
  /// x σ(x).
  case silu
  /// max(x, 0).
  case relu
}

/// Number and width of attention heads.
public struct AttentionShape: Sendable, Equatable {
  /// Query heads.
  public var heads: Int
  /// Key and value heads; equals `heads` without grouping.
  public var keyValueHeads: Int
  /// Width of one head.
  public var headSize: Int
  /// Factor on q·k, usually 1/√headSize.
  public var scale: Float
  /// Whether a token sees only earlier tokens.
  public var causal: Bool
  /// What scores know of the places of tokens; `nil` if only the embedding does.
  public var position: PositionFlow?

  /// Creates a shape.
  public init(
    heads: Int, keyValueHeads: Int, headSize: Int, scale: Float, causal: Bool,
    position: PositionFlow? = nil
  ) {
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
    self.scale = scale
    self.causal = causal
    self.position = position
  }
}

/// The tables of an embedding; each is [rows × width].
public struct EmbeddingTables: Sendable {
  /// Rows by token id.
  public var word: Tensor
  /// Rows by position; `nil` for models with other positions.
  public var position: Tensor?
  /// Rows by token type, of which row 0 is used; `nil` if the model has none.
  public var tokenType: Tensor?

  /// Creates the tables.
  public init(word: Tensor, position: Tensor?, tokenType: Tensor?) {
    self.word = word
    self.position = position
    self.tokenType = tokenType
  }
}

/// Weights of a linear layer.
public struct LinearWeights: Sendable {
  /// [outputs × inputs], row-major.
  public var weight: Tensor
  /// [outputs]; `nil` without bias.
  public var bias: Tensor?

  /// Creates the weights.
  public init(weight: Tensor, bias: Tensor?) {
    self.weight = weight
    self.bias = bias
  }

  /// Width of the output.
  public var outputs: Int { weight.shape[0] }
  /// Width of the input.
  public var inputs: Int { weight.shape[1] }
}

/// Weights of a layer norm.
public struct NormWeights: Sendable {
  /// [width].
  public var gain: Tensor
  /// [width]; `nil` for norms without shift.
  public var shift: Tensor?
  /// Added to the variance.
  public var epsilon: Float

  /// Creates the weights.
  public init(gain: Tensor, shift: Tensor?, epsilon: Float) {
    self.gain = gain
    self.shift = shift
    self.epsilon = epsilon
  }
}
