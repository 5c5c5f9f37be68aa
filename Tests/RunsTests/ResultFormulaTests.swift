import Foundation
import Runs
import Testing

@Suite struct ResultFormulaTests {
  private let documents = [
    "a": try? JSONTree(
      document: Array(
        #"{"x": 2, "on": true, "none": null, "rows": [{"name": "u", "v": 1.5}, {"name": "w", "v": -4}], "list": [1, 2, 4]}"#
          .utf8))
  ].compactMapValues(\.self)

  /// Right-hand sides by hand.
  @Test(arguments: [
    ("1 + 2 * 3 - 4 / 2", 5.0), ("-2 ^ 2", -4), ("2 ^ 3 ^ 2", 512), ("2 ^ -1", 0.5),
    ("(1 + 2) * 3", 9), ("1e-3 * 2.5E2", 0.25), ("a.x", 2), ("a.on", 1),
    ("a.rows[name=w].v + a.rows[0].v", -2.5), ("sum(a.rows[].v)", -2.5), ("max(a.list)", 4),
    ("mean(a.list * 3)", 7), ("median(a.list)", 2), ("median(1, 2, 3, 10)", 2.5),
    ("integral(a.list, a.list)", 7.5), ("slope(a.list, 3 - 2 * a.list)", -2),
    ("intercept(a.list, 3 - 2 * a.list)", 3), ("root(a.list, a.list - 3)", 3),
    ("sqrt(abs(a.rows[1].v))", 2), ("ln(exp(1))", 1), ("cosh(0) + tanh(0)", 1),
    // Three points at −4/3, −1/3 and 5/3 from their mean, each with the error 1.
    ("slope_error(a.list, a.list, a.list * 0 + 1)", 0.46291004988627577),
  ])
  func hasItsValue(_ text: String, _ expected: Double) throws {
    let value = try ResultFormula(text).number(documents)
    #expect(abs(value - expected) < 1e-12)
  }

  @Test(arguments: [
    ("", "found the end"), ("1 +", "found the end"), ("1 2", "found `2`"),
    ("f(1)", "the function `f`"),
    ("a.rows[name]", "found `[name]`"), ("a.", "found the end"), ("(1", "found the end"),
    ("1..2", "found `1..2`"), (String(repeating: "(", count: 99), "more than 40 levels"),
    (String(repeating: "-", count: 99) + "1", "more than 40 signs"),
  ])
  func refuses(_ text: String, _ words: String) {
    #expect {
      try ResultFormula(text)
    } throws: { "\($0)".contains(words) }
  }

  @Test(arguments: [
    ("a.y", "no member `y`"), ("a.list", "found a list"), ("a.rows[7].v", "no element 7"),
    ("a.rows[name=z].v", "no element with name = z"), ("a.none", "found no number"),
    ("b.x", "found `b`"), ("1 / 0", "found inf"), ("slope(1, 2, 3)", "3 arguments"),
    ("a.list + a.rows[].v", "lists of 3 and 2"), ("slope(a.list * 0, a.list)", "equal x"),
    ("root(a.list, a.list)", "no change of sign"),
  ])
  func saysWhatIsMissing(_ text: String, _ words: String) throws {
    let formula = try ResultFormula(text)
    #expect {
      try formula.number(documents)
    } throws: { "\($0)".contains(words) }
  }
}
