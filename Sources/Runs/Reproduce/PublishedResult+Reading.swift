package import HardwareSpecs

extension PublishedResult {
  /// Reads a result from the bytes of a YAML file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name in messages.
  /// - Throws: `SpecError` with every problem of the file.
  package init(yaml bytes: [UInt8], file: String) throws(SpecError) {
    let document = try SpecDocument(bytes: bytes, file: file)
    let top = document.top
    if let format = top.text("format"), format != Self.format {
      document.report(
        top.line(of: "format"), "format", found: "`\(format)`", expected: "`\(Self.format)`")
    }
    name = top.text("name") ?? ""
    title = top.text("title") ?? ""
    source = top.text("source") ?? ""
    kind = top.word("kind") ?? .exact
    licence = top.text("licence") ?? ""
    note = top.text("note") ?? ""
    analogue = top.text("analogue", required: false) ?? ""
    missing = top.text("missing", required: false) ?? ""
    needs = top.mappings("needs", required: false).map { Need($0) }
    files = top.mappings("files", required: false).map { one in
      defer { one.finish() }
      return (one.fileName("name") ?? "", one.text("text") ?? "")
    }
    commands = top.mappings("commands", required: missing.isEmpty).map { one in
      defer { one.finish() }
      return Command(name: one.text("name") ?? "", line: one.text("command") ?? "")
    }
    let names = Set(commands.map(\.name))
    figures = top.mappings("figures", required: missing.isEmpty).map { Figure($0, commands: names) }
    if names.count != commands.count {
      document.report(
        top.line(of: "commands"), "commands", found: "a name twice", expected: "one name each")
    }
    for key in ["commands", "figures"] where !missing.isEmpty && top.keys.contains(key) {
      document.report(
        top.line(of: key), key, found: "it beside `missing`", expected: "one of the two")
    }
    top.finish()
    try document.throwProblems()
  }
}

extension PublishedResult.Need {
  fileprivate init(_ mapping: SpecMapping) {
    source = mapping.text("source") ?? ""
    if mapping.keys.contains("model") {
      if let model = mapping.text("model"), model != "usual" {
        mapping.document.report(
          mapping.line(of: "model"), mapping.name("model"), found: "`\(model)`", expected: "`usual`"
        )
      }
    } else {
      file = mapping.fileName("file")
    }
    mapping.finish()
  }
}

extension PublishedResult.Figure {
  fileprivate init(_ mapping: SpecMapping, commands: Set<String>) {
    name = mapping.text("name") ?? ""
    unit = mapping.text("unit", required: false) ?? ""
    published = mapping.formula("published", commands: [])
    error = mapping.formula("error", commands: [])
    ours = mapping.formula("ours", commands: commands)
    ourError = mapping.formula("our_error", commands: commands)
    basis = mapping.word("basis", required: false) ?? .apart
    tolerance =
      mapping.number("tolerance", required: false) ?? PublishedResult.usualTolerance
    within = mapping.number("within", required: false)
    mapping.finish()
  }
}

extension SpecMapping {
  /// A formula over the documents of commands with these names.
  func formula(_ key: String, commands: Set<String>) -> ResultFormula {
    guard let text = text(key) else { return .number(0) }
    do throws(FormulaError) {
      let formula = try ResultFormula(text)
      if let unknown = formula.commands.subtracting(commands).sorted().first {
        document.report(
          line(of: key), name(key), found: "`\(unknown)`",
          expected: commands.isEmpty
            ? "numbers alone" : "a command: \(commands.sorted().joined(separator: ", "))")
      }
      return formula
    } catch {
      document.report(line(of: key), name(key), found: "\(text) (\(error))", expected: "a formula")
      return .number(0)
    }
  }

  /// One of the words of a type.
  func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, required: Bool = true
  ) -> Word? where Word.RawValue == String {
    guard let text = text(key, required: required) else { return nil }
    if let word = Word(rawValue: text) { return word }
    document.report(
      line(of: key), name(key), found: "`\(text)`",
      expected: "one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }

  /// The name of a file without a folder: nothing is read or written elsewhere.
  func fileName(_ key: String) -> String? {
    guard let text = text(key) else { return nil }
    guard !text.contains("/"), !text.hasPrefix(".") else {
      document.report(
        line(of: key), name(key), found: "`\(text)`", expected: "the name of a file, no path")
      return nil
    }
    return text
  }
}
