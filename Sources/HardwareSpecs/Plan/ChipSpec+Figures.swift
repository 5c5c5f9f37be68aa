import ChipComponents

extension ChipSpec {
  /// Every derived figure by name, in the units of `spec show`.
  public var derivedFigures: [String: Double] {
    Dictionary(
      Formula.derived(behind: ChipPlan(self).rows).compactMap { row in
        row.figure.map { ($0.name, $0.value) }
      }, uniquingKeysWith: { $1 })
  }
}
