import Foundation
import TransformerModels

/// Models of several files, or of other layouts than the small one's.
extension ReaderBench {
  /// A configuration beside weights that have the tensors of every family (their sizes are those of
  /// `Fixtures/seeds/family-configuration.*`), with the small model's tokenizer.
  func loadFamily(_ bytes: [UInt8]) throws {
    let families = model.appendingPathComponent("families", isDirectory: true)
    try Data(bytes).write(to: families.appendingPathComponent("config.json"))
    let tokenizer = families.appendingPathComponent("tokenizer.json")
    if !FileManager.default.fileExists(atPath: tokenizer.path) {
      try modelFiles["tokenizer.json"]?.write(to: tokenizer)
    }
    try use(LoadedModel.load(folder: families.path))
  }

  /// Modules and the configuration of Dense, whose weights are of 4 inputs and 3 outputs.
  func loadDense(_ bytes: [UInt8]) throws {
    let names = ["modules.json", "2_Dense/config.json"]
    defer { for name in names { restore(name) } }
    for (name, part) in zip(names, bytes.split(separator: 0, maxSplits: 1)) {
      try Data(part).write(to: model.appendingPathComponent(name))
    }
    try use(LoadedModel.load(folder: model.path))
  }

  /// A model in one file.
  func loadGGUF(_ bytes: [UInt8]) throws {
    let file = folder.appendingPathComponent("m.gguf")
    try Data(bytes).write(to: file)
    try use(LoadedModel.load(folder: file.path))
  }
}
