public import Foundation

/// An array in NumPy's `.npy` format, version 1.0, as `numpy.load` reads it.
///
/// The file has the magic bytes `\x93NUMPY`, the version, the length of the header in two bytes, a
/// header in Python's syntax that is padded to a multiple of 64 bytes, and the values in row-major
/// order (NumPy Enhancement Proposal 1).
public struct NPYFile: Sendable, Equatable {
  /// Values of one type.
  public enum Values: Sendable, Equatable {
    /// `<f8`: energies, magnetisations.
    case float64([Double])
    /// `<f4`.
    case float32([Float])
    /// `|i1`: spins.
    case int8([Int8])

    /// Number of values.
    public var count: Int {
      switch self {
      case .float64(let values): values.count
      case .float32(let values): values.count
      case .int8(let values): values.count
      }
    }

    /// NumPy's name of the type.
    var description: String {
      switch self {
      case .float64: "<f8"
      case .float32: "<f4"
      case .int8: "|i1"
      }
    }
  }

  /// The values in row-major order: the last index runs fastest.
  public let values: Values
  /// Lengths of the axes; empty for a single value without axes.
  public let shape: [Int]

  /// Gives values a shape.
  ///
  /// - Parameters:
  ///   - values: as many as the product of the shape.
  ///   - shape: zero or more along each axis.
  /// - Throws: `NPYError.shape`.
  public init(_ values: Values, shape: [Int]) throws(NPYError) {
    var product = 1
    for length in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow else { throw .shape(shape, count: values.count) }
      product = next
    }
    guard product == values.count else { throw .shape(shape, count: values.count) }
    self.values = values
    self.shape = shape
  }

  /// A list of numbers.
  public init(_ values: [Double]) {
    self.values = .float64(values)
    shape = [values.count]
  }

  /// The bytes of the file.
  public var data: Data {
    let tuple =
      shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
    var header = "{'descr': '\(values.description)', 'fortran_order': False, 'shape': \(tuple), }"
    // Ten bytes stand before the header, and one newline ends it.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    precondition(header.utf8.count <= Int(UInt16.max), "more axes than version 1.0 can hold")
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    data.append(UInt8(header.utf8.count & 0xFF))
    data.append(UInt8(header.utf8.count >> 8))
    data.append(contentsOf: header.utf8)
    switch values {
    case .float64(let values): Self.append(values.map(\.bitPattern.littleEndian), to: &data)
    case .float32(let values): Self.append(values.map(\.bitPattern.littleEndian), to: &data)
    case .int8(let values): Self.append(values, to: &data)
    }
    return data
  }

  private static func append<Word: BitwiseCopyable>(_ words: [Word], to data: inout Data) {
    words.withUnsafeBytes { data.append(contentsOf: $0) }
  }

  /// Reads a file of one of the three types in row-major order.
  ///
  /// - Throws: `NPYError`.
  public init(data: Data) throws(NPYError) {
    let bytes = [UInt8](data)
    guard bytes.count >= 10, Array(bytes[..<6]) == [0x93] + Array("NUMPY".utf8) else {
      throw .notNPY
    }
    guard bytes[6] == 1 else { throw .version(Int(bytes[6])) }
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    guard bytes.count >= start else { throw .length(found: bytes.count, expected: start) }
    let header = String(decoding: bytes[10..<start], as: UTF8.self)
    guard header.contains("'fortran_order': False") else {
      throw .header(header, expected: "'fortran_order': False")
    }
    let shape = try Self.shape(in: header)
    var count = 1
    for length in shape {
      let (next, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, next < Int.max / 8 else {
        throw .header(header, expected: "a smaller shape")
      }
      count = next
    }
    let width: Int
    if header.contains("'descr': '<f8'") {
      width = 8
    } else if header.contains("'descr': '<f4'") {
      width = 4
    } else if header.contains("'descr': '|i1'") {
      width = 1
    } else {
      throw .header(header, expected: "'descr' '<f8', '<f4' or '|i1'")
    }
    guard bytes.count == start + count * width else {
      throw .length(found: bytes.count, expected: start + count * width)
    }
    values = bytes.withUnsafeBytes { raw -> Values in
      func load<Word: FixedWidthInteger & BitwiseCopyable>(_ index: Int) -> Word {
        Word(littleEndian: raw.loadUnaligned(fromByteOffset: start + index * width, as: Word.self))
      }
      switch width {
      case 8: return .float64((0..<count).map { Double(bitPattern: load($0)) })
      case 4: return .float32((0..<count).map { Float(bitPattern: load($0)) })
      default: return .int8((0..<count).map { load($0) })
      }
    }
    self.shape = shape
  }

  /// The tuple behind `'shape':`.
  private static func shape(in header: String) throws(NPYError) -> [Int] {
    guard let key = header.range(of: "'shape': ("),
      let end = header[key.upperBound...].firstIndex(of: ")")
    else { throw .header(header, expected: "'shape': ( … )") }
    var shape: [Int] = []
    for part in header[key.upperBound..<end].split(separator: ",") {
      guard let length = Int(part.trimmingCharacters(in: .whitespaces)), length >= 0 else {
        throw .header(header, expected: "lengths of zero or more")
      }
      shape.append(length)
    }
    return shape
  }
}

/// Why bytes or values make no `.npy` file.
public enum NPYError: Error, Equatable, CustomStringConvertible {
  /// The number of values is not the product of the shape.
  case shape([Int], count: Int)
  /// The file does not begin as one of NumPy's.
  case notNPY
  /// The file has another version of the format.
  case version(Int)
  /// The header holds something else than expected.
  case header(String, expected: String)
  /// The file is too short or too long.
  case length(found: Int, expected: Int)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .shape(let shape, let count):
      "found \(count) values, expected the product of the shape \(shape)"
    case .notNPY: "found no magic bytes, expected \\x93NUMPY"
    case .version(let version): "found version \(version) of the format, expected 1"
    case .header(let header, let expected):
      "found the header \(header.trimmingCharacters(in: .whitespacesAndNewlines)), expected \(expected)"
    case .length(let found, let expected): "found \(found) bytes, expected \(expected)"
    }
  }
}
