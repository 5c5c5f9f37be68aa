import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Reports
import MappingChecks
import TransformerModels

/// A random model on the default chip with tiles of 16 × 16 couplings, changed as a test likes.
enum ValidationBench {
  static let tokens = [[1, 2, 3], [4, 5, 6, 7], [8, 9]]

  static func chip(_ change: (inout ChipSpec) -> Void = { _ in }) throws -> ChipSpec {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.tileRows = 16
    chip.geometry.tileColumns = 16
    change(&chip)
    return chip
  }

  static func subject(
    _ model: TinyModel = TinyModel(), options change: (inout ValidationOptions) -> Void = { _ in },
    chip changeChip: (inout ChipSpec) -> Void = { _ in }
  ) throws -> ValidationSubject {
    var options = ValidationOptions()
    change(&options)
    return ValidationSubject(
      graph: model.graph, chip: try chip(changeChip), tokens: tokens, options: options)
  }

  /// The checks of a subject by name.
  static func checks(
    _ model: TinyModel = TinyModel(), options change: (inout ValidationOptions) -> Void = { _ in },
    chip changeChip: (inout ChipSpec) -> Void = { _ in }
  ) throws -> [String: ValidationCheck] {
    let results = try ValidationResults(
      of: try subject(model, options: change, chip: changeChip))
    return Dictionary(uniqueKeysWithValues: results.checks.map { ($0.name, $0) })
  }
}

extension [String: ValidationCheck] {
  /// Names of the checks that failed.
  var failures: [String] { values.filter { !$0.passed }.map(\.name).sorted() }
}
