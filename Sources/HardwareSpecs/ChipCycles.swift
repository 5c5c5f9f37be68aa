/// Checks the times of a chip against its clock.
///
/// Executors count cycles as 64-bit integers. A run of 65 535 samples, 512 tokens, 24 layers and 8192
/// gates on one agent stays below 2^63 cycles if no single step takes longer than the limit here.
enum ChipCycles {
  /// Most cycles of the clock that one step of the chip may take.
  static let maximum = 1e6

  /// Reports every step that is longer than `maximum`.
  static func check(_ chip: ChipSpec, in document: SpecDocument) {
    let (timing, memory) = (chip.timing, chip.memory)
    let clock_Hz = timing.clock_Hz
    var steps: [(key: String, what: String, cycles: Double)] = [
      ("timing.beta_settling", "", timing.betaSettling_s * clock_Hz),
      (
        "timing.race_load", "arbitration / race_load takes ",
        timing.arbitration_s / timing.raceLoad * clock_Hz
      ),
      ("timing.maximum_rate", "a firing takes ", clock_Hz / timing.maximumRate_Hz),
      ("timing.gate_rate", "a firing takes ", clock_Hz / timing.gateRate_Hz),
      ("timing.lattice_rate", "a tick takes ", clock_Hz / timing.latticeRate_Hz),
    ]
    if case .converter(_, let columns) = timing.readOut {
      steps.append(
        (
          "timing.read_out.columns_per_converter", "× plane_cycles takes ",
          Double(columns) * Double(timing.planeCycles)
        ))
    }
    steps.append(("memory.host_bandwidth", "a bit takes ", clock_Hz / memory.host_bitsPerSecond))
    if let offChip = memory.offChip_bitsPerSecond {
      steps.append(("memory.off_chip_bandwidth", "a bit takes ", clock_Hz / offChip))
    }
    if chip.dies.count > 1 {
      steps.append(("dies.link_lanes", "a flit takes ", chip.linkFlitCycles))
      steps.append(("dies.link_latency", "", chip.linkLatency_s * clock_Hz))
    }
    for step in steps where step.cycles > maximum * (1 + 1e-9) {
      document.report(
        // A step that keeps its default is too long for the clock alone.
        document.line(of: step.key) ?? document.line(of: "timing.clock"), step.key,
        found: "\(step.what)\(PhysicalUnit.short(step.cycles)) cycles of the clock",
        expected: "at most \(PhysicalUnit.short(maximum))")
    }
  }
}
