internal import DenseAlgebra
internal import TransformerModels

/// A graph as steps on slots of a workspace: which rows are read, which written.
struct ExecutionPlan: Sendable {
  /// Columns of a slot that hold a value.
  struct View: Sendable {
    var slot: Int
    var column: Int
    var width: Int
    /// Width of the slot.
    var stride: Int
    /// One row a text instead of one a token.
    var isPooled: Bool
  }

  /// An attention, its number in the graph, and its bias by distance.
  struct Attention: Sendable {
    var shape: AttentionShape
    var number: Int
    var bias: DistanceBiasRows?
  }

  /// One pass over rows. Outputs of element-wise steps may be their first input.
  enum Step: Sendable {
    case gather(EmbeddingRows, into: View)
    /// The rows that a head is given.
    case given(into: View)
    /// A product whose rows go through a function while they are near.
    case linear(any LinearRows, of: View, into: View, finish: RowFinish?)
    case attention(Attention, query: View, key: View, value: View, into: View)
    /// In place where nobody else reads the input.
    case rotation(RotaryEmbedding, of: View, into: View)
    case activation(ActivationRows, of: View, into: View)
    case add(View, View, into: View)
    case multiply(View, View, into: View)
    case norm(NormRows, of: View, into: View)
    /// Norm of a sum; the sum is kept only where it has a view.
    case normOfSum(NormRows, View, View, sum: View?, into: View)
    case pool(Pooling, after: Int, of: View, into: View)
    case unitLength(of: View, into: View)
  }

  var slotWidths: [Int]
  var steps: [Step]
  /// Where each value of the graph is; `nil` if no step stores it.
  var views: [View?]
  /// The graph's last value.
  var output: View
}
