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
      throw RunFailure(
        UnknownName(name, what: option, known: ProblemFormat.allCases.map(\.rawValue)), as: .usage)
    }
    return format
  }

  /// The kind of a name; `nil` for none.
  ///
  /// - Throws: `RunFailure` of kind `.usage` with the names there are.
  static func kind(_ name: String?) throws(RunFailure) -> IsingProblem.Kind? {
    guard let name else { return nil }
    guard let kind = IsingProblem.Kind(rawValue: name) else {
      throw RunFailure(
        UnknownName(name, what: "kind", known: IsingProblem.Kind.allCases.map(\.rawValue)),
        as: .usage)
    }
    return kind
  }

  /// Reads a problem.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` with the place, also for weights that are out of
  ///   all range and for files that state another kind than the one that was asked for.
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
    // Beyond this range an inverse temperature could leave that of float64.
    let size = problem.model.sumOfSizes
    guard size == 0 || (1e-200...1e200).contains(size), abs(problem.offset) <= 1e200 else {
      throw RunFailure(
        .badInput,
        "\(path): the sizes of all weights add up to \(size), expected 0 or 1e-200 to 1e200")
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

  /// How far two sums of the same energy may be apart: 0 where all are whole numbers, else what the
  /// rounding of each addition may add up to, at most 10⁻¹⁰ of the sum of all sizes.
  var energyTolerance: Double {
    guard !hasWholeEnergies else { return 0 }
    let additions = Double(bonds.count + fields.count + 16)
    return min(1e-10, 2 * additions * .ulpOfOne) * sumOfSizes
  }

  /// Whether there are couplings or fields that are lost in the rounding of energies.
  var hasLostTerms: Bool {
    let least = [bonds.map { abs($0.coupling) }, fields.map(abs)].joined().filter { $0 > 0 }.min()
    return least.map { $0 < sumOfSizes * .ulpOfOne } ?? false
  }

  /// Whether flipping all spins changes no energy.
  var isFlipSymmetric: Bool { fields.allSatisfy { $0 == 0 } }
}
