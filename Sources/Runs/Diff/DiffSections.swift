import Reports

/// Sorts changes into sections: results before causes, the largest first where they have one unit.
enum DiffSections {
  private struct Rule {
    var key: String
    var title: String
    var unit = ""
    var matches: (String) -> Bool
    /// What is left of a path once the section says the rest.
    var strips: [String] = []
    var largestFirst = false
  }

  private static func energies(of part: String, in machine: String) -> (String) -> Bool {
    { $0.hasPrefix("\(machine).\(part)[") && $0.hasSuffix("].energy_J.nominal") }
  }

  private static func path(_ beginning: String) -> (String) -> Bool {
    { $0.hasPrefix(beginning) }
  }

  private static var results: [Rule] {
    [
      Rule(key: "best", title: "best", matches: path("best."), strips: ["best."]),
      Rule(key: "success", title: "success", matches: path("success."), strips: ["success."]),
      Rule(key: "accuracy", title: "accuracy", matches: path("accuracy."), strips: ["accuracy."]),
      Rule(
        key: "energy", title: "energy of the chip", unit: "J",
        matches: { path in
          ["npu.energy_J", "npu.dynamic_J", "npu.static_J"].contains { path == "\($0).nominal" }
        }, strips: ["npu.", ".nominal"], largestFirst: true),
      Rule(
        key: "energy_by_component", title: "energy by component", unit: "J",
        matches: energies(of: "components", in: "npu"),
        strips: ["npu.components", ".energy_J.nominal"], largestFirst: true),
      Rule(
        key: "static_energy", title: "static energy", unit: "J",
        matches: energies(of: "statics", in: "npu"),
        strips: ["npu.statics", ".energy_J.nominal"], largestFirst: true),
      Rule(
        key: "energy_by_layer", title: "energy by layer", unit: "J",
        matches: energies(of: "layers", in: "npu"),
        strips: ["npu.layers", ".energy_J.nominal"], largestFirst: true),
      Rule(
        key: "time", title: "time of the chip",
        matches: { ["npu.time_s", "npu.cycles"].contains($0) }, strips: ["npu."]),
    ]
  }

  private static var causes: [Rule] {
    [
      Rule(key: "hardware", title: "hardware", matches: path("hardware.")),
      Rule(key: "model", title: "model", matches: path("model.")),
      Rule(key: "settings", title: "settings", matches: path("settings."), strips: ["settings."]),
      Rule(
        key: "checks", title: "checks",
        matches: { path in
          path.hasPrefix("checks[")
            && [".value", ".limit", ".margin"].contains { path.hasSuffix($0) }
        }, strips: ["checks"]),
      Rule(
        key: "actions", title: "actions",
        matches: { $0.hasPrefix("npu.actions.") && $0.hasSuffix(".count") },
        strips: ["npu.actions.", ".count"]),
    ]
  }

  /// What matters first: verdicts, estimates in standard errors, best values and energies; then what may have caused
  /// them, and `others` for what no rule takes.
  ///
  /// - Parameters:
  ///   - verdicts: of checks.
  ///   - estimates: values with standard errors.
  ///   - others: all further changes.
  static func sections(
    verdicts: [DiffReport.Change], estimates: Estimates, others: [DiffReport.Change]
  ) -> [DiffReport.Group] {
    var rest = others.filter { !estimates.hold($0.path) }
    func take(_ rule: Rule) -> DiffReport.Group {
      var own = rest.filter { rule.matches($0.path) }
      rest.removeAll { rule.matches($0.path) }
      if rule.largestFirst { own.sort(by: isLarger) }
      for index in own.indices { own[index].path = stripped(own[index].path, rule.strips) }
      return .init(key: rule.key, title: rule.title, unit: rule.unit, changes: own)
    }
    var sections = [
      DiffReport.Group(key: "verdicts", title: "checks that changed", unit: "", changes: verdicts),
      DiffReport.Group(
        key: "observables", title: "observables", unit: "",
        changes: estimates.changes.map { change in
          var change = change
          change.path = stripped(change.path, ["points", ".observables", ".quantities"])
          return change
        }),
    ]
    sections += results.map(take) + causes.map(take)
    // What has no common unit goes by its relative change.
    rest.sort(by: isRelativelyLarger)
    sections.append(.init(key: "others", title: "others", unit: "", changes: rest))
    sections.append(
      .init(
        key: "errors", title: "errors of observables", unit: "",
        changes: others.filter { estimates.hold($0.path) }.sorted(by: isRelativelyLarger)))
    return sections
  }

  private static func stripped(_ path: String, _ strips: [String]) -> String {
    bare(strips.reduce(path) { $0.replacing($1, with: "", maxReplacements: 1) })
  }

  private static func isRelativelyLarger(
    _ left: DiffReport.Change, _ right: DiffReport.Change
  ) -> Bool {
    (abs(right.relative ?? .infinity), left.path) < (abs(left.relative ?? .infinity), right.path)
  }

  private static func isLarger(_ left: DiffReport.Change, _ right: DiffReport.Change) -> Bool {
    // What is there on one side only comes first.
    (abs(right.difference ?? .infinity), left.path) < (
      abs(left.difference ?? .infinity), right.path
    )
  }

  /// `[network]` → `network`.
  private static func bare(_ path: String) -> String {
    path.hasPrefix("[") && path.hasSuffix("]") ? String(path.dropFirst().dropLast()) : path
  }
}
