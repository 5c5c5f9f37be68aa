import ChipComponents
public import ExecutionRecords
import Foundation
public import HardwareSpecs
import RandomStreams

/// Prices and static powers of a chip under many draws of the constants on which they rest: fixed draws, the
/// same on any number of threads.
///
/// A constant's draws go by its name. Machines that share a technology share its errors, and so do the two
/// sides of a ratio.
public struct DrawnPrices: Sendable {
  /// The chip.
  public let chip: ChipSpec
  /// Prices and powers at the constants' own values, with their own bands.
  public let figures: ChipPrices
  /// Uncertain constants, one a name, in the order of reading.
  let constants: [Figure]
  /// By action: a value a draw, then two a constant, half a standard deviation above and below.
  private let prices: [Action: [Double]]
  /// Sums of all static powers, in the same order.
  private let power: [Double]
  /// By power, in the order of `figures.staticPower`.
  private let powers: [[Double]]

  /// What the draws are made of, for draws with something known.
  private let source: Source

  /// Actions with prices, the program of their prices and of all powers, and the draws of each constant.
  private struct Source {
    let actions: [Action]
    let program: FormulaProgram
    let deviations: [String: [Double]]
  }

  /// Draws the prices of a chip.
  public init(_ chip: ChipSpec) {
    let plan = ChipPlan(chip)
    let actions = Action.allCases.filter { plan.prices[$0] != nil }
    let program = FormulaProgram(actions.compactMap { plan.prices[$0] } + plan.powers.map(\.power))
    let names = program.constantNames
    let deviations = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { index, name in
        let probes = (0..<(2 * names.count)).map {
          $0 / 2 == index ? ($0 % 2 == 0 ? 0.5 : -0.5) : 0
        }
        return (name, Deviations.column(name) + probes)
      })
    self.init(
      chip, ChipPrices(chip),
      constants: names.compactMap { name in program.constants.first { $0.name == name } },
      Source(actions: actions, program: program, deviations: deviations))
  }

  private init(_ chip: ChipSpec, _ figures: ChipPrices, constants: [Figure], _ source: Source) {
    let draws = Deviations.draws + 2 * constants.count
    let columns = source.program.columns(
      draws: draws,
      constants: source.program.constants.map { figure in
        guard let deviations = source.deviations[figure.name] else {
          return [Double](repeating: figure.value, count: draws)
        }
        return deviations.map { figure.value * DeterministicFunctions.exp(figure.spread * $0) }
      })
    self.chip = chip
    self.figures = figures
    self.constants = constants
    self.source = source
    prices = Dictionary(uniqueKeysWithValues: zip(source.actions, columns))
    powers = Array(columns[source.actions.count...])
    power = powers.reduce(into: [Double](repeating: 0, count: draws)) { sum, one in
      for index in sum.indices { sum[index] += one[index] }
    }
  }

  /// The same draws with some constants known exactly.
  func knowing(_ names: some Sequence<String>) -> DrawnPrices {
    var deviations = source.deviations
    for name in names { deviations[name] = nil }
    return DrawnPrices(
      chip, figures, constants: constants,
      Source(actions: source.actions, program: source.program, deviations: deviations))
  }

  /// Energy of actions, and of all static powers over a time, in joules; `nil` if a price is missing.
  public func energy(of counts: ActionCounts, seconds: Double = 0) -> Drawn? {
    guard let nominal = nominal(counts, seconds) else { return nil }
    return Drawn(
      nominal: nominal,
      values: constants.isEmpty ? [] : column(counts, seconds, 0..<Deviations.draws))
  }

  /// Energy of each static power over a time.
  func staticEnergy(seconds: Double) -> [Drawn] {
    zip(figures.staticPower, powers).map { power, column in
      Drawn(
        nominal: power.power_W.nominal * seconds,
        values: constants.isEmpty ? [] : column[0..<Deviations.draws].map { $0 * seconds })
    }
  }

  /// d ln E / d z of an energy by constant, with z its number of standard deviations.
  func slopes(of counts: ActionCounts, seconds: Double) -> [Double] {
    let probes = column(
      counts, seconds, Deviations.draws..<(Deviations.draws + 2 * constants.count))
    return constants.indices.map { log(probes[2 * $0] / probes[2 * $0 + 1]) }
  }

  /// Sums are compensated, so that axes agree.
  private func nominal(_ counts: ActionCounts, _ seconds: Double) -> Double? {
    var sum = CompensatedSum()
    for action in counts.present {
      guard let price = figures.prices[action] else { return nil }
      sum.add(price.nominal * Double(counts[action]))
    }
    if seconds > 0 { for power in figures.staticPower { sum.add(power.power_W.nominal * seconds) } }
    return sum.value
  }

  private func column(_ counts: ActionCounts, _ seconds: Double, _ range: Range<Int>) -> [Double] {
    var sum =
      seconds > 0 ? power[range].map { $0 * seconds } : Array(repeating: 0, count: range.count)
    for action in counts.present {
      guard let price = prices[action] else { continue }
      let count = Double(counts[action])
      sum.withUnsafeMutableBufferPointer { sum in
        price.withUnsafeBufferPointer { price in
          for index in 0..<range.count { sum[index] += price[range.lowerBound + index] * count }
        }
      }
    }
    return sum
  }
}
