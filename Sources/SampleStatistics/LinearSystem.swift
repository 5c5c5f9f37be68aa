internal import CGSL

/// Dense linear algebra by the GNU Scientific Library, for systems of a few unknowns.
enum LinearSystem {
  /// x of A x = b for a symmetric positive definite A, or `nil` where A is not.
  ///
  /// - Parameters:
  ///   - matrix: rows of A, [n][n]; n is at least 1.
  ///   - right: b, [n].
  static func solve(_ matrix: [[Double]], _ right: [Double]) throws(StatisticsError) -> [Double]? {
    try withFactor(of: matrix) { factor in
      var x = right
      let status = x.withUnsafeMutableBufferPointer { buffer in
        var view = gsl_vector_view_array(buffer.baseAddress, buffer.count)
        return gsl_linalg_cholesky_svx(factor, &view.vector)
      }
      return status == Int32(GSL_SUCCESS) ? x : nil
    }
  }

  /// A⁻¹ of a symmetric positive definite A, or `nil` where A is not.
  static func inverse(_ matrix: [[Double]]) throws(StatisticsError) -> [[Double]]? {
    try withFactor(of: matrix) { factor in
      guard gsl_linalg_cholesky_invert(factor) == Int32(GSL_SUCCESS) else { return nil }
      return matrix.indices.map { i in matrix.indices.map { gsl_matrix_get(factor, i, $0) } }
    }
  }

  private static func withFactor<Result>(
    of matrix: [[Double]], _ body: (UnsafeMutablePointer<gsl_matrix>) -> Result?
  ) throws(StatisticsError) -> Result? {
    Library.prepare()
    guard let factor = gsl_matrix_alloc(matrix.count, matrix.count) else {
      throw .library(function: "gsl_matrix_alloc", reason: "no memory")
    }
    defer { gsl_matrix_free(factor) }
    for (i, row) in matrix.enumerated() {
      for (j, value) in row.enumerated() { gsl_matrix_set(factor, i, j, value) }
    }
    guard gsl_linalg_cholesky_decomp1(factor) == Int32(GSL_SUCCESS) else { return nil }
    return body(factor)
  }
}
