package import Foundation
package import Jobs
import Reports

/// Where the model of a command is.
public enum ModelPlace {
  /// The variable of the environment that names the model of commands that name none.
  public static let variable = "ISING_NPU_MODEL"
  /// Where `make model` puts the model, seen from the package.
  static let usual = ".models/all-MiniLM-L6-v2"
  /// Where an installed program has it, seen from the folder above `bin`.
  static let installed = "share/ising-npu/models/all-MiniLM-L6-v2"

  /// The folder, or the GGUF file, of the model that a command names or, if it names none, of the usual one.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` if there is no such folder.
  public static func folder(_ given: String?) throws(RunFailure) -> String {
    try RunFailure.ending {
      try folder(
        given, environment: ProcessInfo.processInfo.environment,
        workingFolder: FileManager.default.currentDirectoryPath,
        program: Bundle.main.executableURL?.resolvingSymlinksInPath())
    }
  }

  /// The same in surroundings that are stated.
  ///
  /// The usual model is that of the environment, else that of the working folder, else one beside the program: in
  /// a folder above it, as built by the package, or installed.
  ///
  /// - Throws: `FileError`.
  package static func folder(
    _ given: String?, environment: [String: String], workingFolder: String, program: URL?
  ) throws(FileError) -> String {
    if let given {
      // Of a graph in ONNX the loader says what to use in its place.
      let isModelFile = [".gguf", ".onnx"].contains { given.lowercased().hasSuffix($0) }
      guard given.isEmpty || isFolder(given) || isModelFile else {
        let isFile = FileManager.default.fileExists(atPath: given)
        throw FileError(
          given,
          "found \(isFile ? "a file" : "no such folder"), expected the folder of a model"
            + (isFile
              ? "; texts of a file are given with --input" : "; texts are given with --text"))
      }
      return given
    }
    if let path = environment[variable], !path.isEmpty {
      guard isFolder(path) else {
        throw FileError(
          variable, "found \(path), which is no folder, expected the folder of a model")
      }
      return path
    }
    // A short path stays one, in reports and messages.
    if isFolder("\(workingFolder)/\(usual)") { return usual }
    var above = program?.deletingLastPathComponent()
    while let folder = above {
      for place in [usual, installed] {
        let path = folder.appendingPathComponent(place).path
        if isFolder(path) { return path }
      }
      above = folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    throw FileError(
      "no model",
      "found none in \(usual), here or beside the program, expected a folder as MODEL or in \(variable): "
        + "`make model` in the program's package fetches one")
  }

  /// How a command names its model.
  public enum Form: Sendable {
    /// As its argument, in front of the options.
    case argument
    /// By `--model`.
    case option
    /// As its argument, in front of texts, of which this was the first.
    case beforeTexts(String)

    /// What is right in place of a folder in a list.
    func advice(_ folder: String, _ option: String) -> String {
      switch self {
      case .argument: "the model before the options: \(folder) --\(option) …"
      case .option: "it by --model: --model \(folder)"
      case .beforeTexts(let text):
        "the model before the texts: \(folder) -- \(TextLines.excerpt(text, 40))"
      }
    }
  }

  /// Refuses a value of a list that is the folder of a model: a model behind a list is taken for one of its values.
  ///
  /// - Parameters:
  ///   - values: the values of the option.
  ///   - option: its name.
  ///   - form: how the command names its model.
  /// - Throws: `RunFailure` of kind `.usage`.
  public static func checkNoModel(
    among values: [String], of option: String, form: Form = .argument
  ) throws(RunFailure) {
    guard let folder = values.first(where: { isFolder($0) && holdsModel($0) }) else { return }
    throw RunFailure(
      .usage,
      "\(option): found \(folder), the folder of a model, expected \(form.advice(folder, option))")
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func holdsModel(_ path: String) -> Bool {
    ["config.json", "modules.json"].contains {
      FileManager.default.fileExists(atPath: "\(path)/\($0)")
    }
  }
}
