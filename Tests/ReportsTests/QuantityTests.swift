import HardwareSpecs
import Reports
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    (0.0, "0 J"), (-0.0, "0 J"), (1, "1.00 J"), (3.254e-6, "3.25 µJ"), (999.4, "999 J"),
    (999.6, "1.00 kJ"), (9.996, "10.0 J"), (99.96, "100 J"), (0.9999, "1.00 J"),
    (1e-3, "1.00 mJ"), (1e3, "1.00 kJ"), (1e-18, "1.00 aJ"), (9.999e-19, "1.00 aJ"),
    (1.234e-19, "1.23e-19 J"), (.leastNonzeroMagnitude, "4.94e-324 J"), (9.99e17, "999 PJ"),
    (9.996e17, "1.00e+18 J"), (1.5e30, "1.50e+30 J"), (-2.5e-12, "-2.50 pJ"),
    (-999.6, "-1.00 kJ"), (.infinity, "inf J"),
  ])
  func threeFiguresAndAPrefix(_ value: Double, _ expected: String) {
    #expect(Quantity.text(value, "J") == expected)
  }

  @Test(arguments: [
    (UInt64(0), "0"), (999, "999"), (1000, "1 000"), (1_000_005, "1 000 005"),
    (UInt64.max, "18 446 744 073 709 551 615"),
  ])
  func countsInGroups(_ value: UInt64, _ expected: String) {
    #expect(Quantity.count(value) == expected)
  }

  @Test(arguments: [
    (0.0, "×0"), (1, "×1.00"), (0.354, "×0.35"), (0.0123, "×0.0123"), (1e-6, "×1.0e-06"),
    (9.96, "×10.0"), (41.24, "×41.2"), (99.6, "×100"), (12345, "×12345"), (2.5e9, "×2.5e+09"),
    (-41.24, "×-41.2"), (.infinity, "×∞"), (.nan, "×?"), (-.infinity, "×?"),
  ])
  func ratios(_ value: Double, _ expected: String) {
    #expect(Quantity.ratio(value) == expected)
  }

  /// The ends have the prefix of the figure, whatever their own would be.
  @Test(arguments: [
    (Band(low: 249e-6, nominal: 332e-6, high: 559e-6), "[249 … 559]"),
    (Band(low: 556e-6, nominal: 744e-6, high: 1180e-6), "[556 … 1180]"),
    (Band(low: 801e-6, nominal: 1.36e-3, high: 3.06e-3), "[0.801 … 3.06]"),
    (Band(low: 1e-9, nominal: 1e-3, high: 1), "[1.0e-06 … 1000]"),
    (Band(low: 0, nominal: 0, high: 2), "[0 … 2.00]"), (Band(exactly: 3), ""),
  ])
  func endsOfABand(_ band: Band, _ expected: String) { #expect(Quantity.ends(band) == expected) }

  @Test(arguments: [
    (Band(low: 54, nominal: 408, high: 2053), "[54.0 … 2053]"),
    (Band(low: 0.966, nominal: 0.97, high: 1200), "[0.966 … 1200]"), (Band(exactly: 1), ""),
  ])
  func endsOfARatio(_ band: Band, _ expected: String) {
    #expect(Quantity.ends(ofRatio: band) == expected)
  }

  @Test(arguments: [
    (730.8, "731 mm²"), (0.5, "0.5 mm²"), (999.7, "1 000 mm²"), (15_346.8, "15 300 mm²"),
    (1_234_567, "1 230 000 mm²"),
  ])
  func areas(_ value: Double, _ expected: String) { #expect(Quantity.area(value) == expected) }

  @Test(arguments: [(0.0, "0.0 %"), (0.0004, "<0.1 %"), (0.1234, "12.3 %"), (1, "100.0 %")])
  func shares(_ value: Double, _ expected: String) {
    #expect(Quantity.percent(value) == expected)
  }
}
