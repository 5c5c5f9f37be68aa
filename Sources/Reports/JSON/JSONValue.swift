/// A JSON value whose objects keep the order of their keys.
///
/// It is encodable itself, so that a value that was built or read can stand among others.
public enum JSONValue: Sendable, Encodable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// An integer.
  case integer(UInt64)
  /// An integer with a sign.
  case signed(Int)
  /// A number; written as `null` where it is not finite.
  case number(Double)
  /// A float32, written with the fewest digits that read back to it.
  case single(Float)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object.
  case object([(String, JSONValue)])

  /// Encodes the value; another encoder than this module's may change the order of keys.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .array(let values): try values.encode(to: encoder)
    case .object(let members):
      try Facts(members.map { (name: $0, value: $1) }).encode(to: encoder)
    default:
      var container = encoder.singleValueContainer()
      switch self {
      case .bool(let value): try container.encode(value)
      case .integer(let value): try container.encode(value)
      case .signed(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .single(let value): try container.encode(value)
      case .string(let value): try container.encode(value)
      case .null, .array, .object: try container.encodeNil()
      }
    }
  }

  /// The value in a sentence: text without quotes, `none` for null, everything else as JSON.
  public var words: String {
    switch self {
    case .string(let text): text
    case .null: "none"
    default: line
    }
  }

  /// The value as text: objects and arrays of objects indented, arrays of numbers on one line.
  public func text(indent: Int = 0) -> String {
    var out = ""
    write(to: &out, indent: indent)
    return out
  }

  /// The value on one line, for files that hold one value a line.
  public var line: String {
    var out = ""
    writeLine(to: &out)
    return out
  }

  private func writeLine(to out: inout String) {
    switch self {
    case .array(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += ", " }
        value.writeLine(to: &out)
      }
      out += "]"
    case .object(let members):
      out += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { out += ", " }
        Self.quote(member.0, to: &out)
        out += ": "
        member.1.writeLine(to: &out)
      }
      out += "}"
    default: write(to: &out, indent: 0)
    }
  }

  private func write(to out: inout String, indent: Int) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += "\(value)"
    case .signed(let value): out += "\(value)"
    case .number(let value): out += value.isFinite ? "\(value)" : "null"
    case .single(let value): out += value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.quote(value, to: &out)
    case .array(let values):
      guard values.contains(where: \.isContainer) else { return writeLine(to: &out) }
      writeBlock("[", "]", values, to: &out, indent: indent) { value, out in
        value.write(to: &out, indent: indent + 2)
      }
    case .object(let members):
      guard !members.isEmpty else { return writeLine(to: &out) }
      writeBlock("{", "}", members, to: &out, indent: indent) { member, out in
        Self.quote(member.0, to: &out)
        out += ": "
        member.1.write(to: &out, indent: indent + 2)
      }
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  private func writeBlock<Element>(
    _ open: String, _ close: String, _ elements: [Element], to out: inout String, indent: Int,
    _ write: (Element, inout String) -> Void
  ) {
    out += open + "\n"
    for (index, element) in elements.enumerated() {
      out += String(repeating: " ", count: indent + 2)
      write(element, &out)
      out += index + 1 < elements.count ? ",\n" : "\n"
    }
    out += String(repeating: " ", count: indent) + close
  }

  private static func quote(_ string: String, to out: inout String) {
    out += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

extension JSONValue {
  /// The value as a number; `nil` if it is none.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .signed(let value): Double(value)
    case .number(let value): value
    case .single(let value): Double(value)
    default: nil
    }
  }
}
