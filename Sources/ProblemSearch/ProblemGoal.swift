public import IsingModels

/// Translates between a problem's own terms and energies E(s) of its model.
public struct ProblemGoal: Sendable {
  /// What is solved.
  public let problem: IsingProblem
  /// The cut to reach from below, or the objective to reach from above.
  public let target: Double?
  /// How far two sums of one energy may be apart.
  public let tolerance: Double
  private let totalWeight: Double

  /// A goal.
  /// - Parameters:
  ///   - problem: what is solved.
  ///   - target: a cut to reach from below, or an objective to reach from above; `nil` for none.
  public init(problem: IsingProblem, target: Double?) {
    self.problem = problem
    self.target = target
    tolerance = problem.model.energyTolerance
    totalWeight = problem.totalWeight
  }

  /// Whether larger is better.
  public var isMaximised: Bool { isCut || problem.isMaximised }

  private var isCut: Bool { problem.kind == .maximumCut }

  /// What is made large or small, in a word.
  public var quantity: String { isCut ? "cut" : "objective" }

  /// The cut, or the objective of the file, of spins with energy E.
  ///
  /// `IsingProblem.value(of:)` adds up the file's own numbers; this is as good as E.
  public func value(ofEnergy energy: Double) -> Double {
    if isCut { return (totalWeight - energy) / 2 }
    let objective = problem.objective(ofEnergy: energy)
    return problem.isMaximised ? 0 - objective : objective
  }

  /// The energy E at which a cut or an objective is met.
  public func energy(ofValue value: Double) -> Double {
    if isCut { return totalWeight - 2 * value }
    return (problem.isMaximised ? -value : value) - problem.offset
  }

  /// The objective, which is made small, at which a cut or a value is met.
  public func objective(ofValue value: Double) -> Double {
    if isCut { return energy(ofValue: value) + problem.offset }
    return problem.isMaximised ? 0 - value : value
  }

  /// The cut, or the value of the file, of an objective.
  public func value(ofObjective objective: Double) -> Double {
    if isCut { return (totalWeight - (objective - problem.offset)) / 2 }
    return problem.isMaximised ? 0 - objective : objective
  }

  /// Whether the objective of each read is added up from the file's own numbers; problems of more terms
  /// have that for their best alone, and the search's energies else.
  public var isMeasured: Bool {
    problem.model.bonds.count + problem.model.spinCount <= 1 << 18
  }

  /// How far the objectives of equally good reads may be apart.
  public var objectiveTolerance: Double {
    isMeasured ? problem.valueTolerance : max(tolerance, problem.valueTolerance)
  }

  /// The objective at or below which the target is reached, with the rounding of decimals allowed for.
  public var targetObjective: Double? {
    target.map(objective(ofValue:)).map { $0 + objectiveTolerance + 2 * abs($0) * .ulpOfOne }
  }

  /// The energy at or below which the target is reached, with the rounding of sums allowed for.
  public var targetEnergy: Double? { target.map { energy(ofValue: $0) + roundingOfTarget } }

  /// What the conversion of a target may lose: a file of whole numbers with an offset of 0.1 has
  /// objectives that no energy gives back exactly.
  private var roundingOfTarget: Double {
    let size = max(abs(target ?? 0), abs(problem.offset), abs(totalWeight))
    return tolerance + 4 * size * .ulpOfOne
  }

  /// The best value that any spins could have: all terms at their minimum.
  public var bound: Double { value(ofEnergy: -problem.model.sumOfSizes) }
}
