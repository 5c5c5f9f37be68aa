/// A model without the spins that optimal spins can be found for afterwards.
///
/// min over the eliminated spins is taken exactly, rule by rule (``ReductionRules``), so that
/// E(expand(s)) = E_reduced(s) + `energyOffset` for all spins s of the reduced model, and the lowest
/// energies agree in the same way. Only the ground energy is preserved: of several ground states some
/// may be lost, and so is the thermal law. Sparse problems shrink much: trees, rings and series-parallel
/// graphs vanish, and so does most of a random graph with few links a spin.
///
/// The rules for spins with one, two and three couplings are the decimations of spins at zero
/// temperature; merging dominated spins is persistency (Hammer, Hansen and Simeone, *Mathematical
/// Programming* 28, 121 (1984)) in its simplest form. With integer couplings all numbers are multiples
/// of a power of ½ and exact; with others they are right up to rounding.
public struct ReducedModel: Sendable {
  /// What is left; nil where nothing is: then `expand([])` is a ground state.
  public let model: IsingModel?
  /// E(s) of the whole without E of what is left.
  public let energyOffset: Double
  /// How many spins went by which rule.
  public let steps: ReductionStatistics
  /// Spins of the original model.
  public let originalSpinCount: Int
  /// The original index of each spin that is left, ascending.
  public let kept: [Int32]

  private let order: [ReductionStep]

  /// Reduces a model until no rule applies.
  ///
  /// - Parameters:
  ///   - model: what is reduced.
  ///   - rules: which rules may be used.
  ///   - finestUnit: if given, a spin with three couplings goes only where the new couplings are
  ///     multiples of it. Integer models stay integer with 1, at most become half-integer with ½, …
  /// - Complexity: about O(spins + bonds).
  public init(_ model: IsingModel, rules: ReductionRules = .all, finestUnit: Double? = nil) {
    self.init(model, rules: rules, finestUnit: finestUnit) { true }!
  }

  /// The same with an end in between.
  ///
  /// - Parameter goesOn: asked now and then.
  /// - Returns: `nil` after it was `false`.
  init?(
    _ model: IsingModel, rules: ReductionRules = .all, finestUnit: Double?, while goesOn: () -> Bool
  ) {
    // No rule makes Σ |J| larger, so that no sum can overflow unless this one is near.
    let size = model.bonds.reduce(model.fields.reduce(0) { $0 + abs($1) }) { $0 + abs($1.coupling) }
    var work = Reduction(model, rules: size < 0x1p1000 ? rules : [], finestUnit: finestUnit)
    guard goesOn(), work.run(while: goesOn), goesOn() else { return nil }
    originalSpinCount = model.spinCount
    energyOffset = work.energyOffset
    steps = work.statistics
    order = work.steps
    kept = (0..<Int32(model.spinCount)).filter { work.isAlive[Int($0)] }
    self.model = Self.rest(work, kept: kept)
  }

  /// The spins that are left as a model of their own.
  private static func rest(_ work: Reduction, kept: [Int32]) -> IsingModel? {
    guard !kept.isEmpty else { return nil }
    var place = [Int32](repeating: -1, count: Int(work.ghost) + 1)
    for (new, old) in kept.enumerated() { place[Int(old)] = Int32(new) }
    var bonds: [Bond] = []
    var fields = [Double](repeating: 0, count: kept.count)
    for (new, old) in kept.enumerated() {
      var half = work.graph.first(old)
      while half != ShrinkingGraph.none {
        let other = work.graph.target[Int(half)]
        let coupling = work.graph.coupling[Int(half >> 1)]
        if other == work.ghost {
          fields[new] = coupling
        } else if other > old {
          bonds.append(Bond(new, Int(place[Int(other)]), coupling))
        }
        half = work.graph.following(half)
      }
    }
    do {
      return try IsingModel(spinCount: kept.count, bonds: bonds, fields: fields)
    } catch {
      preconditionFailure("reduction: \(error)")
    }
  }

  /// The spins of the whole model: those that are left as given, all others optimal for them.
  ///
  /// - Parameter spins: −1 or +1, one for each spin that is left; none where nothing is.
  /// - Complexity: O(original spins).
  public func expand(_ spins: [Int8]) -> [Int8] {
    precondition(spins.count == kept.count, "\(spins.count) spins, expected \(kept.count)")
    // The last one stands for the fields.
    var all = [Int8](repeating: 1, count: originalSpinCount + 1)
    for (spin, place) in zip(spins, kept) { all[Int(place)] = spin }
    for step in order.reversed() {
      var sum = 0.0
      for k in 0..<3 { sum += step.couplings[k] * Double(all[Int(step.neighbours[k])]) }
      all[Int(step.spin)] = sum < 0 ? -1 : 1
    }
    all.removeLast()
    return all
  }
}
