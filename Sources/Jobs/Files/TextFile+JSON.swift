import ByteFormats

extension TextFile {
  /// The texts of an array in JSON.
  static func elements(
    _ bytes: [UInt8], _ range: Range<Int>, file: String, _ fields: TextFields
  ) throws(FileError) -> [InputText] {
    let value = try value(bytes, range, in: file)
    guard case .array(let elements) = value else {
      throw FileError(file, "holds \(kind(of: value)), expected an array of strings")
    }
    var texts: [InputText] = []
    for (index, element) in elements.enumerated() {
      texts.append(try text(of: element, in: file, as: "element \(index) is", fields))
    }
    return texts
  }

  /// The texts of lines that each hold a value in JSON.
  static func jsonLines(
    _ bytes: [UInt8], _ range: Range<Int>, file: String, _ fields: TextFields
  ) throws(FileError) -> [InputText] {
    var texts: [InputText] = []
    var (start, line) = (range.lowerBound, 0)
    while start < range.upperBound {
      let rest = bytes[start..<range.upperBound]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound
      line += 1
      if bytes[start..<end].contains(where: { $0 > 0x20 }) {
        let place = "\(file):\(line)"
        texts.append(
          try text(of: try value(bytes, start..<end, in: place), in: place, as: "found", fields))
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

  /// A string, the strings of an object that has some by known names, or two strings of an array.
  private static func text(
    of value: JSONValue, in place: String, as found: String, _ fields: TextFields
  ) throws(FileError) -> InputText {
    switch value {
    case .string(let text): return InputText(text)
    case .array(let values) where fields.takesPairs:
      guard values.count == 2, case .string(let first) = values[0],
        case .string(let second) = values[1]
      else {
        throw FileError(
          place, "\(found) an array of \(values.count), expected a string or an array of two")
      }
      return InputText(first, pair: second)
    case .object(let object):
      if let places = fields.places(among: object.members.map { $0.key.lowercased() }) {
        var texts: [String] = []
        for index in places {
          let member = object.members[index]
          guard case .string(let text) = member.value else {
            throw FileError(
              place,
              "\(found) an object whose \(member.key) is \(kind(of: member.value)), expected a string"
            )
          }
          texts.append(text)
        }
        return InputText(fields: texts)
      }
      let names = object.members.prefix(8).map(\.key).joined(separator: ", ")
      throw FileError(
        place,
        "\(found) an object \(names.isEmpty ? "without keys" : "of the keys \(names)"), expected a string, or "
          + "an object with a key \(fields.words)")
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
