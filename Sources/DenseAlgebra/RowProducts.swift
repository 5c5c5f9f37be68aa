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
    // Spans check each load; these loops are all that a decoder's token costs. Rows of B one after the other are
    // a single stream, which the processor fetches ahead; four rows side by side came at half the rate.
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          for column in 0..<n {
            let w = b.baseAddress! + column &* bStride
            let shift = bias.map { $0[column] }
            for row in 0..<m {
              let product = dot(a.baseAddress! + row &* aStride, w, count: k) * scale
              c[row &* cStride &+ column] = shift.map { product + $0 } ?? product
            }
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

  /// Σ x w in four times sixteen lanes, of which each takes every 64th product; the four are added in pairs,
  /// then the lanes as a tree, then what does not fill sixteen.
  @inline(__always)
  private static func dot(
    _ x: UnsafePointer<Float>, _ w: UnsafePointer<Float>, count: Int
  ) -> Float {
    var (s0, s1) = (Lanes(repeating: 0), Lanes(repeating: 0))
    var (s2, s3) = (Lanes(repeating: 0), Lanes(repeating: 0))
    let (blocks, whole) = (count & ~63, count & ~15)
    var index = 0
    while index < blocks {
      s0 += load(x + index) * load(w + index)
      s1 += load(x + index + 16) * load(w + index + 16)
      s2 += load(x + index + 32) * load(w + index + 32)
      s3 += load(x + index + 48) * load(w + index + 48)
      index &+= 64
    }
    while index < whole {
      s0 += load(x + index) * load(w + index)
      index &+= 16
    }
    var total = ((s0 + s1) + (s2 + s3)).treeSum
    while index < count {
      total += x[index] * w[index]
      index &+= 1
    }
    return total
  }
}
