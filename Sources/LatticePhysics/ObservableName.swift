public import SampleStatistics

/// Names of the observables that every run reports.
public struct ObservableName: Sendable {
  /// In JSON and CSV.
  public let key: String
  /// In tables and charts.
  public let symbol: String
  /// Its estimate; `nil` where it is not defined.
  public let value: @Sendable (ThermalObservables) -> Estimate?

  /// In the order of tables.
  ///
  /// - Parameters:
  ///   - hasField: whether ⟨m⟩ has a sign worth reporting.
  ///   - areColours: whether the order parameter is that of Potts agents.
  public static func all(hasField: Bool, areColours: Bool) -> [ObservableName] {
    var names = [ObservableName(key: "energy_per_spin", symbol: "u") { $0.energy }]
    if hasField {
      names.append(ObservableName(key: "magnetisation", symbol: "⟨m⟩") { $0.magnetisation })
    }
    names += [
      areColours
        ? ObservableName(key: "order_parameter", symbol: "⟨m⟩") { $0.absMagnetisation }
        : ObservableName(key: "abs_magnetisation", symbol: "⟨|m|⟩") { $0.absMagnetisation },
      ObservableName(key: "specific_heat", symbol: "c") { $0.specificHeat },
      ObservableName(key: "susceptibility", symbol: "χ") { $0.susceptibility },
      ObservableName(key: "binder", symbol: "U₄") { $0.binderCumulant },
    ]
    return names
  }
}
