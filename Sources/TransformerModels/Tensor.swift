/// A named matrix of weights.
public struct Tensor: Sendable {
  /// Name in the checkpoint.
  public let name: String
  /// Sizes, slowest first.
  public let shape: [Int]
  private let values: [Float]

  /// A tensor in memory.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(name): \(shape) against \(values.count)")
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Calls `body` with all elements as float32, row-major.
  public func withFloats<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try values.withUnsafeBufferPointer(body)
  }
}
