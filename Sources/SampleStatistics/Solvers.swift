internal import CGSL

/// A function that GSL calls through a pointer, and the error that it may throw on the way.
private final class Callback<Argument> {
  let function: (Argument) throws(StatisticsError) -> Double
  var error: StatisticsError?

  init(_ function: @escaping (Argument) throws(StatisticsError) -> Double) {
    self.function = function
  }

  /// The value, or NaN after an error: GSL then stops, and the caller throws `error`.
  func callAsFunction(_ argument: Argument) -> Double {
    do {
      return try function(argument)
    } catch {
      self.error = error
      return .nan
    }
  }
}

/// Roots and minima by the GNU Scientific Library.
enum Solvers {
  /// A root of a continuous function, by Brent's method.
  ///
  /// - Parameters:
  ///   - range: the function has different signs at its ends.
  ///   - function: finite in the range.
  static func root(
    in range: ClosedRange<Double>,
    _ function: @escaping (Double) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> Double {
    Library.prepare()
    let callback = Callback(function)
    guard let solver = gsl_root_fsolver_alloc(ising_npu_gsl_brent()) else {
      throw .library(function: "gsl_root_fsolver_alloc", reason: "no memory")
    }
    defer { gsl_root_fsolver_free(solver) }
    var target = gsl_function(
      function: { x, context in
        guard let context else { return .nan }
        return Unmanaged<Callback<Double>>.fromOpaque(context).takeUnretainedValue()(x)
      }, params: Unmanaged.passUnretained(callback).toOpaque())
    return try withExtendedLifetime(callback) { () throws(StatisticsError) -> Double in
      let status = gsl_root_fsolver_set(solver, &target, range.lowerBound, range.upperBound)
      if let error = callback.error { throw error }
      try Library.check("gsl_root_fsolver_set") { status }
      for _ in 0..<200 {
        let status = gsl_root_fsolver_iterate(solver)
        if let error = callback.error { throw error }
        try Library.check("gsl_root_fsolver_iterate") { status }
        let width = gsl_root_fsolver_x_upper(solver) - gsl_root_fsolver_x_lower(solver)
        let root = gsl_root_fsolver_root(solver)
        if width <= 1e-13 * max(abs(root), 1e-3) { return root }
      }
      throw .noConvergence(method: "Brent's root finder", iterations: 200)
    }
  }

  /// A local minimum of a function of several variables, by the simplex of Nelder and Mead.
  ///
  /// The simplex is started a second time at its result, since it may shrink too early.
  ///
  /// - Parameters:
  ///   - start: one number a variable.
  ///   - steps: the first size of the simplex along each variable, not zero.
  ///   - tolerance: the size at which the simplex stops, as a part of its first.
  ///   - function: may throw, which ends the search.
  static func minimum(
    start: [Double], steps: [Double], tolerance: Double = 1e-9,
    _ function: @escaping ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> [Double] {
    var point = start
    for round in 0..<2 {
      let scale = round == 0 ? 1 : 0.1
      point = try simplex(
        start: point, steps: steps.map { $0 * scale }, tolerance: tolerance, function)
    }
    return point
  }

  private static func simplex(
    start: [Double], steps: [Double], tolerance: Double,
    _ function: @escaping ([Double]) throws(StatisticsError) -> Double
  ) throws(StatisticsError) -> [Double] {
    Library.prepare()
    let count = start.count
    // Variables in units of their steps, so that one tolerance suits all.
    let callback = Callback<[Double]> { units throws(StatisticsError) in
      try function(units.indices.map { start[$0] + steps[$0] * units[$0] })
    }
    guard let solver = gsl_multimin_fminimizer_alloc(ising_npu_gsl_simplex(), count),
      let origin = gsl_vector_calloc(count), let sizes = gsl_vector_alloc(count)
    else { throw .library(function: "gsl_multimin_fminimizer_alloc", reason: "no memory") }
    defer {
      gsl_multimin_fminimizer_free(solver)
      gsl_vector_free(origin)
      gsl_vector_free(sizes)
    }
    gsl_vector_set_all(sizes, 1)
    var target = gsl_multimin_function(
      f: { vector, context in
        guard let vector, let context else { return .nan }
        let units = (0..<vector.pointee.size).map { gsl_vector_get(vector, $0) }
        return Unmanaged<Callback<[Double]>>.fromOpaque(context).takeUnretainedValue()(units)
      }, n: count, params: Unmanaged.passUnretained(callback).toOpaque())
    return try withExtendedLifetime(callback) { () throws(StatisticsError) -> [Double] in
      let status = gsl_multimin_fminimizer_set(solver, &target, origin, sizes)
      if let error = callback.error { throw error }
      try Library.check("gsl_multimin_fminimizer_set") { status }
      for _ in 0..<5000 {
        let status = gsl_multimin_fminimizer_iterate(solver)
        if let error = callback.error { throw error }
        try Library.check("gsl_multimin_fminimizer_iterate") { status }
        if gsl_multimin_fminimizer_size(solver) < tolerance {
          return (0..<count).map {
            start[$0] + steps[$0] * gsl_vector_get(gsl_multimin_fminimizer_x(solver), $0)
          }
        }
      }
      throw .noConvergence(method: "Nelder and Mead's simplex", iterations: 5000)
    }
  }
}
