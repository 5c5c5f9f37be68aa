internal import COneDNN

/// Float32 products of matrices that are used once, such as attention's: nothing is packed.
///
/// Each matrix is row-major with its own row stride, so that the columns of one head can be taken out
/// of a wider matrix. Every call runs on the calling thread alone; bits depend on the processor.
public enum StridedProducts {
  /// C[m × n] = scale · A[m × k] · Bᵀ, with B stored [n × k].
  /// - Parameters: `aStride`, `bStride`, `cStride` are elements between rows: at least k, k and n.
  public static func timesTransposed(
    rows m: Int, columns n: Int, inner k: Int, scale: Float = 1,
    _ a: Span<Float>, aStride: Int, _ b: Span<Float>, bStride: Int,
    into c: inout MutableSpan<Float>, cStride: Int
  ) {
    product(
      transposed: true, rows: m, columns: n, inner: k, scale: scale, a, aStride: aStride, b,
      bStride: bStride, into: &c, cStride: cStride)
  }

  /// C[m × n] = scale · A[m × k] · B, with B stored [k × n].
  /// - Parameters: `aStride`, `bStride`, `cStride` are elements between rows: at least k, n and n.
  public static func times(
    rows m: Int, columns n: Int, inner k: Int, scale: Float = 1,
    _ a: Span<Float>, aStride: Int, _ b: Span<Float>, bStride: Int,
    into c: inout MutableSpan<Float>, cStride: Int
  ) {
    product(
      transposed: false, rows: m, columns: n, inner: k, scale: scale, a, aStride: aStride, b,
      bStride: bStride, into: &c, cStride: cStride)
  }

  private static func product(
    transposed: Bool, rows m: Int, columns n: Int, inner k: Int, scale: Float,
    _ a: Span<Float>, aStride: Int, _ b: Span<Float>, bStride: Int,
    into c: inout MutableSpan<Float>, cStride: Int
  ) {
    let bWidth = transposed ? k : n
    precondition(
      aStride >= k && bStride >= bWidth && cStride >= n,
      "strides \(aStride), \(bStride), \(cStride) below widths \(k), \(bWidth), \(n)")
    if m == 0 || n == 0 { return }
    precondition(
      a.count >= (m - 1) * aStride + k && c.count >= (m - 1) * cStride + n
        && b.count >= ((transposed ? n : k) - 1) * bStride + bWidth,
      "\(a.count), \(b.count) and \(c.count) elements for \(m) × \(k) × \(n)")
    Library.useOneThread()
    let order: Unicode.Scalar = transposed ? "T" : "N"
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          Library.check(
            dnnl_sgemm(
              CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: order)), dnnl_dim_t(m), dnnl_dim_t(n),
              dnnl_dim_t(k), scale, a.baseAddress, dnnl_dim_t(aStride), b.baseAddress,
              dnnl_dim_t(bStride), 0, c.baseAddress, dnnl_dim_t(cStride)),
            "dnnl_sgemm N \(order) \(m) \(n) \(k)")
        }
      }
    }
  }
}
