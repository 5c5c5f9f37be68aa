import ByteFormats

/// The weights of a model: one safetensors file, or several with an index.
struct Checkpoint: Sendable {
  static let single = "model.safetensors"
  static let index = "model.safetensors.index.json"
  /// PyTorch's own file, which is not read.
  static let older = "pytorch_model.bin"

  /// The files, in the order of their names.
  let shards: [Safetensors]
  private let shardOfName: [ExactText: Int]

  /// Opens `model.safetensors`, or all files that `model.safetensors.index.json` names.
  init(folder: ModelFolder) throws(ModelFileError) {
    var files = [Checkpoint.single]
    var named: [(name: String, file: String)] = []
    let hasIndex = !folder.contains(Checkpoint.single) && folder.contains(Checkpoint.index)
    let indexPath = folder.path(of: Checkpoint.index)
    if hasIndex {
      let map = try JSONFile(path: indexPath).section("weight_map")
      for member in map.object.members {
        let file = try map.string(member.key)
        guard !file.contains("/"), !file.isEmpty else {
          throw map.failure(.unsupported, member.key, expected: "a file in the same folder")
        }
        named.append((member.key, file))
      }
      files = Set(named.map { ExactText($0.file) }).sorted().map(\.text)
    } else if !folder.contains(Checkpoint.single) {
      let older = folder.contains(Checkpoint.older) ? "only \(Checkpoint.older)" : "no such file"
      throw ModelFileError(
        .missingFile, file: folder.path(of: Checkpoint.single), found: older,
        expected: "the weights as \(Checkpoint.single), or \(Checkpoint.index) with its files")
    }
    var shards: [Safetensors] = []
    for file in files { shards.append(try Safetensors(path: folder.path(of: file))) }
    var shardOfName: [ExactText: Int] = [:]
    for (index, shard) in shards.enumerated() {
      for name in shard.names {
        if let first = shardOfName.updateValue(index, forKey: ExactText(name)) {
          throw ModelFileError(
            .duplicateName, file: shard.path, place: "tensor \"\(name)\"",
            found: "the same name in \(shards[first].path)", expected: "each name in one file")
        }
      }
    }
    for (name, file) in named
    where shardOfName[ExactText(name)].map({ ExactText(files[$0]) }) != ExactText(file) {
      throw ModelFileError(
        .missingTensor, file: folder.path(of: file), place: "tensor \"\(name)\"",
        found: "no such tensor", expected: "the tensor, as \(indexPath) says")
    }
    self.shards = shards
    self.shardOfName = shardOfName
  }

  /// Whether some file has this tensor.
  func contains(_ name: String) -> Bool { shardOfName[ExactText(name)] != nil }

  /// The element type of a tensor; `nil` if there is none of this name.
  func type(of name: String) -> ElementType? {
    shardOfName[ExactText(name)].flatMap { shards[$0].layout(of: name)?.type }
  }

  /// Elements of all floating-point tensors.
  var parameterCount: Int { shards.reduce(0) { $0 + $1.parameterCount } }

  /// A trained weight: floating point, of this shape, finite.
  ///
  /// - Throws: `missingTensor`, `wrongShape`, `wrongType`, or `notFinite` with the index.
  func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor {
    let shard = shards[shardOfName[ExactText(name)] ?? 0]
    let tensor = try shard.tensor(named: name, expectedShape: shape)
    if let type = shard.layout(of: name)?.type, !type.isFloatingPoint {
      throw ModelFileError(
        .wrongType, file: shard.path, place: "tensor \"\(name)\"",
        found: "dtype \(type.rawValue)", expected: "a floating-point type")
    }
    if let index = tensor.firstNonFinite {
      let value = tensor.withFloats { $0[index] }
      throw ModelFileError(
        .notFinite, file: shard.path, place: "tensor \"\(name)\", element \(index)",
        found: "\(value)", expected: "a finite number")
    }
    // The check has read all of it.
    tensor.releasePages()
    return tensor
  }
}
