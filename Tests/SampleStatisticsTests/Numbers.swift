/// Lists shared by the tests; the expected results come from SciPy 1.17.1 and NumPy.
enum Numbers {
  static let values = [2.5, -1.0, 4.0, 3.5, 0.25, 7.0, 2.5]
  static let x = [1.0, 2.0, 2.0, 3.5, 4.0, 5.0, 5.0, 5.0, 8.0, 9.5]
  static let y = [2.0, 1.0, 3.0, 3.0, 2.5, 6.0, 4.0, 4.0, 9.0, 7.0]
  static let weights = [1.0, 4.0, 0.25, 1.0, 2.0, 1.0, 9.0, 1.0, 0.5, 1.0]
}

/// Whether two numbers agree to a relative 10⁻¹², about 4 000 units in the last place.
func agree(_ value: Double, _ expected: Double) -> Bool {
  abs(value - expected) <= 1e-12 * max(abs(expected), 1e-300)
}
