extension ChipSpec {
  /// Whether the description states devices that no law of counts has: only a simulation agent by agent
  /// follows them.
  public var needsSimulatedAgents: Bool {
    var rest = devices
    rest.table = devices.table?.atRest == devices.table ? nil : devices.table
    if case .counter = timing.readOut {
      // Counters have no conversions; couplings of lattices are no part of a transformer.
      rest.converterNoise = 0
      rest.converterFullScale = nil
      rest.couplingVariation = 0
    }
    rest.couplingDelay_s = 0
    return !rest.areIdeal
  }
}
