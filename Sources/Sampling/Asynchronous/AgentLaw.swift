internal import IsingModels

/// The fastest law that fits a model.
enum AgentLaw: Sendable {
  case four(FourNeighbourLaw)
  case integer(IntegerLaw)
  case real(RealLaw)

  /// Whether decisions need `EventDraws.limits`.
  var needsLimits: Bool {
    if case .real = self { true } else { false }
  }

  /// The law of a model's agents.
  init(_ model: IsingModel, units: IntegerUnits?, rule: UpdateRule, beta: Double) {
    let adjacency = model.adjacency
    RowChecks.check(adjacency, spinCount: model.spinCount)
    guard let units else {
      self = .real(
        RealLaw(
          offsets: ConstantTable(adjacency.offsets),
          neighbours: ConstantTable(adjacency.neighbours),
          couplings: ConstantTable(adjacency.couplings), fields: ConstantTable(model.fields),
          beta: beta))
      return
    }
    let table = Self.table(units, rule: rule, beta: beta)
    if let coupling = model.commonCouplingOfFourNeighbours {
      self = .four(
        FourNeighbourLaw(
          neighbours: ConstantTable(adjacency.neighbours), coupling: coupling > 0 ? 1 : -1,
          table: table))
    } else {
      self = .integer(
        IntegerLaw(
          offsets: ConstantTable(adjacency.offsets),
          neighbours: ConstantTable(adjacency.neighbours),
          couplings: ConstantTable(units.couplings), fields: ConstantTable(units.scale.fields),
          table: table))
    }
  }

  /// The same law at another temperature.
  func at(beta: Double, units: IntegerUnits?, rule: UpdateRule) -> AgentLaw {
    if case .real(let law) = self {
      return .real(
        RealLaw(
          offsets: law.offsets, neighbours: law.neighbours, couplings: law.couplings,
          fields: law.fields, beta: beta))
    }
    guard let units else { return self }
    let table = Self.table(units, rule: rule, beta: beta)
    switch self {
    case .four(let law):
      return .four(
        FourNeighbourLaw(neighbours: law.neighbours, coupling: law.coupling, table: table))
    case .integer(let law):
      return .integer(
        IntegerLaw(
          offsets: law.offsets, neighbours: law.neighbours, couplings: law.couplings,
          fields: law.fields, table: table))
    case .real: return self
    }
  }

  private static func table(
    _ units: IntegerUnits, rule: UpdateRule, beta: Double
  ) -> ProbabilityTable {
    ProbabilityTable(units.scale.table(beta: beta) { rule.flipProbability(cost: $0) })
  }
}
