import EnergyBudgets
import HardwareSpecs
import ModelCompiler
public import Reports

extension EstimateReport {
  /// The report for readers.
  ///
  /// - Throws: nothing; other reports draw pictures.
  public func document() throws(PictureError) -> Document {
    Document(
      title: "\(model.name) estimated for \(hardware.name)",
      sections: [Section("", head)]
        + phaseKinds.map { Section(Self.title(of: $0), parts(of: $0)) }
        + [
          Section("What a chip must hold", residency), Section("Memory traffic", traffic),
          Section("Energy by component, without static power", components),
          Section(
            "Assumed",
            Self.assumptions.map { .line("  \($0)") }
              + [
                .note(
                  "Times and counts are means, by the rules that count a run; docs/estimate.md says how far "
                    + "the assumptions are from a run.")
              ]),
        ],
      warnings: warnings, settings: settings, provenance: provenance,
      origin: ["description of the chip": "SHA-256 \(hardware.hash)"])
  }

  private static func title(of kind: PhaseEstimate.Kind) -> String {
    switch kind {
    case .text: "A text"
    case .prompt: "Prompts"
    case .continuation: "Token by token"
    }
  }

  private var head: [Part] {
    let parameters = Quantity.text(Double(model.parameters), "").trimmingSuffix
    var lines = [
      "\(model.name), \(parameters) parameters in \(layers) layers of width \(width), on \(hardware.name): "
        + hardware.summary,
      "\(Quantity.counted(batch, "text")) of \(Quantity.counted(work.context, "token"))"
        + (work.newTokens > 0 ? ", each continued by \(work.newTokens)" : "")
        + (stateElements > 0
          ? "; keys and values of a text: "
            + Quantity.text(Double(stateElements * attentionBits) / 8, "B") + " on the chip"
          : ""),
    ]
    for machine in machines where !machine.variant.additions.isEmpty {
      lines.append(
        "\(machine.name): the description with " + machine.variant.additions.joined(separator: "; ")
      )
    }
    for machine in machines where machine.outline.countedLayers < layers {
      lines.append(
        "\(machine.name): \(machine.outline.countedLayers) of \(layers) layers are counted, each for those "
          + "like it; ways on the mesh are those of the layer that stands")
    }
    return lines.map { .sentence($0) }
  }

  /// The rows of a phase: chips, their twins, devices.
  private func parts(of kind: PhaseEstimate.Kind) -> [Part] {
    var rows: [[Cell]] = []
    var bars: [BarChart.Bar] = []
    func add(
      _ name: String, time: Band, units: Int, energy: Band?, power_W: Double?,
      _ colour: BarChart.Colour, unknown: String
    ) {
      rows.append([
        Cell(name), .band(time, "s"),
        Cell(
          Double(units) / time.nominal,
          Quantity.text(Double(units) / time.nominal, "").trimmingSuffix),
        energy.map { .band($0, "J") } ?? .unknown(unknown, values: 3),
        Cell(energy.map { Quantity.ends($0) } ?? ""),
        Cell(power_W, power_W.map { Quantity.text($0, "W") } ?? ""),
      ])
      bars.append(
        BarChart.Bar(name, energy, figure: .band(energy, "J"), colour: colour))
    }
    for machine in machines {
      guard let phase = machine.phases.first(where: { $0.kind == kind }) else { continue }
      let missing = machine.missing.isEmpty ? "unknown" : Quantity.unknown(machine.missing)
      for (name, cost, colour) in [
        (machine.name, phase.chip, BarChart.Colour.chip), ("  its digital twin", phase.twin, .twin),
      ] + (phase.analogTwin.map { [("  its analog twin", $0, .analog)] } ?? []) {
        add(
          name, time: Band(exactly: cost.time_s), units: phase.units, energy: cost.energy_J?.band,
          power_W: cost.power_W(units: phase.units), colour, unknown: missing)
      }
    }
    for device in devices {
      guard let phase = device.phases.first(where: { $0.kind == kind }) else { continue }
      let count = device.devices.map { $0 > 1 ? "\($0) × " : "" } ?? ""
      let time = phase.time_s.nominal
      add(
        "\(count)\(device.name) \(device.precision)", time: phase.time_s, units: phase.units,
        energy: phase.energy_J,
        power_W: time > 0 ? phase.energy_J.nominal * Double(phase.units) / time : nil, .device,
        unknown: "unknown")
    }
    let unit = kind.unit
    return [
      .table(
        Table(
          kind.rawValue,
          [
            .words("machine", "machine"),
            .figures(
              "time of the batch", "time_low_s", "time_nominal_s", "time_high_s"),
            .figures("\(unit)s/s", "\(unit)s_per_s"),
            .figures(
              "energy a \(unit)", "energy_low_J", "energy_nominal_J", "energy_high_J"),
            .words("[5 % … 95 %]", on: .terminal), .figures("power", "power_W"),
          ], rows)),
      .bars(BarChart("Energy of a \(unit)", unit: "J", axis: .decades, bars: bars)),
    ]
  }

  /// Tiles, bits, dies and silicon.
  private var residency: [Part] {
    guard let needs else { return [] }
    let rows = machines.map { machine -> [Cell] in
      let chip = machine.chip
      return [
        Cell(machine.name), .count(chip.dies.count), .count(machine.outline.tiles),
        .count(chip.geometry.linearTiles), .share(machine.residentShare),
        Cell(
          Double(machine.reloadedBits), Quantity.text(Double(machine.reloadedBits) / 8, "B")),
        Cell(machine.area_mm2, machine.area_mm2.map(Quantity.area) ?? "unknown"),
      ]
    }
    var parts: [Part] = [
      .table(
        Table(
          "residency",
          [
            .words("machine", "machine"), .figures("dies", "dies"),
            .figures("tiles of couplings", "tiles"), .figures("it has", "tiles_available"),
            .figures("stay", "resident_share"), .figures("reloaded a pass", "reloaded_bits"),
            .figures("silicon", "area_mm2"),
          ], rows)),
      .line(
        "  rows of a text that must be held at once: "
          + Quantity.text(Double(needs.buffers_bits) / 8, "B")
          + (batch > 1
            ? "; of \(batch) texts between two loads "
              + Quantity.text(Double(needs.buffers_bits) * Double(batch) / 8, "B") : "")),
    ]
    for device in devices {
      guard let count = device.devices, count > 1 else { continue }
      parts.append(
        .line(
          "  \(device.name): \(Quantity.text(device.memory_B, "B")) of weights, keys, values and rows, "
            + "\(count) devices of \(Quantity.text(device.capacity_B, "B")); they work in turn, the others wait"
        ))
    }
    return parts
  }

  /// What reloads cost, and from which batch on they do not matter.
  private var traffic: [Part] {
    var parts: [Part] = []
    for machine in machines {
      for phase in machine.phases {
        guard let traffic = phase.traffic else { continue }
        let share = traffic.energyShare.map { ", \(Quantity.percent($0)) of its energy" } ?? ""
        parts.append(
          .sentence(
            "\(machine.name), \(Self.title(of: phase.kind).lowercased()): "
              + Quantity.text(Double(traffic.bits) / 8, "B") + " of couplings loaded, "
              + (traffic.energy_J.map { Quantity.text($0, "J") } ?? "unknown energy")
              + " a \(phase.kind.unit)\(share); loads take \(Quantity.text(traffic.loading_s, "s")), of which "
              + "everything else waits for \(Quantity.text(traffic.waiting_s, "s"))."))
        let hides = traffic.hidingBatch.map {
          "computation takes as long as loads from a batch of \(Self.batch($0)) on"
        }
        let pays = traffic.energyBatch.map {
          "everything else takes as much energy as loads from a batch of \(Self.batch($0)) on"
        }
        parts.append(
          .sentence(
            [hides, pays].compactMap(\.self).joined(separator: "; ").capitalizedFirst + "."))
        if let batch = streamingBatch(phase.kind) {
          parts.append(
            .sentence(
              "Streamed texts take less energy than on \(machines[1].name) from a batch of "
                + "\(Self.batch(batch)) on: there most dies wait while one works."))
        }
      }
    }
    return parts
  }

  private static func batch(_ batch: Double) -> String {
    Quantity.count(UInt64(min(1e18, max(1, batch.rounded(.up)))))
  }

  private var components: [Part] {
    guard let machine = machines.first, let phase = machine.phases.last else { return [] }
    let rows = phase.components.map { component -> [Cell] in
      [
        Cell(component.name),
        Cell(
          component.energy_J, component.energy_J.map { Quantity.text($0, "J") } ?? "unknown"),
      ]
    }
    return [
      .table(
        Table(
          "components",
          [
            .words(machine.name, "component"),
            .figures("a \(phase.kind.unit)", "energy_J"),
          ], rows))
    ]
  }
}

extension String {
  /// Without the space in front of a missing unit.
  fileprivate var trimmingSuffix: String { hasSuffix(" ") ? String(dropLast()) : self }

  /// The first letter large.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
