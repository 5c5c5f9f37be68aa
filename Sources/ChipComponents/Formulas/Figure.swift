import Foundation

/// How a figure is known.
public enum Evidence: String, Sendable, Codable, CaseIterable {
  /// Metered on hardware.
  case measured
  /// Stated by a maker, a paper or an open kit, or computed by a published model.
  case published
  /// Follows from other figures by its formula.
  case derived
  /// Chosen: nobody published it.
  case assumed
}

/// A named number with unit and origin: stated by a description, a constant of a technology, or derived
/// from other figures by a formula.
///
/// Names are identifiers and unique within a chip. Units are SI base units, and mm, mm2 for lengths and
/// areas.
public final class Figure: Sendable, Equatable {
  /// Name in formulas and listings.
  public let name: String
  /// Unit of the value; `1` for plain numbers.
  public let unit: String
  /// The value at the constants' own values.
  public let value: Double
  /// The arithmetic behind it; `nil` for what is stated.
  public let formula: Formula?
  /// How it is known.
  public let evidence: Evidence
  /// Where it was read; for derived figures what it is.
  public let source: String
  /// Standard deviation of the logarithm of a constant; 0 for exact numbers and derived figures.
  public let spread: Double

  init(
    name: String, unit: String, value: Double, formula: Formula?, evidence: Evidence,
    source: String,
    spread: Double
  ) {
    self.name = name
    self.unit = unit
    self.value = value
    self.formula = formula
    self.evidence = evidence
    self.source = source
    self.spread = spread
  }

  /// The arithmetic in the notation of Python over the names of `inputs`; `nil` for what is stated.
  public var formulaText: String? { formula?.text }

  /// The figures that the formula names, in the order of reading.
  public var inputs: [Figure] { formula?.inputs ?? [] }
}

extension Figure {
  /// Whether two figures say the same.
  public static func == (left: Figure, right: Figure) -> Bool {
    left === right
      || (left.name == right.name && left.value == right.value && left.unit == right.unit
        && left.formulaText == right.formulaText && left.inputs == right.inputs)
  }
}

extension Formula {
  /// A number that a description states exactly: a count, a clock, a voltage.
  ///
  /// - Parameters:
  ///   - name: an identifier.
  ///   - value: in `unit`.
  ///   - unit: SI base unit, mm or mm2; `1` for plain numbers.
  ///   - evidence: how it is known.
  ///   - source: where it stands.
  public static func stated(
    _ name: String, _ value: Double, _ unit: String = "1", evidence: Evidence = .assumed,
    _ source: String = "as described"
  ) -> Formula {
    Formula(
      .figure(
        Figure(
          name: name, unit: unit, value: value, formula: nil, evidence: evidence, source: source,
          spread: 0)))
  }

  /// A constant of a technology, known to within a factor: its logarithm has the standard deviation
  /// ln `within`, so that about two thirds of the truth lies between value / within and value · within.
  public static func constant(
    _ name: String, _ value: Double, _ unit: String = "1", within factor: Double,
    _ evidence: Evidence, _ source: String
  ) -> Formula {
    Formula(
      .figure(
        Figure(
          name: name, unit: unit, value: value, formula: nil, evidence: evidence, source: source,
          spread: log(factor))))
  }

  /// The formula as a figure of its own.
  ///
  /// - Parameters:
  ///   - name: an identifier.
  ///   - unit: SI base unit, mm or mm2; `1` for plain numbers.
  ///   - meaning: what it is, in a line.
  public func named(_ name: String, _ unit: String, _ meaning: String) -> Formula {
    Formula(
      .figure(
        Figure(
          name: name, unit: unit, value: value, formula: self, evidence: .derived, source: meaning,
          spread: 0)))
  }
}
