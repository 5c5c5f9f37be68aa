extension IsingProblem {
  /// The same problem as a maximum cut, with W − 2 cut + offset = the objective, W = Σ w.
  ///
  /// Fields become edges to one more vertex, the last: −h_i s_i = −h_i s_i s_N where s_N = +1. A state
  /// of the cut with s_N = −1 means the same with all spins turned: spin i of this problem is s_i s_N.
  public func asMaximumCut() -> IsingProblem {
    let spinCount = model.spinCount
    var bonds = model.bonds
    for (spin, field) in model.fields.enumerated() where field != 0 {
      bonds.append(Bond(spin, spinCount, field))
    }
    guard bonds.count > model.bonds.count else {
      var same = self
      same.kind = .maximumCut
      same.binaryTerms = nil
      same.isMaximised = false
      return same
    }
    guard let cut = try? IsingModel(spinCount: spinCount + 1, bonds: bonds) else {
      preconditionFailure("a model's own couplings and fields make no model")
    }
    let name = VariableLabel.text("field")
    return IsingProblem(
      kind: .maximumCut, model: cut, offset: offset,
      labels: labels.map { $0 + [$0.contains(name) ? .list([name]) : name] }, warnings: warnings)
  }
}
