/// The tables of an embedding; each is [rows × width].
public struct EmbeddingTables: Sendable {
  /// Rows by token id.
  public var word: Tensor
  /// Rows by position; `nil` for models with other positions.
  public var position: Tensor?
  /// Rows by token type, 0 unless a text states others; `nil` if the model has none.
  public var tokenType: Tensor?
  /// The id whose tokens have no place: the others are counted, and the first has place id + 1; `nil`
  /// where the first token of all has place 0.
  public var paddingID: Int?
  /// Factor on the sum.
  public var scale: Float

  /// Creates the tables.
  public init(
    word: Tensor, position: Tensor?, tokenType: Tensor?, paddingID: Int? = nil, scale: Float = 1
  ) {
    self.word = word
    self.position = position
    self.tokenType = tokenType
    self.paddingID = paddingID
    self.scale = scale
  }

  /// The most tokens that have a row of the table of places; `nil` without a table.
  public var places: Int? {
    position.map { $0.rowCount - (paddingID.map { $0 + 1 } ?? 0) }
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

/// Weights of a norm.
public struct NormWeights: Sendable {
  /// [width].
  public var gain: Tensor
  /// [width]; `nil` for norms without shift.
  public var shift: Tensor?
  /// Added to the variance or mean square.
  public var epsilon: Float

  /// Creates the weights.
  public init(gain: Tensor, shift: Tensor?, epsilon: Float) {
    self.gain = gain
    self.shift = shift
    self.epsilon = epsilon
  }
}
