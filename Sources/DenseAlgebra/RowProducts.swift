/// Float32 products with very few rows on the left, where reading the matrix once is all the work: one
/// token through a layer, one query against all keys.
///
/// Nothing is packed: rows of the matrix are read where they lie. Plain multiplications and additions in a
/// fixed order, so the same bits on every processor.
public enum RowProducts {
  /// C[m × n] = A[m × k] · Bᵀ (+ bias), with B stored [n × k].
  ///
  /// - Parameters: `aStride`, `bStride`, `cStride` are elements between rows: at least k, k and n; `bias`
  ///   has n elements or is absent.
  /// - Complexity: B is read once for m ≤ 4 or so; beyond, a blocked product is faster.
  public static func timesTransposed(
    rows m: Int, columns n: Int, inner k: Int, scale: Float = 1,
    _ a: Span<Float>, aStride: Int, _ b: Span<Float>, bStride: Int, bias: [Float]? = nil,
    into c: inout MutableSpan<Float>, cStride: Int
  ) {
    if m == 0 || n == 0 { return }
    precondition(
      aStride >= k && bStride >= k && cStride >= n && a.count >= (m - 1) * aStride + k
        && b.count >= (n - 1) * bStride + k && c.count >= (m - 1) * cStride + n
        && (bias.map { $0.count == n } ?? true),
      "\(a.count), \(b.count) and \(c.count) elements for \(m) × \(k) × \(n)")
    // Spans check each load; these loops are all that a decoder's token costs.
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          var column = 0
          while column < n {
            let width = min(4, n &- column)
            for row in 0..<m {
              let x = a.baseAddress! + row &* aStride
              let y = c.baseAddress! + (row &* cStride &+ column)
              let w = b.baseAddress! + column &* bStride
              if width == 4 {
                let sums = four(x, w, stride: bStride, count: k)
                for lane in 0..<4 { y[lane] = sums[lane] * scale }
              } else {
                for lane in 0..<width {
                  y[lane] = one(x, w + lane &* bStride, count: k) * scale
                }
              }
              if let bias {
                for lane in 0..<width { y[lane] = y[lane] + bias[column &+ lane] }
              }
            }
            column &+= 4
          }
        }
      }
    }
  }

  /// c[n] = Σ_j a[j] · B[j, :], with B stored [m × n] and rows `stride` elements apart.
  public static func weightedSum(
    rows m: Int, columns n: Int, _ a: Span<Float>, _ b: Span<Float>, stride: Int,
    into c: inout MutableSpan<Float>
  ) {
    precondition(
      m > 0 && stride >= n && a.count >= m && b.count >= (m - 1) * stride + n && c.count >= n,
      "\(a.count), \(b.count) and \(c.count) elements for \(m) × \(n)")
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          let whole = n & ~15
          var column = 0
          while column < whole {
            var sum = Lanes(repeating: 0)
            var place = b.baseAddress! + column
            for row in 0..<m {
              sum += load(place) * a[row]
              place += stride
            }
            store(sum, c.baseAddress! + column)
            column &+= 16
          }
          while column < n {
            var sum: Float = 0
            for row in 0..<m { sum += b[row &* stride &+ column] * a[row] }
            c[column] = sum
            column &+= 1
          }
        }
      }
    }
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private static func store(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
  }

  @inline(__always)
  private static func one(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, count: Int
  ) -> Float {
    var sum = Lanes(repeating: 0)
    let whole = count & ~15
    var index = 0
    while index < whole {
      sum += load(x + index) * load(w + index)
      index &+= 16
    }
    var total = sum.treeSum
    while index < count {
      total += x[index] * w[index]
      index &+= 1
    }
    return total
  }

  /// Four rows at once: four streams that the processor fetches ahead, and a row of x that is read once.
  @inline(__always)
  private static func four(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, stride: Int, count: Int
  ) -> SIMD4<Float> {
    let (w1, w2, w3) = (w + stride, w + 2 &* stride, w + 3 &* stride)
    var (s0, s1) = (Lanes(repeating: 0), Lanes(repeating: 0))
    var (s2, s3) = (Lanes(repeating: 0), Lanes(repeating: 0))
    let whole = count & ~15
    var index = 0
    while index < whole {
      let lanes = load(x + index)
      s0 += lanes * load(w + index)
      s1 += lanes * load(w1 + index)
      s2 += lanes * load(w2 + index)
      s3 += lanes * load(w3 + index)
      index &+= 16
    }
    var totals = SIMD4(s0.treeSum, s1.treeSum, s2.treeSum, s3.treeSum)
    while index < count {
      totals += SIMD4(w[index], w1[index], w2[index], w3[index]) * x[index]
      index &+= 1
    }
    return totals
  }
}
