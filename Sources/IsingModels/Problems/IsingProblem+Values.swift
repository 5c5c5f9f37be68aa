// Values of states, added up from the file's own numbers and rounded once.
extension IsingProblem {
  /// The objective of a state: E(s) + offset, or Σ Q x x + Σ Q x + constant.
  ///
  /// - Parameter spins: −1 or +1, one a variable.
  /// - Complexity: O(spins + bonds).
  public func objective(of spins: [Int8]) -> Double {
    precondition(spins.count == model.spinCount, "\(spins.count) spins of \(model.spinCount)")
    guard let binaryTerms else { return model.energy(of: spins, from: offset) }
    var sum = TwoSum(binaryTerms.constant)
    for bond in model.bonds where spins[Int(bond.first)] > 0 && spins[Int(bond.second)] > 0 {
      sum.add(-4 * bond.coupling)
    }
    for (spin, value) in zip(spins, binaryTerms.linear) where spin > 0 { sum.add(value) }
    return sum.value
  }

  /// What the file speaks of: the cut, the value that is to be maximised, or the objective.
  public func value(of spins: [Int8]) -> Double {
    guard kind == .maximumCut else {
      let objective = objective(of: spins)
      return isMaximised ? 0 - objective : objective
    }
    var sum = TwoSum(0)
    for bond in model.bonds where spins[Int(bond.first)] != spins[Int(bond.second)] {
      sum.add(-bond.coupling)
    }
    return sum.value
  }

  /// How far the values of states that are equal on paper may be apart: decimals of the file are no
  /// Float64, whole numbers are.
  public var valueTolerance: Double {
    var sizes = 0.0
    func add(_ value: Double) { if value != value.rounded() { sizes += abs(value) } }
    let factor: Double = binaryTerms == nil ? 1 : 4
    for bond in model.bonds { add(factor * bond.coupling) }
    for value in binaryTerms?.linear ?? model.fields { add(value) }
    add(binaryTerms?.constant ?? offset)
    return 2 * sizes * .ulpOfOne
  }
}
