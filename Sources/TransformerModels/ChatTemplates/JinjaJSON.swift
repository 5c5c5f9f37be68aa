/// `tojson` as transformers has it: Python's `json.dumps` that leaves letters as they are.
enum JinjaJSON {
  static func text(
    _ value: JinjaValue, indent: Int?, depth: Int = 0, _ evaluator: JinjaEvaluator
  ) throws(ModelFileError) -> String {
    guard depth < 64 else { throw evaluator.failure("64 nested values", "fewer") }
    let inner = indent.map {
      "\n" + String(repeating: " ", count: min(max($0, 0), 16) * (depth + 1))
    }
    let outer =
      indent.map { "\n" + String(repeating: " ", count: min(max($0, 0), 16) * depth) } ?? ""
    let comma = inner.map { "," + $0 } ?? ", "
    func wrapped(_ parts: [String], _ ends: (String, String)) -> String {
      parts.isEmpty
        ? ends.0 + ends.1 : ends.0 + (inner ?? "") + parts.joined(separator: comma) + outer + ends.1
    }
    switch value {
    case .none: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .integer(let number): return "\(number)"
    case .number(let number): return "\(number)"
    case .string(let text): return quoted(text)
    case .list(let values):
      var parts: [String] = []
      for value in values {
        parts.append(try self.text(value, indent: indent, depth: depth + 1, evaluator))
      }
      return wrapped(parts, ("[", "]"))
    case .map(let members):
      var parts: [String] = []
      for member in members {
        parts.append(
          quoted(member.key) + ": "
            + (try text(member.value, indent: indent, depth: depth + 1, evaluator)))
      }
      return wrapped(parts, ("{", "}"))
    default: throw evaluator.failure("tojson of \(JinjaOperations.kind(value))", "a value of JSON")
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{c}": result += "\\f"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
