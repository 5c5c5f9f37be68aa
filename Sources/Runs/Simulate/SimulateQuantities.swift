import ChipPrograms
import IsingModels
import Reports
import SampleStatistics
import VirtualChip

/// What follows from the states of one read instruction, with its exact value where all states of the
/// free agents can be visited.
struct SimulateQuantities {
  /// The most agents whose means, and the most pairs whose correlations, are listed.
  static let mostListed = 256

  let machine: VirtualChip
  let declared: Program.Agents
  let phase: AgentPhase
  /// The agents that are read.
  let agents: [Int]
  /// By replica, row after row.
  let states: [[Int8]]
  /// What states mean; `nil` for programs that do not say.
  let words: StateWords?
  let model: IsingModel
  private let column: [Int]

  init(
    machine: VirtualChip, declared: Program.Agents, phase: AgentPhase, agents: [Int],
    states: [[Int8]], words: StateWords? = nil
  ) throws {
    self.words = words
    self.machine = machine
    self.declared = declared
    self.phase = phase
    self.agents = agents
    self.states = states
    model = try declared.model()
    var column = [Int](repeating: -1, count: declared.count)
    for (place, agent) in agents.enumerated() { column[agent] = place }
    self.column = column
  }

  /// A quantity as a function of the states of all agents.
  struct Definition {
    let kind: SimulateReport.Quantity.Kind
    let name: String
    /// Whether its values are −1 and 1.
    var isSpin = false
    /// Whether its values are 0 and 1.
    var isShare = false
    let value: ((Int) -> Int8) -> Double
  }

  func quantities() throws -> [SimulateReport.Quantity] {
    let definitions = try stateDefinitions() + definitions()
    let exact = try values(of: definitions, in: model)
    let stored =
      machine.storesExactly
      ? nil : try machine.storedModel.map { try values(of: definitions, in: $0) } ?? nil
    var ground = try exact.flatMap { _ in try groundEnergy() }
    // The ground energy says something only if the energy was read.
    if !definitions.contains(where: { $0.kind == .energy }) { ground = nil }
    let known = exact == nil ? KnownLaw(declared, in: phase) : nil
    var quantities = try definitions.enumerated().map { index, definition in
      SimulateReport.Quantity(
        kind: definition.kind, name: definition.name,
        measured: try measured(definition),
        exact: exact?[index]
          ?? known.flatMap {
            definition.kind == .mean && $0.isSymmetric
              ? 0 : definition.kind == .energy ? $0.energy : nil
          },
        stored: stored?[index])
    }
    if let ground {
      let share = Definition(kind: .energy, name: "share at the lowest energy \(short(ground))") {
        abs(energy($0) - ground) <= 1e-9 * max(1, abs(ground)) ? 1 : 0
      }
      let law = try values(of: [share], in: model)
      quantities.append(
        SimulateReport.Quantity(
          kind: .energy, name: share.name, measured: try measured(share),
          exact: law?[0], stored: nil))
    }
    return quantities
  }

  private func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9
      ? String(Int(value)) : Quantity.decimals(value, 4)
  }

  /// Whether the state of an agent was read, or is held.
  func isKnown(_ agent: Int) -> Bool { column[agent] >= 0 || phase.held[agent] != 0 }

  /// The state of an agent in a row of states.
  func state(of agent: Int, in states: [Int8], from start: Int) -> Int8 {
    column[agent] >= 0 ? states[start + column[agent]] : phase.held[agent]
  }

  private func definitions() -> [Definition] {
    var all = declared.observables.filter { $0.agents.allSatisfy(isKnown) }
      .map { observable in
        Definition(kind: .observable, name: observable.label, value: Self.function(observable))
      }
    let free = agents.filter { phase.held[$0] == 0 }
    if phase.held.indices.allSatisfy(isKnown) {
      all.append(Definition(kind: .energy, name: "energy") { energy($0) })
    }
    if !free.isEmpty {
      all.append(
        Definition(kind: .mean, name: "magnetisation") { state in
          Double(free.reduce(0) { $0 + Int(state($1)) }) / Double(free.count)
        })
    }
    if free.count <= Self.mostListed {
      for agent in free {
        all.append(
          Definition(kind: .mean, name: "⟨\(declared.name(of: agent))⟩", isSpin: true) {
            Double($0(agent))
          })
      }
    }
    let pairs = model.bonds.filter { bond in
      [bond.first, bond.second].allSatisfy {
        column[Int($0)] >= 0 && phase.held[Int($0)] == 0
      }
    }
    if pairs.count <= Self.mostListed {
      for pair in pairs {
        let (a, b) = (Int(pair.first), Int(pair.second))
        all.append(
          Definition(
            kind: .correlation, name: "⟨\(declared.name(of: a)) \(declared.name(of: b))⟩",
            isSpin: true
          ) { Double($0(a) * $0(b)) })
      }
    }
    return all
  }

  /// An observable as a function that may be asked of millions of states.
  private static func function(_ observable: Program.Agents.Observable) -> ((Int) -> Int8) -> Double
  {
    guard case .share(let patterns) = observable.kind, observable.agents.count <= 64 else {
      return { observable.value($0) }
    }
    let agents = observable.agents
    func mask(_ isUp: (Int) -> Bool) -> UInt64 {
      agents.indices.reduce(0) { isUp($1) ? $0 | 1 << UInt64($1) : $0 }
    }
    let masks = Set(patterns.map { pattern in mask { pattern[$0] > 0 } })
    return { state in masks.contains(mask { state(agents[$0]) > 0 }) ? 1 : 0 }
  }

  private func energy(_ state: (Int) -> Int8) -> Double {
    var sum = 0.0
    for bond in model.bonds {
      sum += bond.coupling * Double(state(Int(bond.first)) * state(Int(bond.second)))
    }
    for field in declared.fields { sum += field.value * Double(state(field.agent)) }
    return -sum
  }

  /// The mean of a quantity over the reads of all replicas.
  ///
  /// The variance of what is −1 or 1 is 1 − m², of what is 0 or 1 it is m (1 − m): blocks of a short run, which hold few rare excursions, do
  /// not claim less than it leaves to the effective samples.
  private func measured(_ definition: Definition) throws -> Estimate? {
    let width = agents.count
    let states = states.filter { !$0.isEmpty }
    guard !states.isEmpty else { return nil }
    let chains = states.map { states in
      stride(from: 0, to: states.count, by: width).map { start in
        definition.value { state(of: $0, in: states, from: start) }
      }
    }
    var estimate = try Estimate(meanOf: chains)
    if definition.isSpin || definition.isShare, let error = estimate.error {
      let mean = estimate.value
      let variance = definition.isSpin ? 1 - mean * mean : mean * (1 - mean)
      let spread = (max(0, variance) / estimate.effectiveSamples).squareRoot()
      estimate.error = max(error, spread)
    }
    return estimate
  }

  /// Means in the Boltzmann law of the free agents, from all of their states.
  private func values(
    of definitions: [Definition], in model: IsingModel
  ) throws -> [Double]? {
    guard phase.freeCount <= Program.Agents.mostEnumerated else { return nil }
    var sums = [Double](repeating: 0, count: definitions.count)
    try visitLaw(of: model) { probability, state in
      for index in definitions.indices {
        sums[index] += probability * definitions[index].value(state)
      }
    }
    return sums
  }

  /// Calls `visit` with the probability of each state of the free agents; with none where they are too many.
  func visitLaw(
    of model: IsingModel, _ visit: (_ probability: Double, _ state: (Int) -> Int8) -> Void
  ) throws {
    guard phase.freeCount <= Program.Agents.mostEnumerated else { return }
    let law = try ConditionalModel(model, held: phase.held)
    guard let free = law.model else { return visit(1) { phase.held[$0] } }
    let probabilities = try Enumeration(free).probabilities(beta: phase.beta)
    var bit = [Int](repeating: -1, count: phase.held.count)
    for (k, agent) in law.free.enumerated() { bit[agent] = k }
    // States that never occur need not be looked at.
    for state in probabilities.indices where probabilities[state] > 1e-18 {
      visit(probabilities[state]) {
        bit[$0] < 0 ? phase.held[$0] : (state >> bit[$0] & 1 == 1 ? 1 : -1)
      }
    }
  }

  private func groundEnergy() throws -> Double? {
    let law = try ConditionalModel(model, held: phase.held)
    return try law.model.map { try Enumeration($0).groundEnergy + law.offset }
  }
}
