/// The work of `ReducedModel`: rules applied until none is left that applies.
///
/// Spin `ghost` stands for the fields. It is never eliminated, and it is up in the end.
struct Reduction {
  let rules: ReductionRules
  let finestUnit: Double?
  let ghost: Int32
  private(set) var graph: ShrinkingGraph
  private(set) var steps: [ReductionStep] = []
  private(set) var statistics = ReductionStatistics()
  private(set) var energyOffset = 0.0
  private(set) var isAlive: [Bool]

  /// Spins that had 0 or 1, 2 and 3 edges when they were put down; checked again when taken.
  private var small: [[Int32]] = [[], [], []]
  /// Spins whose couplings changed since they were last looked at by domination, first come first
  /// served: a spin of many neighbours is looked at once for many changes.
  private var changed: [Int32] = []
  private var isChanged: [Bool]
  /// Changes of each spin's couplings since it was last looked at by domination. A spin of many
  /// neighbours waits for many changes: each look costs as much as it has neighbours.
  private var changes: [Int32]

  init(_ model: IsingModel, rules: ReductionRules, finestUnit: Double?) {
    self.rules = rules
    self.finestUnit = finestUnit
    ghost = Int32(model.spinCount)
    graph = ShrinkingGraph(model)
    isAlive = Array(repeating: true, count: model.spinCount + 1)
    isChanged = Array(repeating: false, count: model.spinCount + 1)
    changes = Array(repeating: 0, count: model.spinCount + 1)
    for spin in 0..<ghost { touch(spin) }
    // Every spin is looked at once.
    _ = callWaiting()
  }

  /// Applies rules until none is left. Those that neither make couplings finer nor add any come first.
  ///
  /// - Parameter goesOn: asked after some thousand spins.
  /// - Returns: whether it came to the end.
  mutating func run(while goesOn: () -> Bool) -> Bool {
    var nextChanged = 0
    var looks = 0
    while true {
      looks &+= 1
      if looks & 0xfff == 0, !goesOn() { return false }
      if let spin = small[0].popLast() {
        eliminateLeaf(spin)
      } else if let spin = small[1].popLast() {
        eliminateChain(spin)
      } else if nextChanged < changed.count {
        let spin = changed[nextChanged]
        nextChanged += 1
        isChanged[Int(spin)] = false
        changes[Int(spin)] = 0
        mergeDominated(spin)
        // The part that was served is cut off when it is the larger one.
        if nextChanged > 4096, 2 * nextChanged > changed.count {
          changed.removeFirst(nextChanged)
          nextChanged = 0
        }
      } else if let spin = small[2].popLast() {
        eliminateStar(spin)
      } else if !callWaiting() {
        return true
      }
    }
  }

  /// Puts a spin down for the rules that may apply now.
  private mutating func touch(_ spin: Int32) {
    guard spin != ghost, isAlive[Int(spin)] else { return }
    let degree = graph.degree[Int(spin)]
    if degree <= 3 { small[max(Int(degree) - 1, 0)].append(spin) }
    guard rules.contains(.dominatedSpins), degree > 1 else { return }
    changes[Int(spin)] += 1
    guard !isChanged[Int(spin)], degree <= 32 || 2 * changes[Int(spin)] >= degree else { return }
    isChanged[Int(spin)] = true
    changed.append(spin)
  }

  /// Puts down all spins that changed and still wait to be looked at; false if there are none.
  private mutating func callWaiting() -> Bool {
    let before = changed.count
    for spin in 0..<ghost
    where changes[Int(spin)] > 0 && isAlive[Int(spin)] && !isChanged[Int(spin)] {
      isChanged[Int(spin)] = true
      changed.append(spin)
    }
    return changed.count > before
  }

  /// Adds a coupling, which may be 0, between spins that lost an edge.
  private mutating func add(_ a: Int32, _ b: Int32, _ coupling: Double) {
    graph.add(a, b, coupling)
    touch(a)
    touch(b)
  }

  /// Takes a spin with few edges out; its former neighbours and couplings become its step.
  private mutating func takeOut(_ spin: Int32) -> ReductionStep {
    var step = ReductionStep(spin: spin, ghost: ghost)
    var place = 0
    while graph.first(spin) != ShrinkingGraph.none {
      let half = graph.first(spin)
      step.neighbours[place] = graph.target[Int(half)]
      step.couplings[place] = graph.coupling[Int(half >> 1)]
      graph.remove(half >> 1)
      place += 1
    }
    isAlive[Int(spin)] = false
    steps.append(step)
    return step
  }

  /// A spin with one coupling follows it: E contributes −|J|. A spin without any is free.
  private mutating func eliminateLeaf(_ spin: Int32) {
    let degree = graph.degree[Int(spin)]
    guard isAlive[Int(spin)], degree <= 1, degree == 0 || rules.contains(.leaves) else { return }
    let step = takeOut(spin)
    energyOffset -= abs(step.couplings[0])
    if degree == 0 { statistics.free += 1 } else { statistics.leaves += 1 }
    touch(step.neighbours[0])
  }

  /// min over s of −s (J₁ s₁ + J₂ s₂) = −max(|J₁|, |J₂|) − J s₁ s₂ with
  /// J = (|J₁ + J₂| − |J₁ − J₂|)/2, which is the smaller of both with the sign of their product.
  private mutating func eliminateChain(_ spin: Int32) {
    guard rules.contains(.chains), isAlive[Int(spin)], graph.degree[Int(spin)] == 2 else { return }
    let step = takeOut(spin)
    let (a, b) = (step.couplings[0], step.couplings[1])
    energyOffset -= max(abs(a), abs(b))
    statistics.chains += 1
    let size = min(abs(a), abs(b))
    add(step.neighbours[0], step.neighbours[1], (a < 0) == (b < 0) ? size : -size)
  }

  /// min over s of −s Σ J_k s_k = −|Σ J_k s_k|, an even function of three spins: a constant and three
  /// couplings.
  private mutating func eliminateStar(_ spin: Int32) {
    guard rules.contains(.stars), isAlive[Int(spin)], graph.degree[Int(spin)] == 3 else { return }
    var j = SIMD4<Double>()
    var half = graph.first(spin)
    for k in 0..<3 {
      j[k] = graph.coupling[Int(half >> 1)]
      half = graph.following(half)
    }
    // |Σ J_k s_k| with all up, and with one down.
    let up = abs(j.x + j.y + j.z)
    let first = abs(j.y + j.z - j.x)
    let second = abs(j.x + j.z - j.y)
    let third = abs(j.x + j.y - j.z)
    let pairs = SIMD3(
      0.25 * ((up - first) + (third - second)), 0.25 * ((up - first) + (second - third)),
      0.25 * ((up - third) + (first - second)))
    if let unit = finestUnit {
      guard (0..<3).allSatisfy({ (pairs[$0] / unit).rounded() * unit == pairs[$0] }) else { return }
    }
    let step = takeOut(spin)
    energyOffset -= 0.25 * (up + first + second + third)
    statistics.stars += 1
    let n = step.neighbours
    add(n[0], n[1], pairs.x)
    add(n[0], n[2], pairs.y)
    add(n[1], n[2], pairs.z)
  }

  /// With |J_ij| ≥ Σ of all other |J| at i, s_i = sign(J_ij) s_j in some ground state for any states of
  /// the other spins: both become one spin.
  private mutating func mergeDominated(_ spin: Int32) {
    guard isAlive[Int(spin)], graph.degree[Int(spin)] > 1 else { return }
    var largest = ShrinkingGraph.none
    var size = 0.0
    var half = graph.first(spin)
    while half != ShrinkingGraph.none {
      let value = abs(graph.coupling[Int(half >> 1)])
      if value > size { (largest, size) = (half, value) }
      half = graph.following(half)
    }
    // Added up without the largest, so that no difference of sums is rounded.
    var others = 0.0
    half = graph.first(spin)
    while half != ShrinkingGraph.none {
      if half != largest { others += abs(graph.coupling[Int(half >> 1)]) }
      if others > size { return }
      half = graph.following(half)
    }
    merge(largest)
  }

  /// Joins the ends of an edge: the one with fewer neighbours goes, its couplings move to the other.
  private mutating func merge(_ half: Int32) {
    let coupling = graph.coupling[Int(half >> 1)]
    var (goes, stays) = (graph.target[Int(half ^ 1)], graph.target[Int(half)])
    if goes == ghost || (stays != ghost && graph.degree[Int(goes)] > graph.degree[Int(stays)]) {
      swap(&goes, &stays)
    }
    graph.remove(half >> 1)
    energyOffset -= abs(coupling)
    var step = ReductionStep(spin: goes, ghost: ghost)
    step.neighbours[0] = stays
    step.couplings[0] = coupling
    steps.append(step)
    statistics.dominated += 1
    isAlive[Int(goes)] = false
    while graph.first(goes) != ShrinkingGraph.none {
      let half = graph.first(goes)
      let (neighbour, value) = (graph.target[Int(half)], graph.coupling[Int(half >> 1)])
      graph.remove(half >> 1)
      add(stays, neighbour, coupling < 0 ? -value : value)
      touch(neighbour)
    }
    touch(stays)
  }
}

/// How an eliminated spin follows from at most three others: s = sign(Σ J_k s_k), up for 0.
struct ReductionStep: Sendable, Equatable {
  let spin: Int32
  /// The ghost, with coupling 0, where there are fewer than three.
  var neighbours: SIMD4<Int32>
  var couplings = SIMD4<Double>()

  init(spin: Int32, ghost: Int32) {
    self.spin = spin
    neighbours = SIMD4(repeating: ghost)
  }
}
