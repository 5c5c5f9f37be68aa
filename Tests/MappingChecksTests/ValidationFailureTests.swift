import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Reports
import MappingChecks
import Testing
import TransformerModels
import VirtualChip

/// Each fault of a chip or mapping makes its check fail, and no other one that it has no part in.
@Suite struct ValidationFailureTests {
  @Test func aSoundMappingFailsNothing() throws {
    let checks = try ValidationBench.checks()
    #expect(checks.failures.isEmpty)
    #expect(checks.count == 41)
    #expect(checks.values.allSatisfy { $0.value?.isFinite ?? true })
  }

  @Test func tooFewTiles() throws {
    let checks = try ValidationBench.checks {
      $0.floorCosine = 0.9
    } chip: {
      $0.geometry.linearTiles = 5
    }
    let tiles = try #require(checks["capacity.linear-tiles"])
    // 6 arrays of one tile each.
    #expect(tiles.value == 6 && tiles.limit == 5 && tiles.margin == -0.2)
    #expect(tiles.detail.contains("short by 1"))
    #expect(
      checks.failures == ["capacity.linear-tiles", "program.fits", "residency.couplings"])
    // Numbers are judged all the same, times are not.
    #expect(checks["precision.floor"]?.value != nil && checks["latency.text"] == nil)
  }

  @Test func offChipMemoryAllowsReloads() throws {
    let checks = try ValidationBench.checks(chip: {
      $0.geometry.linearTiles = 5
      $0.memory.offChip_bitsPerSecond = 1e12
    })
    #expect(checks.failures.isEmpty)
    let residency = try #require(checks["residency.couplings"]?.value)
    #expect(residency > 0 && residency < 1)
  }

  /// A fault of a chip, and the check that it fails.
  struct Fault: Sendable {
    var name: String
    var change: @Sendable (inout ChipSpec) -> Void
  }

  private static let faults = [
    Fault(name: "fan-in.couplings") { $0.geometry.maximumFanIn = 15 },
    Fault(name: "fan-in.race-rows") { $0.geometry.tileRows = 3 },
    Fault(name: "capacity.race-tiles") { $0.geometry.raceTiles = 0 },
    Fault(name: "capacity.gate-agents") { $0.geometry.gateAgents = 0 },
    Fault(name: "capacity.norm-units") { $0.geometry.normUnits = 0 },
    Fault(name: "capacity.on-chip-memory") { $0.memory.onChip_bits = 4000 },
    Fault(name: "couplings.bits") { $0.geometry.couplingBits = 7 },
    Fault(name: "codes.bits") { $0.geometry.activationBits = 7 },
    Fault(name: "read-out.bits") {
      $0.timing.readOut = .converter(bits: 4, columnsPerConverter: 1)
    },
  ]

  @Test func aMissingPart() throws {
    for fault in Self.faults {
      let checks = try ValidationBench.checks(chip: fault.change)
      #expect(checks.failures.contains(fault.name))
      #expect(Set(checks.failures).subtracting([fault.name, "program.fits"]).isEmpty)
      // A share of a limit of 0 is not defined.
      let check = try #require(checks[fault.name])
      #expect(check.limit == 0 ? check.margin == nil : check.margin ?? 0 < 0)
      #expect(checks["precision.floor"]?.passed == true)
    }
  }

  @Test func coarseWeights() throws {
    let checks = try ValidationBench.checks { $0.precision.weightBits = 2 }
    #expect(checks.failures.contains("precision.floor"))
    #expect(checks["precision.floor"]?.detail.contains("weight bits dominate") == true)
  }

  @Test func coarseCodes() throws {
    let checks = try ValidationBench.checks {
      $0.precision.activationBits = 4
      $0.precision.attentionBits = 12
      $0.precision.outlierChannels = 0
      $0.floorCosine = 0.9999
    }
    #expect(checks.failures.contains("codes.noise"))
    #expect(checks["precision.floor"]?.detail.contains("activation bits dominate") == true)
  }

  @Test func saturatedCouplings() throws {
    let checks = try ValidationBench.checks {
      $0.precision.weightBits = 2
      $0.precision.weightRange = .leastSquares
    }
    #expect(checks.failures.contains("couplings.saturation"))
  }

  /// What collisions cost a real model: `ValidateCommandTests`.
  @Test func aLoadedRaceCollides() throws {
    let checks = try ValidationBench.checks {
      $0.settings.samples = 4096
    } chip: {
      $0.timing.raceLoad = 1
      $0.timing.maximumRate_Hz = 1e12
    }
    #expect(checks.failures == ["race.collisions"])
    #expect((checks["race.collision-loss"]?.value ?? 0) > 0)
  }

  @Test func aSlowAgentSaturates() throws {
    let checks = try ValidationBench.checks(chip: { $0.timing.maximumRate_Hz = 5e7 })
    #expect(checks.failures.contains("race.saturation"))
    #expect(!checks.failures.contains("race.collisions"))
  }

  @Test func aCoarseScoreConverter() throws {
    let checks = try ValidationBench.checks(chip: { $0.timing.scoreBits = 3 })
    #expect(checks.failures.contains("race.score-converter"))
  }

  @Test func logisticGates() throws {
    let checks = try ValidationBench.checks { $0.gateThreshold = .logistic }
    #expect(checks.failures.contains("gates.bias"))
    #expect(abs((checks["gates.bias"]?.value ?? 0) - 0.02033) < 1e-5)
    #expect((checks["gates.bias-loss"]?.value ?? 0) > 0)
  }

  @Test func aNarrowFieldConverter() throws {
    let checks = try ValidationBench.checks(chip: {
      $0.devices.fieldBits = 3
      $0.devices.fieldRange = 0.5
    })
    #expect(checks.failures.contains("gates.field-converter"))
  }

  @Test func looseNorms() throws {
    let checks = try ValidationBench.checks(chip: { $0.timing.normTolerance = 0.5 })
    #expect(checks.failures.contains("norms.error") && checks.failures.contains("norms.loss"))
  }

  @Test func tooFewSamples() throws {
    let checks = try ValidationBench.checks { $0.settings.samples = 2 }
    #expect(checks.failures == ["samples.cosine"])
  }

  @Test func longMemory() throws {
    let checks = try ValidationBench.checks(chip: { $0.devices.retention_s = 2e-9 })
    // Gates draw at 1 GHz: q = 2/3, and K_eff = K/(1 + 4 − 2·6/K·(1 − q^K)) by the finite geometric
    // sum; races have no memory.
    #expect(checks.failures.contains("samples.effective-gates"))
    let expected = 256 / (5 - 12 / 256.0)
    #expect(abs((checks["samples.effective-gates"]?.value ?? 0) - expected) < 1e-6)
    #expect(checks["samples.effective-races"]?.value == 256)
    // The devices are simulated, and what they cost is known.
    #expect(checks["devices.cosine"]?.value ?? 0 > 0.9)
  }

  @Test func slowCouplings() throws {
    let chip = try ValidationBench.chip { $0.devices.couplingDelay_s = 2e-11 }
    let applied = DelayCheck.checks(
      chip: chip, relaxing: [.latticeTiles, .raceTiles], tolerance: 0.01)[0]
    #expect(!applied.passed && abs((applied.value ?? 0) - 0.02) < 1e-12 && applied.margin == -1)
    let idle = DelayCheck.checks(chip: chip, relaxing: [], tolerance: 0.01)[0]
    #expect(idle.passed && idle.value == nil && idle.detail.hasPrefix("not applicable"))
  }

  @Test func aLatencyOutOfReach() throws {
    let checks = try ValidationBench.checks { $0.latencyTarget_s = 1e-6 }
    #expect(checks.failures == ["latency.text"])
  }

  @Test func aModelWithoutEnergyTerms() throws {
    var graph = TinyModel().graph
    for index in graph.nodes.indices {
      guard case .attention(let found) = graph.nodes[index].operation else { continue }
      var shape = found
      shape.keyValueHeads = 0
      graph.nodes[index].operation = .attention(shape)
    }
    let subject = ValidationSubject(
      graph: graph, chip: try ValidationBench.chip(), tokens: ValidationBench.tokens,
      options: ValidationOptions())
    let results = try ValidationResults(of: subject)
    #expect(results.checks.map(\.name) == ["program.fits"])
    #expect(results.checks[0].detail.contains("key heads"))
    #expect(results.omissions.contains { $0.name == "capacity" })
  }
}
