internal import Yams

/// A mapping of a description. Each key is read once; `finish()` reports the keys nobody knows.
package final class SpecMapping {
  package let document: SpecDocument
  /// Path of the mapping, e.g. `prices`; empty at the top.
  package let path: String
  package let line: Int?
  private var pairs: [(key: String, keyLine: Int?, value: Node)] = []
  private var known: Set<String> = []

  /// Reads a node as a mapping; anything else is reported, and the mapping is empty.
  init(_ node: Node, path: String, in document: SpecDocument) {
    self.document = document
    self.path = path
    line = node.mark?.line
    guard let mapping = node.mapping else {
      document.report(
        line, path.isEmpty ? "file" : path, found: Self.kind(of: node), expected: "a mapping")
      return
    }
    for (key, value) in mapping {
      if let name = key.scalar?.string {
        pairs.append((name, key.mark?.line, value))
      } else {
        document.report(
          key.mark?.line, path.isEmpty ? "file" : path, found: "a key that is no text",
          expected: "text keys")
      }
    }
  }

  /// A mapping that the file does not have: every key is absent.
  init(absent path: String, in document: SpecDocument) {
    self.document = document
    self.path = path
    line = nil
  }

  /// Names of all keys, in the order of the file.
  package var keys: [String] { pairs.map(\.key) }

  /// The path of a key below this mapping.
  package func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The value of a key, which counts as known from now on.
  func node(_ key: String) -> Node? {
    known.insert(key)
    document.note(key: name(key))
    return pairs.first { $0.key == key }?.value
  }

  /// The line of a key.
  package func line(of key: String) -> Int? { pairs.first { $0.key == key }?.keyLine }

  /// A mapping below this one.
  package func mapping(_ key: String, required: Bool = true) -> SpecMapping? {
    guard let node = node(key) else {
      if required { missing(key, "a mapping") }
      return nil
    }
    return SpecMapping(node, path: name(key), in: document)
  }

  /// The mappings of a list.
  package func mappings(_ key: String, required: Bool = true) -> [SpecMapping] {
    items(key, required: required, of: "mappings").enumerated().map { place, node in
      SpecMapping(node, path: "\(name(key))[\(place)]", in: document)
    }
  }

  /// The texts of a list, quoted or not.
  package func texts(_ key: String, required: Bool = true) -> [String] {
    items(key, required: required, of: "texts").enumerated().compactMap { place, node in
      guard let scalar = node.scalar, !scalar.string.unicodeScalars.contains(where: Self.isControl)
      else {
        document.report(
          node.mark?.line, "\(name(key))[\(place)]", found: Self.kind(of: node),
          expected: "plain text")
        return nil
      }
      return scalar.string
    }
  }

  private func items(_ key: String, required: Bool, of what: String) -> [Node] {
    guard let node = node(key) else {
      if required { missing(key, "a list of \(what)") }
      return []
    }
    guard let sequence = node.sequence else {
      document.report(
        node.mark?.line, name(key), found: Self.kind(of: node), expected: "a list of \(what)")
      return []
    }
    return Array(sequence)
  }

  /// A text that is not empty.
  package func text(_ key: String, required: Bool = true) -> String? {
    guard let node = node(key) else {
      if required { missing(key, "text") }
      return nil
    }
    guard let scalar = node.scalar, !scalar.string.allSatisfy(\.isWhitespace) else {
      document.report(
        node.mark?.line, name(key), found: Self.kind(of: node), expected: "text that is not empty")
      return nil
    }
    // Texts are printed; an escape sequence would reach the terminal.
    guard !scalar.string.unicodeScalars.contains(where: Self.isControl) else {
      document.report(
        node.mark?.line, name(key), found: "text with control characters", expected: "plain text")
      return nil
    }
    return scalar.string
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
  }

  /// A finite number, unquoted.
  package func number(_ key: String, required: Bool = true) -> Double? {
    guard let node = node(key) else {
      if required { missing(key, "a number") }
      return nil
    }
    let plain = node.scalar.map { $0.style == .plain || $0.style == .any } ?? false
    guard plain, let text = node.scalar?.string, let value = Self.finiteNumber(text) else {
      document.report(
        node.mark?.line, name(key), found: Self.kind(of: node), expected: "a finite number")
      return nil
    }
    return value
  }

  /// Reports every key that was never asked for.
  package func finish() {
    for pair in pairs where !known.contains(pair.key) {
      document.report(
        pair.keyLine, name(pair.key), found: "an unknown key",
        expected: known.isEmpty ? "no key" : "one of \(known.sorted().joined(separator: ", "))")
    }
  }

  /// Reports that a key is absent.
  package func missing(_ key: String, _ expected: String) {
    document.report(line, name(key), found: "nothing", expected: expected)
  }

  /// Decimal numbers only: no NaN, no infinity, no hexadecimal, no separators.
  static func finiteNumber(_ text: String) -> Double? {
    guard text.allSatisfy({ "0123456789+-.eE".contains($0) }), let value = Double(text),
      value.isFinite
    else { return nil }
    return value
  }

  static func kind(of node: Node) -> String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "nothing" : "`\(scalar.string.prefix(60))`"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
