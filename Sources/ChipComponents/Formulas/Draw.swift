import Foundation

/// One possible truth: a value for each uncertain constant. Figures evaluated with the same draw share the
/// same errors, so that the ratio of two sides that rest on one technology keeps what they have in common.
public struct Draw: Sendable {
  /// Standard normal numbers by name of constant; absent names are at their own values.
  private let deviations: [String: Double]
  private var known: [ObjectIdentifier: Double] = [:]

  /// Creates a draw.
  ///
  /// - Parameter deviations: standard normal numbers by name of constant.
  public init(deviations: [String: Double] = [:]) { self.deviations = deviations }

  /// The value of a formula in this draw. What was evaluated before is kept.
  public mutating func value(of formula: Formula) -> Double {
    switch formula.node {
    case .number(let number): return number
    case .figure(let figure): return value(of: figure)
    case .operation(let operation, let left, let right):
      let first = value(of: left)
      return operation(first, value(of: right))
    }
  }

  /// The value of a figure in this draw.
  public mutating func value(of figure: Figure) -> Double {
    if let value = known[ObjectIdentifier(figure)] { return value }
    let value: Double
    if let formula = figure.formula {
      value = self.value(of: formula)
    } else {
      value = figure.value * exp(figure.spread * (deviations[figure.name] ?? 0))
    }
    known[ObjectIdentifier(figure)] = value
    return value
  }
}

extension Formula {
  /// The uncertain constants that it rests on, each name once, in the order of reading.
  public var constants: [Figure] {
    var seen: Set<ObjectIdentifier> = []
    var list: [Figure] = []
    func visit(_ figure: Figure) {
      guard seen.insert(ObjectIdentifier(figure)).inserted else { return }
      if figure.spread > 0, !list.contains(where: { $0.name == figure.name }) { list.append(figure) }
      figure.inputs.forEach(visit)
    }
    inputs.forEach(visit)
    return list
  }
}

extension Formula {
  /// All derived figures that formulas rest on, each before those that name it, and the formulas last.
  public static func derived(behind formulas: [Formula]) -> [Formula] {
    var seen: Set<ObjectIdentifier> = []
    var list: [Formula] = []
    func visit(_ figure: Figure) {
      guard figure.formula != nil, seen.insert(ObjectIdentifier(figure)).inserted else { return }
      figure.inputs.forEach(visit)
      list.append(Formula(.figure(figure)))
    }
    for formula in formulas { formula.inputs.forEach(visit) }
    return list
  }
}

extension Draw {
  /// Standard deviations of the 95th percentile of a normal distribution.
  public static let ninetyFivePercent = 1.6448536269514722
}

extension Formula {
  /// Ends within which nine tenths of each formula's values lie, to first order in the logarithms of the
  /// constants, that all of them share.
  public static func bands(of formulas: [Formula]) -> [(low: Double, high: Double)] {
    var constants: [String: Figure] = [:]
    for formula in formulas { for figure in formula.constants { constants[figure.name] = figure } }
    var variances = [Double](repeating: 0, count: formulas.count)
    for name in constants.keys.sorted() {
      var (up, down) = (Draw(deviations: [name: 0.5]), Draw(deviations: [name: -0.5]))
      for (index, formula) in formulas.enumerated() where formula.value > 0 {
        let slope = log(up.value(of: formula) / down.value(of: formula))
        variances[index] += slope * slope
      }
    }
    return zip(formulas, variances).map { formula, variance in
      let factor = exp(Draw.ninetyFivePercent * variance.squareRoot())
      return (formula.value / factor, formula.value * factor)
    }
  }
}
