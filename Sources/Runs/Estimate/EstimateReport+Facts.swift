import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import ModelCompiler
public import Reports

/// The JSON document of `estimate` (docs/estimate.md).
extension EstimateReport: HasFacts {
  /// Name and version of the layout.
  public static let schema = "ising-npu-estimate/1"

  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": provenance, "model": model, "hardware": hardware,
      "settings": settings, "layers": layers, "width": width, "batch": batch,
      "context": work.context, "new_tokens": work.newTokens,
      "state_bits_per_text": stateElements * attentionBits,
      "state_elements_per_text": stateElements,
      "needs": needs.map { needs in
        [
          "tiles": needs.allTiles,
          "coupling_bits": needs.couplingBits.reduce(0) { $0 + $1.amount },
          "buffers_bits": needs.buffers_bits,
          "table_bits": needs.tables.reduce(0) { $0 + $1.amount },
        ] as Facts
      },
      "machines": machines.map(facts), "reference": devices.map(facts),
      "streaming_batch": Facts(
        phaseKinds.map { ($0.rawValue, streamingBatch($0)) }),
      "assumptions": Self.assumptions, "warnings": warnings,
    ]
  }

  private func facts(of machine: MachineEstimate) -> Facts {
    let chip = machine.chip
    return [
      "name": machine.name, "kind": machine.variant.kind.rawValue,
      "additions": machine.variant.additions, "dies": chip.dies.count,
      "area_mm2": machine.area_mm2, "tiles": machine.outline.tiles,
      "tiles_available": chip.geometry.linearTiles,
      "coupling_bits": machine.outline.couplingBits,
      "resident_coupling_bits": machine.outline.residentCouplingBits,
      "resident_share": machine.residentShare, "reloaded_bits": machine.reloadedBits,
      "counted_layers": machine.outline.countedLayers,
      "on_chip_memory_bits": chip.memory.onChip_bits,
      "start": ["time_s": machine.start_s, "energy_J": machine.start_J?.band] as Facts,
      "missing_prices": machine.missing.map(\.rawValue),
      "phases": machine.phases.map { phase in
        [
          "phase": phase.kind.rawValue, "per": phase.kind.unit, "units": phase.units,
          "cycles": phase.record.timeline.totalCycles,
          "chip": Self.facts(of: phase.chip, units: phase.units),
          "twin": Self.facts(of: phase.twin, units: phase.units),
          "analog_twin": phase.analogTwin.map { Self.facts(of: $0, units: phase.units) },
          "traffic": phase.traffic.map(Self.facts),
          "counts": Self.facts(of: phase.record.total),
          "by_component_J": Facts(phase.components.map { ($0.name, $0.energy_J) }),
        ] as Facts
      },
    ]
  }

  private static func facts(of cost: PhaseEstimate.Cost, units: Int) -> Facts {
    [
      "time_s": cost.time_s, "per_s": cost.time_s > 0 ? Double(units) / cost.time_s : nil,
      "energy_J": cost.energy_J?.band, "power_W": cost.power_W(units: units),
    ]
  }

  private static func facts(of traffic: PhaseEstimate.Traffic) -> Facts {
    [
      "bits": traffic.bits, "energy_J": traffic.energy_J, "energy_share": traffic.energyShare,
      "loading_s": traffic.loading_s, "waiting_s": traffic.waiting_s,
      "hiding_batch": traffic.hidingBatch, "energy_batch": traffic.energyBatch,
    ]
  }

  private static func facts(of counts: ActionCounts) -> Facts {
    Facts(counts.present.map { ($0.rawValue, counts[$0]) })
  }

  private func facts(of device: DeviceEstimate) -> Facts {
    [
      "device": device.name, "precision": device.precision, "memory_B": device.memory_B,
      "capacity_B": device.capacity_B, "devices": device.devices,
      "phases": device.phases.map { phase in
        [
          "phase": phase.kind.rawValue, "per": phase.kind.unit, "units": phase.units,
          "time_s": phase.time_s, "per_s": Double(phase.units) / phase.time_s.nominal,
          "energy_J": phase.energy_J, "flops": phase.flops,
        ] as Facts
      },
    ]
  }
}
