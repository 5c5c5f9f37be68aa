import IsingModels

extension LatticeProgram {
  /// The program as text, which `init(text:file:)` reads back to the same value.
  public var text: String {
    var out = "lattice-program \(name)\nagents \(agentCount)"
    if let columns { out += " columns \(columns)" }
    if !agentNames.isEmpty { out += " names " + agentNames.joined(separator: " ") }
    out += "\n"
    Self.append(
      "couple",
      couplings.map {
        "\(name(of: Int($0.first))) \(name(of: Int($0.second))) \(Self.number($0.coupling))"
      }, to: &out)
    Self.append(
      "field", fields.map { "\(name(of: $0.agent)) \(Self.number($0.value))" }, to: &out)
    for observable in observables { out += line(of: observable) + "\n" }
    for instruction in instructions { out += line(of: instruction) + "\n" }
    return out
  }

  /// One instruction as it is written.
  /// - Parameter instruction: one of this program.
  /// - Returns: its line without the end.
  public func line(of instruction: LatticeInstruction) -> String {
    let keyword = instruction.keyword
    switch instruction {
    case .beta(let value): return "\(keyword) \(Self.number(value))"
    case .ramp(let from, let to, let time):
      return
        "\(keyword) \(Self.number(from)) to \(Self.number(to)) over \(Self.duration(time))"
    case .clamp(let clamps):
      return keyword + " "
        + clamps.map { "\(name(of: $0.agent)) \($0.state > 0 ? "+1" : "-1")" }
        .joined(separator: " ")
    case .release(let agents):
      return ([keyword] + agents.map { name(of: $0) }).joined(separator: " ")
    case .relax(let time): return "\(keyword) \(Self.duration(time))"
    case .read(let every, let times, let agents):
      let tail = agents.isEmpty ? [] : ["agents"] + agents.map { name(of: $0) }
      return (["\(keyword) every \(Self.duration(every)) times \(times)"] + tail)
        .joined(separator: " ")
    case .barrier: return keyword
    }
  }

  private func line(of observable: LatticeObservable) -> String {
    let agents = observable.agents.map { name(of: $0) }.joined(separator: " ")
    switch observable.kind {
    case .share(let patterns):
      return "share \(observable.label) \(agents) = "
        + patterns.map(Self.signs).joined(separator: " ")
    case .overlap(let pattern):
      return "overlap \(observable.label) \(agents) = \(Self.signs(pattern))"
    case .product: return "product \(observable.label) \(agents)"
    }
  }

  private static func signs(_ pattern: [Int8]) -> String {
    String(pattern.map { $0 > 0 ? "+" : "-" })
  }

  private static func duration(_ time: LatticeDuration) -> String {
    "\(number(time.value)) \(time.unit.rawValue)"
  }

  /// The fewest digits that read back to the number.
  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Lines of a keyword with as many entries as fit 100 columns.
  private static func append(_ keyword: String, _ entries: [String], to out: inout String) {
    var line = ""
    for entry in entries {
      if !line.isEmpty, line.utf8.count + entry.utf8.count + 2 > 100 {
        out += line + "\n"
        line = ""
      }
      line += line.isEmpty ? "\(keyword) \(entry)" : "  \(entry)"
    }
    if !line.isEmpty { out += line + "\n" }
  }
}
