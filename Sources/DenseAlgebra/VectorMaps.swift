/// The vector functions over buffers; the bits of a value do not depend on where it lies.
public enum VectorMaps {
  /// Replaces each value by its image under `function`, which must treat its lanes alike.
  @inlinable @inline(__always)
  public static func map(
    _ values: inout MutableSpan<Float>, _ function: (Lanes) -> Lanes
  ) {
    let whole = values.count & ~15
    var index = 0
    while index < whole {
      values.store(function(values.lanes(index)), at: index)
      index &+= 16
    }
    if index < values.count {
      let rest = values.count &- index
      let lanes = values.span.lanes(index, count: rest, filler: 0)
      values.store(function(lanes), at: index, count: rest)
    }
  }

  /// x ← e^x.
  public static func exp(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.exp($0) }
  }

  /// x ← erf(x).
  public static func erf(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.erf($0) }
  }

  /// x ← Φ(x).
  public static func normalDistribution(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.normalDistribution($0) }
  }

  /// x ← x Φ(x).
  public static func gelu(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.gelu($0) }
  }

  /// x ← x σ(x).
  public static func silu(_ values: inout MutableSpan<Float>) {
    map(&values) { $0 * VectorFunctions.logistic($0) }
  }

  /// x ← max(x, 0).
  public static func relu(_ values: inout MutableSpan<Float>) {
    map(&values) { $0.replacing(with: 0, where: $0 .< 0) }
  }

  /// x ← σ(x).
  public static func logistic(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.logistic($0) }
  }

  /// x ← tanh(x).
  public static func tanh(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.tanh($0) }
  }

  /// x ← ln(x).
  public static func log(_ values: inout MutableSpan<Float>) {
    map(&values) { VectorFunctions.log($0) }
  }

  /// target ← target + source.
  public static func add(
    _ source: Span<Float>, to target: inout MutableSpan<Float>
  ) {
    precondition(source.count == target.count, "\(source.count) values to \(target.count)")
    for index in 0..<target.count { target[index] = target[index] + source[index] }
  }
}
