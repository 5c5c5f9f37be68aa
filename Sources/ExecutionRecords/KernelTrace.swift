/// What a dense accelerator launches to run a model: one entry a kernel, in order.
public struct KernelTrace: Sendable, Equatable {
  /// The kind of a kernel, which decides its rate on a device.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Rows of a table gathered and added.
    case gather
    /// A dense matrix product on one batch.
    case matrixProduct = "matrix_product"
    /// Many small matrix products in one launch (attention).
    case batchedMatrixProduct = "batched_matrix_product"
    /// Softmax over rows.
    case softmax
    /// Layer or RMS normalisation over rows.
    case norm
    /// Element-wise functions and sums.
    case elementwise
    /// Sums over tokens.
    case reduction
  }

  /// One launch.
  public struct Kernel: Sendable, Equatable {
    /// What it computes.
    public var kind: Kind
    /// The graph node it comes from.
    public var name: String
    /// The encoder layer, if any.
    public var layer: Int?
    /// (batch, m, n, k) for products; (1, rows, columns, 1) otherwise.
    public var shape: [Int]
    /// Floating-point operations; a multiply-add is two.
    public var flops: UInt64
    /// Bytes of weights read, at the executor's precision.
    public var weightBytes: UInt64
    /// Bytes of activations read.
    public var readBytes: UInt64
    /// Bytes of activations written.
    public var writtenBytes: UInt64

    /// Creates a kernel record.
    public init(
      kind: Kind, name: String, layer: Int?, shape: [Int], flops: UInt64, weightBytes: UInt64,
      readBytes: UInt64, writtenBytes: UInt64
    ) {
      self.kind = kind
      self.name = name
      self.layer = layer
      self.shape = shape
      self.flops = flops
      self.weightBytes = weightBytes
      self.readBytes = readBytes
      self.writtenBytes = writtenBytes
    }
  }

  /// Bytes an element takes in the byte counts (4 for float32).
  public var bytesPerElement: Int
  /// The launches in order.
  public var kernels: [Kernel]

  /// Creates a trace.
  public init(bytesPerElement: Int, kernels: [Kernel] = []) {
    self.bytesPerElement = bytesPerElement
    self.kernels = kernels
  }

  /// Floating-point operations of all kernels.
  public var flops: UInt64 { kernels.reduce(0) { $0 + $1.flops } }
}
