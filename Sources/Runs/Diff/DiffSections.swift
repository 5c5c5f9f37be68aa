import Reports

/// Sorts changes into sections, the largest first where they have one unit.
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

  private static var rules: [Rule] {
    [
      Rule(key: "hardware", title: "hardware", matches: { $0.hasPrefix("hardware.") }),
      Rule(key: "model", title: "model", matches: { $0.hasPrefix("model.") }),
      Rule(
        key: "settings", title: "settings", matches: { $0.hasPrefix("settings.") },
        strips: ["settings."]),
      Rule(
        key: "accuracy", title: "accuracy", matches: { $0.hasPrefix("accuracy.") },
        strips: ["accuracy."]),
      Rule(
        key: "checks", title: "checks",
        matches: { path in
          path.hasPrefix("checks[")
            && [".value", ".limit", ".margin", ".passed"].contains { path.hasSuffix($0) }
        }, strips: ["checks"]),
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
        key: "energy", title: "energy of the chip", unit: "J",
        matches: { path in
          ["npu.energy_J", "npu.dynamic_J", "npu.static_J"].contains { path == "\($0).nominal" }
        }, strips: ["npu.", ".nominal"], largestFirst: true),
      Rule(
        key: "time", title: "time of the chip",
        matches: { ["npu.time_s", "npu.cycles"].contains($0) }, strips: ["npu."]),
      Rule(
        key: "actions", title: "actions",
        matches: { $0.hasPrefix("npu.actions.") && $0.hasSuffix(".count") },
        strips: ["npu.actions.", ".count"]),
    ]
  }

  /// The sections of all rules, and `others` for what none of them takes.
  static func sections(of changes: [DiffReport.Change]) -> [DiffReport.Group] {
    var rest = changes
    var sections: [DiffReport.Group] = []
    for rule in rules {
      var own = rest.filter { rule.matches($0.path) }
      rest.removeAll { rule.matches($0.path) }
      if rule.largestFirst { own.sort(by: isLarger) }
      for index in own.indices {
        for strip in rule.strips {
          own[index].path = own[index].path.replacing(strip, with: "", maxReplacements: 1)
        }
        own[index].path = bare(own[index].path)
      }
      sections.append(
        .init(key: rule.key, title: rule.title, unit: rule.unit, changes: own))
    }
    // What has no common unit goes by its relative change.
    rest.sort {
      (abs($1.relative ?? .infinity), $0.path) < (abs($0.relative ?? .infinity), $1.path)
    }
    sections.append(.init(key: "others", title: "others", unit: "", changes: rest))
    return sections
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
