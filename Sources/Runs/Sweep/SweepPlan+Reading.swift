package import HardwareSpecs
import SampleStatistics

extension SweepPlan {
  /// Reads a sweep from a file.
  ///
  /// - Throws: `RunFailure` with every problem of the file.
  public init(path: String) throws(RunFailure) {
    self = try RunFailure.ending {
      try SweepPlan(yaml: try SpecLibrary.file(path), file: path)
    }
  }

  /// Reads a sweep from the bytes of a YAML file.
  ///
  /// - Throws: `SpecError` with every problem of the file.
  package init(yaml bytes: [UInt8], file: String) throws(SpecError) {
    let document = try SpecDocument(bytes: bytes, file: file)
    let top = document.top
    if let format = top.text("format"), format != Self.format {
      document.report(
        top.line(of: "format"), "format", found: "`\(format)`", expected: "`\(Self.format)`")
    }
    name = top.text("name") ?? ""
    command = top.text("command") ?? ""
    chip = top.text("chip", required: false)
    design = top.word("points", required: false) ?? .grid
    parameters = top.mappings("parameters").map { Parameter($0) }
    outputs = top.mappings("outputs").map { Output($0) }
    let isGrid = design == .grid
    let count = top.whole("count", 1...Self.mostPoints, required: !isGrid) ?? 1
    let seed = top.whole("seed", 0...Int(UInt32.max), required: false) ?? 0
    for key in isGrid ? ["count", "seed"] : design == .sobol ? ["seed"] : []
    where top.keys.contains(key) {
      document.report(
        top.line(of: key), key, found: "it with the points `\(design.rawValue)`", expected: "none")
    }
    points = []
    checkUse(top)
    top.finish()
    try document.throwProblems()
    let size = parameters.reduce(1.0) { $0 * Double($1.gridCount) }
    if isGrid, size > Double(Self.mostPoints) {
      top.document.report(
        top.line(of: "parameters"), "parameters", found: "a grid of \(size) points",
        expected: "at most \(Self.mostPoints)")
    }
    try document.throwProblems()
    do throws(StatisticsError) {
      points = try Self.points(
        design, of: parameters, count: count, seed: UInt32(clamping: seed))
    } catch {
      document.report(top.line(of: "points"), "points", found: "\(error)", expected: "points")
    }
    try document.throwProblems()
  }

  /// Refuses names that stand twice, parameters that nothing uses, and a chip without a place.
  private func checkUse(_ top: SpecMapping) {
    for (key, names) in [
      ("parameters", parameters.map(\.name)), ("outputs", outputs.map(\.name)),
    ] {
      if names.isEmpty {
        top.document.report(top.line(of: key), key, found: "none", expected: "one or more")
      }
      if Set(names).count < names.count {
        top.document.report(top.line(of: key), key, found: "a name twice", expected: "once")
      }
    }
    for parameter in parameters
    where parameter.key == nil && !command.contains("{\(parameter.name)}") {
      top.document.report(
        top.line(of: "command"), "command", found: "no {\(parameter.name)}",
        expected: "it, or a `key` of the parameter")
    }
    let needsChip = parameters.contains { $0.key != nil }
    if needsChip, !command.contains("{chip}") {
      top.document.report(
        top.line(of: "command"), "command", found: "no {chip}",
        expected: "the file of the chip that `key` changes")
    }
    if needsChip || command.contains("{chip}"), chip == nil { top.missing("chip", "a chip") }
  }
}

extension SweepPlan.Parameter {
  fileprivate init(_ mapping: SpecMapping) {
    name = mapping.text("name") ?? ""
    key = mapping.text("key", required: false)
    unit = mapping.text("unit", required: false) ?? ""
    let isList = mapping.keys.contains("values")
    values = isList ? mapping.texts("values") : []
    let low = isList ? nil : mapping.number("from")
    let high = isList ? nil : mapping.number("to")
    steps = isList ? 1 : mapping.whole("steps", 1...SweepPlan.mostPoints, required: false) ?? 5
    enum Scale: String, CaseIterable { case linear, logarithmic }
    let scale: Scale? = isList ? nil : mapping.word("scale", required: false)
    isLogarithmic = scale == .logarithmic
    isWhole = !isList && mapping.text("whole", required: false) == "true"
    range = 0...1
    if let low, let high {
      if low <= high {
        range = low...high
      } else {
        mapping.document.report(
          mapping.line(of: "to"), mapping.name("to"), found: "\(high)", expected: "\(low) or more")
      }
      if isLogarithmic, low <= 0 {
        mapping.document.report(
          mapping.line(of: "from"), mapping.name("from"), found: "\(low)",
          expected: "a number above 0 for a logarithmic scale")
      }
    }
    if isList, values.isEmpty {
      mapping.document.report(
        mapping.line(of: "values"), mapping.name("values"), found: "none",
        expected: "one or more")
    }
    mapping.finish()
  }
}

extension SweepPlan.Output {
  fileprivate init(_ mapping: SpecMapping) {
    name = mapping.text("name") ?? ""
    unit = mapping.text("unit", required: false) ?? ""
    value = mapping.formula("value", commands: [SweepPlan.document])
    goal = mapping.word("goal", required: false)
    mapping.finish()
  }
}

extension SpecMapping {
  /// A whole number of a range.
  func whole(_ key: String, _ range: ClosedRange<Int>, required: Bool) -> Int? {
    guard let number = number(key, required: required) else { return nil }
    if let whole = Int(exactly: number), range.contains(whole) { return whole }
    document.report(
      line(of: key), name(key), found: "\(number)",
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }
}
