import Foundation
import Testing
import TransformerModels

@Suite struct SafetensorsTests {
  private func open(_ bytes: [UInt8]) throws -> Safetensors {
    let folder = try TemporaryFolder()
    return try Safetensors(path: folder.write("w.safetensors", bytes))
  }

  private func single(
    _ type: ElementType, shape: String, _ data: [UInt8], padding: String = ""
  ) throws -> Tensor {
    let header =
      #"{"t":{"dtype":"\#(type.rawValue)","shape":\#(shape),"data_offsets":[0,\#(data.count)]}}"#
      + padding
    return try open(safetensors(header: header, data: data)).tensor(named: "t")
  }

  @Test func aValidFile() throws {
    let header =
      #"{"__metadata__":{"format":"pt","a":"é\n"},"b":{"dtype":"F32","shape":[2,2],"#
      + #""data_offsets":[8,24]},"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"#
      + #""empty":{"dtype":"F32","shape":[0,5],"data_offsets":[24,24]}}   "#
    let values: [Float] = [1, -2, 0.5, .pi]
    let data = bytes(of: 7) + values.flatMap { bytes(of: $0.bitPattern) }
    let file = try open(safetensors(header: header, data: data))
    #expect(file.metadata == ["format": "pt", "a": "é\n"])
    #expect(file.names == ["b", "n", "empty"])
    #expect(file.parameterCount == 4)
    #expect(file.fileSize == 8 + header.utf8.count + 24)
    #expect(file.layout(of: "b")?.shape == [2, 2])
    #expect(file.layout(of: "b")?.type == .float32)
    #expect(file.layout(of: "c") == nil)
    let tensor = try file.tensor(named: "b", expectedShape: [2, 2])
    #expect(tensor.floats == values)
    #expect(tensor.row(1) == [0.5, .pi])
    #expect(tensor.rowCount == 2)
    #expect(tensor.rowSize == 2)
    #expect(try file.tensor(named: "n").floats == [7])
    #expect(try file.tensor(named: "empty").count == 0)
    #expect(try file.tensor(named: "empty").withFloats { $0.isEmpty })
  }

  /// The tensor keeps the mapping, and only aligned float32 is viewed in place.
  @Test func alignedFloatsAreViewedAndOthersCopied() throws {
    let data = bytes(of: Float(1.5).bitPattern)
    var views: [Bool] = []
    for padding in ["", " ", "  ", "   "] {
      let tensor = try single(.float32, shape: "[1]", data, padding: padding)
      #expect(tensor.row(0) == [1.5])
      views.append(tensor.isView)
    }
    #expect(views.count { $0 } == 1)
    #expect(try single(.float16, shape: "[1]", bytes(of: UInt16(0x3c00))).isView == false)
  }

  @Test func elementTypesHaveTheirExactValues() throws {
    func check(_ type: ElementType, _ data: [[UInt8]], _ expected: [Float]) throws {
      let tensor = try single(type, shape: "[\(data.count)]", data.flatMap { $0 })
      #expect(tensor.floats == expected, "\(type)")
    }
    try check(
      .float16,
      [0x3c00, 0xc000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x8000, 0x3555].map {
        bytes(of: UInt16($0))
      }, [1, -2, 0x1p-24, 0x1.ff8p-15, 0x1p-14, 65504, -0.0, 0x1.554p-2])
    try check(
      .bfloat16, [0x3f80, 0xc049, 0x0001, 0x7f7f].map { bytes(of: UInt16($0)) },
      [1, -3.140625, 0x1p-133, 0x1.fep127])
    try check(
      .float64, [0.1, -3, 1e-60, 0x1.0000010000001p0].map { bytes(of: $0.bitPattern) },
      [0.1, -3, 0, 0x1.000002p0])
    try check(.int64, [Int64(-5), 1 << 40].map { bytes(of: $0) }, [-5, 0x1p40])
    try check(.int32, [Int32.min, 7].map { bytes(of: $0) }, [-0x1p31, 7])
    try check(.int16, [Int16.min, 7].map { bytes(of: $0) }, [-32768, 7])
    try check(.int8, [Int8.min, 7].map { bytes(of: $0) }, [-128, 7])
    try check(.uint64, [UInt64.max].map { bytes(of: $0) }, [0x1p64])
    try check(.uint32, [UInt32.max].map { bytes(of: $0) }, [0x1p32])
    try check(.uint16, [UInt16.max].map { bytes(of: $0) }, [65535])
    try check(.uint8, [[255], [0]], [255, 0])
    try check(.bool, [[1], [0]], [1, 0])
  }

  /// Values of ml_dtypes 0.5 (the definitions of Micikevicius et al. 2022).
  @Test func eightBitsHaveTheirExactValues() throws {
    func values(_ type: ElementType, _ bytes: [UInt8]) throws -> [Float] {
      try single(type, shape: "[\(bytes.count)]", bytes).floats
    }
    #expect(
      try values(.float8e4m3, [0x38, 0x7e, 0x01, 0x07, 0x08, 0xb9, 0x80])
        == [1, 448, 0x1p-9, 0x7p-9, 0x1p-6, -1.125, -0.0])
    #expect(
      try values(.float8e5m2, [0x3c, 0x7b, 0x01, 0x04, 0xbd, 0x7c])
        == [1, 57344, 0x1p-16, 0x1p-14, -1.25, .infinity])
    #expect(try values(.float8e4m3, [0x7f, 0xff]).allSatisfy(\.isNaN))
    #expect(try values(.float8e5m2, [0x7f]).allSatisfy(\.isNaN))
  }

  /// Types that are not read do no harm in tensors that are not asked for.
  @Test(arguments: [
    ("F8_E8M0", 3, 3), ("F8_E4M3FNUZ", 3, 3), ("F8_E5M2FNUZ", 3, 3), ("F4", 6, 3), ("C64", 2, 16),
    ("F6_E2M3", 4, 3), ("F6_E3M2", 4, 3),
  ])
  func typesThatAreNotRead(type: String, count: Int, size: Int) throws {
    let header =
      #"{"t":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(size)]},"#
      + #""u":{"dtype":"U8","shape":[1],"data_offsets":[\#(size),\#(size + 1)]}}"#
    let data = [UInt8](repeating: 1, count: size + 1)
    let file = try open(safetensors(header: header, data: data))
    #expect(try file.tensor(named: "u").floats == [1])
    let error = modelFileError { _ = try file.tensor(named: "t") }
    #expect(error?.problem == .unknownElementType)
    #expect(error?.place == "tensor \"t\"" && error?.found == "dtype \"\(type)\"")
  }

  @Test func pointersOfGitLFS() throws {
    let text = """
      version https://git-lfs.github.com/spec/v1
      oid sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db
      size 90868376

      """
    let error = modelFileError { _ = try open(Array(text.utf8)) }
    #expect(error?.found.contains("Git LFS pointer") == true)
    #expect(error?.expected.contains("git lfs pull") == true)
    // Every file of a model, not only its weights.
    for name in ["config.json", "vocab.txt"] {
      let folder = try TemporaryFolder()
      try TinyModelFolder().writeFiles(folder)
      try folder.write("model.safetensors", TinyModelFolder().checkpoint())
      try folder.write(name, text)
      let error = modelFileError { _ = try LoadedModel.load(folder: folder.path) }
      #expect(error?.expected.contains("git lfs pull") == true, "\(name)")
      #expect(error?.file.hasSuffix(name) == true)
    }
  }

  #if !os(macOS) || arch(arm64)
    /// All 65 536 half-precision numbers, against the compiler's conversion.
    @Test func allHalves() throws {
      let halves = (0...UInt16.max).map { $0 }
      let tensor = try single(.float16, shape: "[65536]", halves.flatMap { bytes(of: $0) })
      let wrong = tensor.withFloats { values in
        halves.filter { half in
          let expected = Float(Float16(bitPattern: half))
          let found = values[Int(half)]
          return found.bitPattern != expected.bitPattern && !(found.isNaN && expected.isNaN)
        }
      }
      #expect(wrong.isEmpty)
    }
  #endif

  @Test func firstNonFiniteElement() throws {
    var values = [Float](repeating: .greatestFiniteMagnitude, count: 1000)
    #expect(Tensor(name: "t", shape: [1000], values: values).firstNonFinite == nil)
    for bad in [Float.nan, .infinity, -.infinity, .signalingNaN] {
      values[777] = bad
      #expect(Tensor(name: "t", shape: [1000], values: values).firstNonFinite == 777)
    }
    values[3] = .nan
    #expect(Tensor(name: "t", shape: [10, 100], values: values).firstNonFinite == 3)
  }

  @Test func missingTensorAndWrongShape() throws {
    let header = #"{"t":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#
    let file = try open(safetensors(header: header, data: [1, 2]))
    let missing = modelFileError { _ = try file.tensor(named: "u", expectedShape: [3]) }
    #expect(missing?.problem == .missingTensor)
    #expect(missing?.place == "tensor \"u\"")
    let shape = modelFileError { _ = try file.tensor(named: "t", expectedShape: [1, 2]) }
    #expect(shape?.problem == .wrongShape)
    #expect(shape?.found == "shape [2]")
    #expect(shape?.expected == "[1, 2]")
  }

  @Test func filesThatAreNotThere() throws {
    let folder = try TemporaryFolder()
    #expect(
      modelFileError { _ = try Safetensors(path: folder.path + "/none") }?.problem == .missingFile)
    #expect(
      modelFileError { _ = try Safetensors(path: folder.path) }?.problem == .unreadableFile)
  }

  @Test(arguments: [
    ([], ModelFileError.Problem.truncated),
    ([1, 0, 0], .truncated),
    (bytes(of: UInt64(3)) + [0x7b, 0x7d], .truncated),
    (bytes(of: UInt64(100_000_001)) + [0x7b, 0x7d], .headerTooLong),
    (bytes(of: UInt64.max), .headerTooLong),
    (bytes(of: UInt64(0)), .invalidJSON),
    (safetensors(header: "[]"), .invalidJSON),
    (safetensors(header: " {}"), .invalidJSON),
    (safetensors(header: "{"), .invalidJSON),
    (safetensors(header: "{}x"), .invalidJSON),
    (safetensors(header: "{\"a\":{}"), .invalidJSON),
    (safetensors(header: "{\"a\":01}"), .invalidJSON),
    (safetensors(header: "{\"a\":tru}"), .invalidJSON),
    (safetensors(header: "{\"a\":\"\\ud800\"}"), .invalidJSON),
    (safetensors(header: String(repeating: "{\"a\":", count: 100)), .invalidJSON),
    (bytes(of: UInt64(6)) + [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31], .invalidText),
    (safetensors(header: "{}", data: [0]), .trailingBytes),
    (safetensors(header: "{\"a\":1}"), .wrongType),
    (safetensors(header: "{\"__metadata__\":{\"a\":1}}"), .wrongType),
    (safetensors(header: "{\"a\":{}}"), .missingKey),
    (safetensors(header: "{\"a\":{\"dtype\":5}}"), .wrongType),
  ])
  func brokenFiles(file: [UInt8], problem: ModelFileError.Problem) throws {
    #expect(modelFileError { _ = try open(file) }?.problem == problem)
  }

  @Test(arguments: [
    ("F31", "[2]", "[0,8]", ModelFileError.Problem.unknownElementType),
    ("F4", "[3]", "[0,1]", .sizeMismatch),
    ("F4", "[2]", "[0,1]", .trailingBytes),
    ("C64", "[2]", "[0,8]", .sizeMismatch),
    ("F32", "[3]", "[0,8]", .sizeMismatch),
    ("F32", "[]", "[0,8]", .sizeMismatch),
    ("F32", "[9223372036854775807,9223372036854775807]", "[0,8]", .sizeMismatch),
    ("F32", "[4611686018427387904,4]", "[0,8]", .sizeMismatch),
    ("F32", "[-1]", "[0,8]", .invalidNumber),
    ("F32", "[2.0]", "[0,8]", .invalidNumber),
    ("F32", "[1e3]", "[0,8]", .invalidNumber),
    ("F32", "[99999999999999999999]", "[0,8]", .invalidNumber),
    ("F32", "[\"2\"]", "[0,8]", .invalidNumber),
    ("F32", "2", "[0,8]", .wrongType),
    ("F32", "[2]", "[0]", .invalidNumber),
    ("F32", "[2]", "[0,8,8]", .invalidNumber),
    ("F32", "[2]", "[8,0]", .invalidNumber),
    ("F32", "[2]", "[-8,0]", .invalidNumber),
    ("F32", "[2]", "[0,18446744073709551615]", .invalidNumber),
    ("F32", "[2]", "[9223372036854775799,9223372036854775807]", .offsetsOutOfRange),
    ("F32", "[2]", "[8,16]", .offsetsOutOfRange),
    ("F32", "[1]", "[4,8]", .hole),
    ("F32", "[1]", "[0,4]", .trailingBytes),
  ])
  func brokenTensors(
    type: String, shape: String, offsets: String, problem: ModelFileError.Problem
  ) throws {
    let header = #"{"t":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
    let file = safetensors(header: header, data: [UInt8](repeating: 0, count: 8))
    let error = modelFileError { _ = try open(file) }
    #expect(error?.problem == problem, "\(error?.description ?? "")")
    #expect(error?.description.contains("w.safetensors") == true)
    #expect(problem == .trailingBytes || error?.place == "tensor \"t\"")
  }

  @Test(arguments: [
    ("a", 0, 4, "b", 2, 6, 6, ModelFileError.Problem.overlap),
    ("a", 0, 4, "b", 0, 4, 4, .overlap),
    ("a", 0, 4, "b", 6, 8, 8, .hole),
    ("a", 0, 4, "a", 4, 8, 8, .duplicateName),
  ])
  func twoTensors(
    first: String, begin1: Int, end1: Int, second: String, begin2: Int, end2: Int, size: Int,
    problem: ModelFileError.Problem
  ) throws {
    func entry(_ name: String, _ begin: Int, _ end: Int) -> String {
      #""\#(name)":{"dtype":"U8","shape":[\#(end - begin)],"data_offsets":[\#(begin),\#(end)]}"#
    }
    let header = "{\(entry(first, begin1, end1)),\(entry(second, begin2, end2))}"
    let file = safetensors(header: header, data: [UInt8](repeating: 0, count: size))
    #expect(modelFileError { _ = try open(file) }?.problem == problem)
  }

  @Test func namesAreComparedByTheirBytes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "spellings.safetensors",
      safetensors(
        header: "{\"\u{e9}\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
          + "\"e\u{301}\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        data: bytes(of: Float(1).bitPattern) + bytes(of: Float(2).bitPattern)
          + bytes(of: Float(3).bitPattern)))
    let file = try Safetensors(path: path)
    #expect(file.names.count == 2)
    #expect(file.layout(of: "\u{e9}")?.shape == [1])
    #expect(file.layout(of: "e\u{301}")?.shape == [2])
    #expect(try file.tensor(named: "e\u{301}").floats == [2, 3])
  }
}
