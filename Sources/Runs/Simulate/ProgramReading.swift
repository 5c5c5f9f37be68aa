public import ChipPrograms
import Foundation
public import HardwareSpecs
import Jobs

/// Programs by their files, in text or binary form, or by their built-in names.
public enum ProgramReading {
  /// The most bytes of a file.
  static let largestFile_bytes = 1 << 34

  /// The program of a file, or of a generator.
  /// - Parameters:
  ///   - name: the name of a generator, or a file.
  ///   - parameters: `key=value` for a generator.
  ///   - beta: the last β of the agents; `nil` for the program's own.
  ///   - chip: what the program is to run on; `nil` where nobody knows.
  /// - Returns: the program.
  /// - Throws: `RunFailure` for what is neither, for a file or a parameter that cannot be used, and for a
  ///   program from a file that the chip cannot run.
  public static func program(
    _ name: String, parameters: [String] = [], beta: Double? = nil, on chip: ChipSpec? = nil
  ) throws(RunFailure) -> Program {
    try RunFailure.ending {
      if let beta, !(beta >= 0 && beta <= 1e6) {
        throw OptionError("beta: found \(beta), expected a number from 0 to 1000000")
      }
      let program: Program
      if isBuiltIn(name) {
        program = try LatticeLibrary.program(name, numbers(parameters))
      } else {
        program = try read(name, on: chip)
        if let parameter = parameters.first {
          throw OptionError(
            "--set \(parameter): \(name) is a file, and only built-in programs have parameters")
        }
      }
      guard let beta else { return program }
      var last = AgentPhase(agents: program.agents?.count ?? 0)
      for instruction in program.instructions { last.pass(instruction.operation) }
      guard program.agents != nil, last.beta > 0 else {
        throw OptionError(
          "beta: found it with a program whose last β is 0, expected one that can be scaled")
      }
      return program.scaled(toBeta: beta)
    }
  }

  /// What states of a program mean.
  ///
  /// - Returns: `nil` for a file, and for a generator that does not say.
  /// - Throws: as `program`.
  static func words(_ name: String, parameters: [String]) throws -> StateWords? {
    isBuiltIn(name) ? try LatticeLibrary.words(name, numbers(parameters)) : nil
  }

  /// All parameters of a generator with their values, in its order; none of a file.
  ///
  /// - Throws: as `program`.
  static func values(
    _ name: String, parameters: [String]
  ) throws -> [(name: String, value: Double)] {
    guard let entry = LatticeLibrary.entries.first(where: { $0.name == name }) else { return [] }
    let stated = try numbers(parameters)
    return entry.parameters.map { ($0.name, stated[$0.name] ?? $0.fallback) }
  }

  /// Whether a program has values, which need tokens.
  /// - Parameter name: the name of a generator, or a file.
  /// - Throws: `RunFailure` as `program`.
  public static func hasValues(_ name: String) throws(RunFailure) -> Bool {
    if isBuiltIn(name) { return false }
    return try !program(name).values.isEmpty
  }

  /// Whether a name is that of a generator, or a file that holds a program.
  static func isProgram(_ name: String) -> Bool { isBuiltIn(name) || (try? program(name)) != nil }

  private static func isBuiltIn(_ name: String) -> Bool {
    LatticeLibrary.entries.contains { $0.name == name }
  }

  private static func read(_ file: String, on chip: ChipSpec?) throws -> Program {
    guard FileManager.default.fileExists(atPath: file) else {
      throw FileError(
        file,
        "no such file, and no built-in program: those are "
          + LatticeLibrary.entries.map(\.name).joined(separator: ", "))
    }
    let bytes = try FileReading.bytes(of: file, limit: largestFile_bytes)
    if ProgramFile.isProgram(bytes) { return try ProgramFile.read(bytes, file: file, on: chip) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(file, "found bytes that are no UTF-8, expected a program")
    }
    return try Listing.program(text, file: file, on: chip)
  }

  private static func numbers(_ parameters: [String]) throws(OptionError) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for parameter in parameters {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw OptionError("--set: found `\(parameter)`, expected key=number")
      }
      guard numbers.updateValue(value, forKey: String(parts[0])) == nil else {
        throw OptionError("--set: found \(parts[0]) twice, expected it once")
      }
    }
    return numbers
  }
}
