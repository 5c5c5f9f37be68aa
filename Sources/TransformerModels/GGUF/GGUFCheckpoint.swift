import ByteFormats

/// The weights of a GGUF file under the names and in the forms of Hugging Face's checkpoint: rows of
/// queries and keys in their order, gains without the 1 that is added, `Conv1D` as [in × out]. Rows stay coded in
/// the file until they are read.
struct GGUFCheckpoint: WeightSource {
  /// A tensor of the checkpoint.
  private struct Place: Sendable {
    let entry: GGUFFile.Entry
    /// As the checkpoint has it.
    let shape: [Int]
    var order = GGUFRowOrder.same
    var shift: Float = 0
    var isTransposed = false
  }

  let file: GGUFFile
  private let places: [ExactText: Place]

  init(_ file: GGUFFile, sizes: GGUFSizes) {
    self.file = file
    var places: [ExactText: Place] = [:]
    let names = sizes.architecture.names
    func add(_ name: GGUFArchitecture.Name, checkpoint: String, prefix: String) {
      for kind in ["weight", "bias"] {
        if let place = Self.place(name, "\(prefix)", kind, file, sizes) {
          places[ExactText("\(checkpoint).\(kind)")] = place
        }
      }
    }
    for name in names.model { add(name, checkpoint: name.checkpoint, prefix: "") }
    for layer in 0..<sizes.layers {
      for name in names.layer {
        let parts = name.checkpoint.split(separator: "*", maxSplits: 1)
        add(name, checkpoint: parts.joined(separator: "\(layer)"), prefix: "blk.\(layer).")
      }
    }
    self.places = places
  }

  private static func place(
    _ name: GGUFArchitecture.Name, _ prefix: String, _ kind: String, _ file: GGUFFile,
    _ sizes: GGUFSizes
  ) -> Place? {
    guard let entry = file.entry("\(prefix)\(name.gguf).\(kind)") else {
      guard case .part(let part) = name.treatment,
        let fused = file.entry("\(prefix)attn_qkv.\(kind)")
      else { return nil }
      let query = sizes.heads * sizes.headSize
      let key = sizes.keyValueHeads * sizes.headSize
      guard fused.shape[0] == query + 2 * key else { return nil }
      let rows = part == 0 ? query : key
      let first = part == 0 ? 0 : query + (part - 1) * key
      return Place(
        entry: fused, shape: [rows] + fused.shape.dropFirst(), order: .from(first))
    }
    var place = Place(entry: entry, shape: entry.shape)
    switch name.treatment {
    case .none, .part: break
    case .interleaved:
      // An odd head has no halves; its shape is refused where a weight of the right one is asked for.
      if entry.shape[0] % sizes.headSize == 0, sizes.headSize % 2 == 0 {
        place.order = .interleaved(size: sizes.headSize)
      }
    case .shiftedGain: place.shift = -1
    case .transposed:
      if entry.shape.count == 2 {
        place = Place(entry: entry, shape: entry.shape.reversed(), isTransposed: true)
      }
    case .fusedByHead:
      if entry.shape[0] == 3 * sizes.heads * sizes.headSize {
        place.order = .byHead(heads: sizes.heads, size: sizes.headSize)
      }
    }
    return place
  }

  func contains(_ name: String) -> Bool { places[ExactText(name)] != nil }

  func weight(_ name: String, _ shape: [Int]) throws(ModelFileError) -> Tensor {
    func failure(
      _ problem: ModelFileError.Problem, _ place: String, found: String, expected: String
    ) -> ModelFileError {
      ModelFileError(
        problem, file: file.file.path, place: place, found: found, expected: expected)
    }
    guard let place = places[ExactText(name)] else {
      throw failure(
        .missingTensor, "tensor \"\(name)\" in Hugging Face's names", found: "no such tensor",
        expected: "a tensor of shape \(shape)")
    }
    let source = "tensor \"\(place.entry.name)\""
    guard place.shape == shape else {
      throw failure(.wrongShape, source, found: "shape \(place.shape)", expected: "\(shape)")
    }
    try file.checkReadable(place.entry)
    let tensor = tensor(name, place)
    if let index = tensor.firstNonFinite {
      throw failure(
        .notFinite, "\(source), element \(index)", found: "\(tensor.floats[index])",
        expected: "a finite number")
    }
    // The check has read all of it.
    tensor.releasePages()
    return tensor
  }

  private func tensor(_ name: String, _ place: Place) -> Tensor {
    let (entry, bytes) = (place.entry, file.file)
    let isPlain = place.order == .same && place.shift == 0 && !place.isTransposed
    if isPlain, entry.type == .F32, entry.range.lowerBound % 4 == 0, 1.littleEndian == 1 {
      return Tensor(
        name: name, shape: place.shape, viewOf: bytes, offset: entry.range.lowerBound)
    }
    if place.isTransposed || (entry.shape.count == 1 && place.order != .same) {
      let all = Tensor(
        name: name, shape: entry.shape, rows: GGUFRows(file: bytes, entry: entry)
      ).floats
      return Tensor(
        name: name, shape: place.shape,
        values: place.isTransposed
          ? Self.transposed(all, width: place.shape[0])
          : (0..<place.shape[0]).map { all[place.order.source($0)] })
    }
    return Tensor(
      name: name, shape: place.shape,
      rows: GGUFRows(file: bytes, entry: entry, order: place.order, shift: place.shift))
  }

  private static func transposed(_ values: [Float], width: Int) -> [Float] {
    let rows = values.count / max(1, width)
    return [Float](capacity: values.count) { transposed in
      for column in 0..<width {
        for row in 0..<rows { transposed.append(values[row * width + column]) }
      }
    }
  }

  var parameterCount: Int {
    // Factors on the wavelengths of rotations are not trained.
    file.entries.filter { $0.name != GGUFConfiguration.rotationFactors }
      .reduce(0) { $0 + $1.shape.reduce(1, *) }
  }

  var weightFiles: [LoadedModel.WeightFile] {
    [LoadedModel.WeightFile(path: file.file.path, size: file.file.count)]
  }
}
