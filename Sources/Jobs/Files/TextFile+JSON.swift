import ByteFormats

extension TextFile {
  /// The texts of an array in JSON.
  static func elements(
    _ bytes: [UInt8], _ range: Range<Int>, file: String
  ) throws(FileError) -> [String] {
    let value = try value(bytes, range, in: file)
    guard case .array(let elements) = value else {
      throw FileError(file, "holds \(kind(of: value)), expected an array of strings")
    }
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      texts.append(try text(of: element, in: file, as: "element \(index) is"))
    }
    return texts
  }

  /// The texts of lines that each hold a value in JSON.
  static func jsonLines(
    _ bytes: [UInt8], _ range: Range<Int>, file: String
  ) throws(FileError) -> [String] {
    var texts: [String] = []
    var (start, line) = (range.lowerBound, 0)
    while start < range.upperBound {
      let rest = bytes[start..<range.upperBound]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
      line += 1
      if bytes[start..<end].contains(where: { $0 > 0x20 }) {
        let place = "\(file):\(line)"
        texts.append(
          try text(of: try value(bytes, start..<end, in: place), in: place, as: "found"))
      }
      start = end + 1
    }
    return texts
  }

  private static func value(
    _ bytes: [UInt8], _ range: Range<Int>, in place: String
  ) throws(FileError) -> JSONValue {
    var scanner = JSONScanner(bytes, range: range)
    do throws(JSONError) {
      let value = try scanner.value()
      guard scanner.peek() == nil else { throw scanner.failure(expected: "the end") }
      return value
    } catch { throw FileError(place, "is not JSON: it goes wrong at byte \(error.position)") }
  }

  /// A string, or the string of an object that has one by a known name.
  private static func text(
    of value: JSONValue, in place: String, as found: String
  ) throws(FileError) -> String {
    switch value {
    case .string(let text): return text
    case .object(let object):
      for key in keys {
        guard let member = object.members.first(where: { $0.key.lowercased() == key }) else {
          continue
        }
        guard case .string(let text) = member.value else {
          throw FileError(
            place,
            "\(found) an object whose \(member.key) is \(kind(of: member.value)), expected a string"
          )
        }
        return text
      }
      let names = object.members.prefix(8).map(\.key).joined(separator: ", ")
      throw FileError(
        place,
        "\(found) an object \(names.isEmpty ? "without keys" : "of the keys \(names)"), expected a string, or "
          + "an object with a key \(keys.joined(separator: " or "))")
    default:
      throw FileError(place, "\(found) \(kind(of: value)), expected a string")
    }
  }

  /// What a value is, in words for a message.
  private static func kind(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
