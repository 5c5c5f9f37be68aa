import ByteFormats

/// A memory-mapped safetensors file; its tensors stay valid when it is gone.
///
/// Nothing but the header is read at opening. Weights of float32 are viewed where they lie; other
/// element types are converted to float32 when they are read.
public struct Safetensors: Sendable {
  /// Path of the file.
  public let path: String
  /// The strings of `__metadata__`, e.g. `format`.
  public let metadata: [String: String]

  private let file: MappedFile
  private let entries: [SafetensorsHeader.Entry]
  private let indices: [ExactText: Int]

  /// Opens and checks the file at `path`.
  ///
  /// - Throws: `ModelFileError` that names the tensor: the file is missing, shorter than it announces,
  ///   its header is no valid JSON object, or shapes, types and byte ranges do not cover the data
  ///   exactly once.
  public init(path: String) throws(ModelFileError) {
    let file = try MappedFile(path: path)
    let header = try SafetensorsHeader.parse(file)
    self.path = path
    self.file = file
    metadata = header.metadata
    entries = header.entries
    indices = Dictionary(
      uniqueKeysWithValues: header.entries.enumerated().map { (ExactText($1.name), $0) })
  }

  /// Size of the file in bytes.
  public var fileSize: Int { file.count }

  /// Names of the tensors in the order of the header.
  public var names: [String] { entries.map(\.name) }

  /// Element type and shape of a tensor; `nil` if there is none of this name.
  public func layout(of name: String) -> (type: ElementType, shape: [Int])? {
    indices[ExactText(name)].map { (entries[$0].type, entries[$0].shape) }
  }

  /// Number of elements of all floating-point tensors: the parameters, without index buffers.
  public var parameterCount: Int {
    entries.filter(\.type.isFloatingPoint).reduce(0) { $0 + $1.shape.reduce(1, *) }
  }

  /// A tensor as float32.
  ///
  /// Rows of other types than float32 stay in the file and are decoded when they are read.
  /// Whole numbers and doubles beyond float32 are rounded to nearest. NaN and infinities pass: see
  /// `Tensor.firstNonFinite`.
  ///
  /// - Parameters:
  ///   - name: name in the checkpoint.
  ///   - expectedShape: the shape that it must have; `nil` for any.
  /// - Throws: `missingTensor`; `wrongShape`, naming both shapes; `unknownElementType` for types that the
  ///   format has and this program does not read.
  public func tensor(
    named name: String, expectedShape: [Int]? = nil
  ) throws(ModelFileError) -> Tensor {
    guard let index = indices[ExactText(name)] else {
      throw ModelFileError(
        .missingTensor, file: path, place: "tensor \"\(name)\"", found: "no such tensor",
        expected: expectedShape.map { "a tensor of shape \($0)" } ?? "a tensor of this name")
    }
    let entry = entries[index]
    if let expectedShape, expectedShape != entry.shape {
      throw ModelFileError(
        .wrongShape, file: path, place: "tensor \"\(name)\"", found: "shape \(entry.shape)",
        expected: "\(expectedShape)")
    }
    guard entry.type.isReadable else {
      throw ModelFileError(
        .unknownElementType, file: path, place: "tensor \"\(name)\"",
        found: "dtype \"\(entry.type.rawValue)\"",
        expected: "one of "
          + ElementType.allCases.filter(\.isReadable).map(\.rawValue).joined(separator: ", "))
    }
    // The mapping begins at a page, so the offset in the file decides the alignment.
    if entry.type == .float32, entry.range.lowerBound % 4 == 0, 1.littleEndian == 1 {
      return Tensor(
        name: name, shape: entry.shape, viewOf: file, offset: entry.range.lowerBound)
    }
    return Tensor(
      name: name, shape: entry.shape,
      rows: ElementRows(
        file: file, type: entry.type, range: entry.range, width: entry.shape.last ?? 1))
  }
}
