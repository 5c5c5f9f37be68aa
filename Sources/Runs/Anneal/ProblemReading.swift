import Foundation
import IsingModels

/// Problem files by their paths and the names of their formats.
enum ProblemReading {
  /// The largest file that is read, in bytes.
  static let largestFile_bytes = 1 << 32

  /// The format of a name; `nil` for none.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  static func format(
    _ name: String?, option: String
  ) throws(RunFailure) -> ProblemFormat? {
    guard let name else { return nil }
    guard let format = ProblemFormat(rawValue: name) else {
      throw Names.unknown(name, what: option, known: ProblemFormat.allCases.map(\.rawValue))
    }
    return format
  }

  /// The kind of a name; `nil` for none.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  static func kind(_ name: String?) throws(RunFailure) -> IsingProblem.Kind? {
    guard let name else { return nil }
    guard let kind = IsingProblem.Kind(rawValue: name) else {
      throw Names.unknown(
        name, what: "kind", known: IsingProblem.Kind.allCases.map(\.rawValue))
    }
    return kind
  }

  /// Reads a problem.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` with the place, also for weights whose sum no number
  ///   holds and for files that state another kind than the one that was asked for.
  static func problem(
    path: String, format: ProblemFormat?, kind: IsingProblem.Kind?
  ) throws(RunFailure) -> IsingProblem {
    let bytes = try FileReading.bytes(of: path, limit: largestFile_bytes)
    let problem = try RunFailure.readingInput {
      try IsingProblem(bytes: bytes, fileName: path, format: format, kind: kind)
    }
    if let kind, kind != problem.kind {
      throw RunFailure(
        .badInput,
        "\(path): states a problem of the kind \(problem.kind.rawValue), expected \(kind.rawValue)")
    }
    guard (problem.model.sumOfSizes + abs(problem.offset)).isFinite else {
      throw RunFailure(
        .badInput,
        "\(path): the sizes of all weights add up to more than 10³⁰⁸, expected a sum below")
    }
    return problem
  }
}

extension IsingModel {
  /// Σ |J| + Σ |h|: no energy is larger, and none is below its negative.
  var sumOfSizes: Double {
    bonds.reduce(0) { $0 + abs($1.coupling) } + fields.reduce(0) { $0 + abs($1) }
  }

  /// Whether every energy is a whole number that float64 holds exactly.
  var hasWholeEnergies: Bool {
    sumOfSizes <= 0x1p53 && bonds.allSatisfy { $0.coupling.rounded() == $0.coupling }
      && fields.allSatisfy { $0.rounded() == $0 }
  }

  /// How far two sums of the same energy may be apart: 0 where all are whole numbers.
  var energyTolerance: Double { hasWholeEnergies ? 0 : 1e-10 * sumOfSizes }

  /// Whether flipping all spins changes no energy.
  var isFlipSymmetric: Bool { fields.allSatisfy { $0 == 0 } }
}
