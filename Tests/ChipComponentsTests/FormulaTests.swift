import ChipComponents
import Foundation
import IsingTestSupport
import Testing

/// Arithmetic that prints itself and can be evaluated anew.
@Suite struct FormulaTests {
  private let a = Formula.stated("a", 3, "J")
  private let b = Formula.constant("b", 2, "s", within: 2, .assumed, "test")

  @Test func valuesFollowTheArithmetic() {
    let formula = (a + b * 4 - 1) / b.power(2)
    #expect(formula.value == 2.5)
    #expect((a / b / 2).value == 0.75 && (a - (b - 1)).value == 2)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5])
  func textsAreReadBackToTheSameValue(_ index: Int) throws {
    let formulas = [
      a - (b - 1), a / (b / 4), (a + b) * (a - b), a * b.power(2), (a * b).power(0.5),
      1 / (a + 2 * b).power(-1.5) - a,
    ]
    let figure = try #require(formulas[index].named("f", "J", "test").figure)
    let text = try #require(figure.formulaText)
    let inputs = Dictionary(uniqueKeysWithValues: figure.inputs.map { ($0.name, $0.value) })
    #expect(abs(try Arithmetic.value(of: text, inputs) / figure.value - 1) < 1e-12, "\(text)")
  }

  @Test func namedFormulasAreOneInput() throws {
    let sum = (a + b).named("sum", "J", "both")
    let figure = try #require((sum * sum + a).named("f", "J", "test").figure)
    #expect(figure.formulaText == "sum * sum + a")
    #expect(figure.inputs.map(\.name) == ["sum", "a"])
    #expect(Formula.derived(behind: [sum * 2]).compactMap(\.figure?.name) == ["sum"])
  }

  /// ln b has the standard deviation ln 2, so that one deviation doubles it, whatever names it.
  @Test func drawsMoveConstantsTogether() {
    let ratio = (b * 5) / b
    var draw = Draw(deviations: ["b": 1])
    #expect(abs(draw.value(of: b) - 4) < 1e-12)
    #expect(abs(draw.value(of: ratio) - 5) < 1e-12)
    #expect(abs(draw.value(of: a) - 3) < 1e-15)
  }

  /// A product of powers of constants is log-normal: its band is exact.
  @Test func bandsHoldNineTenths() {
    let c = Formula.constant("c", 7, "1", within: 1.5, .assumed, "test")
    let band = Formula.bands(of: [b.power(2) * c])[0]
    let deviation = (pow(2 * log(2.0), 2) + pow(log(1.5), 2)).squareRoot()
    #expect(abs(log(band.high / 28) / (1.6448536 * deviation) - 1) < 1e-6)
    #expect(abs(band.low * band.high / (28 * 28) - 1) < 1e-9)
    #expect(Formula.bands(of: [a])[0] == (3, 3))
  }
}
