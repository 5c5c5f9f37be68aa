import HardwareSpecs

/// A small sound chip in YAML, to be damaged by tests.
enum SpecSample {
  static let chip = """
    format: ising-npu-chip/1
    name: sample
    summary: a chip for tests
    geometry:
      linear_tiles: {value: 2, source: test}
      race_tiles: {value: 1, source: test}
      gate_agents: {value: 4, source: test}
      norm_units: {value: 1, source: test}
      digital_lanes: {value: 8, source: test}
      tile_rows: {value: 100, source: test}
      tile_columns: {value: 10, source: test}
      coupling_bits: {value: 8, source: test}
      activation_bits: {value: 6, source: test}
    timing:
      clock: {value: 2, unit: GHz, source: test}
      race_load: {value: 0.02, source: test}
    memory:
      on_chip: {value: 1, unit: MB, source: test}
      host_bandwidth: {value: 8, unit: GB/s, source: test}
    prices:
      agent_update: {value: 7.09, unit: fJ, low: 5, high: 10, confidence: medium, source: test}
      off_chip_memory_bit:
        value: 8
        unit: pJ/bit
        low: 4
        high: 40
        confidence: low
        source: test
    static_power:
      leakage: {value: 3, unit: mW, low: 1, high: 9, confidence: derived, source: test}

    """

  /// The sample with one text replaced by another, which must occur exactly once.
  static func chip(replacing old: String, with new: String) -> [UInt8] {
    let parts = chip.components(separatedBy: old)
    precondition(parts.count == 2, "`\(old)` occurs \(parts.count - 1) times, expected once")
    return Array(parts.joined(separator: new).utf8)
  }

  /// The problems that reading these bytes as a chip reports; empty if it is read.
  static func problems(_ bytes: [UInt8]) -> [SpecProblem] {
    do {
      _ = try SpecLibrary.chip(yaml: bytes, file: "t.yaml")
      return []
    } catch {
      return error.problems
    }
  }
}

extension String {
  /// The parts of the text between occurrences of a separator.
  func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
