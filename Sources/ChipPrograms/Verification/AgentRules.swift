import HardwareSpecs
import IsingModels

extension Program.Agents {
  /// What is wrong with the declarations.
  func faults() -> [Fault] {
    let declaration = Fault(.agents, nil) { () throws(Fault.Reason) in try checkDeclaration() }
    // The rest names agents.
    guard declaration == nil else { return declaration.asList }
    var faults: [Fault] = []
    var pairs: Set<SIMD2<Int32>> = []
    for (index, bond) in couplings.enumerated() {
      faults +=
        Fault(.coupling(index), nil) { () throws(Fault.Reason) in
          let (a, b) = (Int(bond.first), Int(bond.second))
          try expect(agent: a)
          try expect(agent: b)
          guard a != b else {
            throw .init("agent \(name(of: a)) coupled with itself", "two agents")
          }
          guard pairs.insert(SIMD2(bond.first, bond.second)).inserted else {
            throw .init("a second coupling of \(name(of: a)) and \(name(of: b))", "one")
          }
          try Fault.Reason.expect("a coupling", bond.coupling, in: Self.couplingRange)
        }.asList
    }
    var withField: Set<Int> = []
    for (index, field) in fields.enumerated() {
      faults +=
        Fault(.field(index), nil) { () throws(Fault.Reason) in
          try expect(agent: field.agent)
          guard withField.insert(field.agent).inserted else {
            throw .init("a second field of \(name(of: field.agent))", "one")
          }
          try Fault.Reason.expect("a field", field.value, in: Self.couplingRange)
        }.asList
    }
    var labels: Set<String> = []
    for (index, observable) in observables.enumerated() {
      faults +=
        Fault(.observable(index), nil) { () throws(Fault.Reason) in
          guard labels.insert(observable.label).inserted else {
            throw .init("the label `\(observable.label)` twice", "each label once")
          }
          try check(observable)
        }.asList
    }
    return faults
  }

  /// The number of agents, if it is legal.
  var checkedCount: Int {
    get throws(Fault.Reason) {
      try Fault.Reason.expect("a number of agents", count, in: 1...Self.largestCount)
      return count
    }
  }

  /// Checks number, columns and names.
  private func checkDeclaration() throws(Fault.Reason) {
    let count = try checkedCount
    if let columns {
      try Fault.Reason.expect("agents in a row of the grid", columns, in: 1...count)
    }
    var seen: Set<String> = []
    for name in names {
      guard name.first?.isLetter == true, name != "agents", ProgramWords.isWord(name) else {
        throw .init("the name `\(name)`", "a name that starts with a letter")
      }
      guard seen.insert(name).inserted else {
        throw .init("the name `\(name)` twice", "each name once")
      }
    }
    guard names.isEmpty || names.count == count else {
      throw .init("\(names.count) names", "\(count), one an agent")
    }
  }

  private func check(_ observable: Observable) throws(Fault.Reason) {
    guard ProgramWords.isWord(observable.label) else {
      throw .init("the label `\(observable.label)`", "one word")
    }
    guard !observable.agents.isEmpty else { throw .init("no agents", "at least one agent") }
    try expect(observable.agents)
    for pattern in observable.patterns {
      guard pattern.count == observable.agents.count, pattern.allSatisfy({ abs($0) == 1 }) else {
        throw .init(
          "the pattern `\(Listing.signs(pattern))`",
          "\(observable.agents.count) signs + or -, one an agent")
      }
    }
  }

  private func expect(agent: Int) throws(Fault.Reason) {
    guard (0..<count).contains(agent) else {
      throw .init("agent `\(agent)`", "a number from 0 to \(count - 1)")
    }
  }

  /// Checks that agents exist, each named once.
  func expect(_ agents: [Int]) throws(Fault.Reason) {
    var seen: Set<Int> = []
    for agent in agents {
      try expect(agent: agent)
      guard seen.insert(agent).inserted else {
        throw .init("agent \(name(of: agent)) twice", "each agent once")
      }
    }
  }

  /// What a chip lacks for them.
  func faults(on chip: ChipSpec) -> [Fault] {
    [
      Fault(.agents, nil) { () throws(Fault.Reason) in try checkRoom(on: chip) },
      Fault(.agents, nil) { () throws(Fault.Reason) in
        guard chip.devices.fieldBits == nil, chip.devices.table == nil else {
          throw .init(
            sentence:
              "the chip's field converter or measured device changes the law to one without a "
              + "closed form: expected --fidelity sampled or event", stops: .closedForms)
        }
      },
    ].compactMap(\.self)
  }

  private func checkRoom(on chip: ChipSpec) throws(Fault.Reason) {
    guard count <= chip.dieLatticeAgents else {
      throw .init(
        sentence:
          "needs \(count) lattice agents, \(chip.dies.count > 1 ? "a die of " : "")\(chip.name) has "
          + "\(chip.dieLatticeAgents) (geometry.lattice_agents\(chip.dies.count > 1 ? ", an equal share" : ""))"
      )
    }
    var degrees = [Int](repeating: 0, count: try checkedCount)
    for bond in couplings {
      for end in [Int(bond.first), Int(bond.second)] where degrees.indices.contains(end) {
        degrees[end] += 1
      }
    }
    let limit = chip.geometry.maximumFanIn ?? chip.geometry.tileRows
    if let agent = degrees.firstIndex(where: { $0 > limit }) {
      throw .init(
        sentence: "agent \(name(of: agent)) has \(degrees[agent]) couplings, an agent of "
          + "\(chip.name) at most \(limit)")
    }
  }
}

extension Fault.Reason {
  /// A number in its range.
  static func expect(
    _ what: String, _ value: Double, in range: ClosedRange<Double>
  ) throws(Self) {
    guard range.contains(value) else {
      throw outside(what, Listing.number(value), range)
    }
  }

  /// A whole number in its range.
  static func expect(_ what: String, _ value: Int, in range: ClosedRange<Int>) throws(Self) {
    guard range.contains(value) else { throw outside(what, "\(value)", range) }
  }

  /// A word that is no number of a range.
  static func outside(_ what: String, _ word: String, _ range: ClosedRange<Double>) -> Self {
    .init(
      "\(what) `\(word)`",
      "a number from \(Listing.number(range.lowerBound)) to \(Listing.number(range.upperBound))")
  }

  /// A word that is no whole number of a range.
  static func outside(_ what: String, _ word: String, _ range: ClosedRange<Int>) -> Self {
    .init("\(what) `\(word)`", "a whole number from \(range.lowerBound) to \(range.upperBound)")
  }
}
