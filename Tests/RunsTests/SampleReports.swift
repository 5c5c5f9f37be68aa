import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports
import Runs
import VirtualChip

/// Reports made by hand.
enum SampleReports {
  static func price(_ nominal: Double) -> Price {
    Price(
      Band(low: nominal / 2, nominal: nominal, high: nominal * 3), source: "test",
      confidence: .assumption)
  }

  /// A chip with a price for every action but `missing`.
  static func chip(
    missing: Set<Action> = [], statics: [String: Double] = ["leakage": 0.5],
    claimed: Double? = 5
  ) -> ChipSpec {
    var prices: [Action: Price] = [:]
    for action in Action.allCases where !missing.contains(action) {
      prices[action] = price(1e-15 * Double(1 + action.index))
    }
    return ChipSpec().with { chip in
      chip.name = "sample"
      chip.summary = "a chip for tests"
      chip.geometry = ChipGeometry().with {
        ($0.linearTiles, $0.raceTiles, $0.gateAgents, $0.normUnits) = (1, 1, 1, 1)
        ($0.digitalLanes, $0.tileRows, $0.tileColumns) = (1, 1, 1)
        ($0.couplingBits, $0.activationBits) = (1, 1)
      }
      chip.memory.host_bitsPerSecond = 1
      chip.prices = prices
      chip.staticPower = statics.sorted { $0.key < $1.key }.map {
        StaticPower(name: $0.key, power_W: price($0.value))
      }
      chip.claimedPower_W = claimed.map { price($0) }
      chip.hash = "c0ffee"
    }
  }

  /// One text: a fetch outside the layers, then in each layer four instructions that overlap, and an
  /// instruction that counts nothing and takes no time.
  static func textRecord(layers: Int = 2, scale: Int = 1, clock_Hz: Double = 1e9)
    -> ExecutionRecord
  {
    var timeline = Timeline(clock_Hz: clock_Hz)
    var records: [InstructionRecord] = []
    func place(_ name: String, _ layer: Int?, _ actions: [(ChipComponent, Action, ActionClass)]) {
      var record = InstructionRecord(instruction: records.count, name: name, layer: layer)
      for (index, action) in actions.enumerated() {
        record.add(action.1, action.2, on: action.0, scale * (1000 * (index + 1) + records.count))
      }
      records.append(record)
    }
    place("fetch", nil, [(.memory, .onChipMemoryBit, .deterministic)])
    timeline.place(instruction: 0, cycles: 50)
    for layer in 0..<layers {
      let first = records.count
      place(
        "layer\(layer).query", layer,
        [
          (.linearTiles, .couplingEvaluation, .deterministic),
          (.network, .networkBitHop, .deterministic),
        ])
      place(
        "layer\(layer).key", layer, [(.linearTiles, .couplingEvaluation, .deterministic)])
      place("layer\(layer).race", layer, [(.raceTiles, .agentUpdate, .sampling)])
      place(
        "layer\(layer).beta, \"settle\"", layer,
        [(.periphery, .digitalOperation, .deterministic)])
      place("layer\(layer).barrier", layer, [])
      let start = timeline.totalCycles
      for member in 0..<3 {
        timeline.place(
          instruction: first + member, startCycle: start + UInt64(10 * member), cycles: 70)
      }
      timeline.place(instruction: first + 3, startCycle: start + 90, cycles: 0)
      timeline.advance(90)
    }
    var record = ExecutionRecord(
      instructions: records, timeline: timeline, couplingBits: 100, residentCouplingBits: 75)
    for index in records.indices where records[index].name.hasSuffix("query") {
      record.instructions[index].twin = TwinWork(
        component: .linearTiles, multiplierBits: UInt64(40 * scale),
        analog: AnalogWork(
          products: UInt64(40 * scale), activeProducts: UInt64(10 * scale),
          conversions: UInt64(5 * scale)))
    }
    return record
  }

  static let texts = [
    "A <script>alert(\"1 & 2\")</script> text", "Zwölf Boxkämpfer, \u{1f600}\n\"zweite\" Zeile",
    "\u{0}\u{1b}[31m\u{202e}\u{2028}\u{fffe}",
  ]

  /// A run of `texts` with unlike chips, twins and devices.
  static func report(
    chip: ChipSpec = SampleReports.chip(), layers: Int = 2, scale: Int = 1,
    clock_Hz: Double = 1e9, texts: [String] = SampleReports.texts
  ) -> RunReport {
    var record = textRecord(layers: layers, scale: scale, clock_Hz: clock_Hz)
    for _ in 1..<max(texts.count, 1) {
      record.append(textRecord(layers: layers, scale: scale, clock_Hz: clock_Hz))
    }
    let twin = DigitalTwin.record(of: record)
    let prices = DrawnPrices(chip)
    func machine(_ record: ExecutionRecord) -> RunReport.Machine {
      .init(record: record, budget: ChipBudget(record: record, prices: prices))
    }
    func costs(_ record: ExecutionRecord, _ rate: Double) -> TextCosts? {
      guard !texts.isEmpty else { return nil }
      return TextCosts(
        of: record, at: prices, texts: texts.count,
        throughput: Throughput(texts_perSecond: rate, bottleneck: "race tiles", busyShare: 1))
    }
    func cost(_ batch: Int, _ energy: Double) -> RunReport.DeviceCost {
      .init(
        device: "gpu-1", precision: "fp16", batch: batch,
        time_s: Band(low: energy / 900, nominal: energy / 400, high: energy / 200),
        energy_J: Band(low: energy / 2, nominal: energy, high: energy * 2))
    }
    let outputs = texts.enumerated().map { index, text in
      RunReport.Output(
        text: text, tokenIDs: [101, 2000 + index, 102], embedding: [0.1, -0.25, .nan],
        referenceEmbedding: [0.1, -0.25, 1e-30], cosine: 0.99 - Double(index) / 100)
    }
    var pairs: [RunReport.Pair] = []
    for second in texts.indices {
      for first in 0..<second {
        pairs.append(
          .init(
            first: first, second: second, chip: 0.1 * Double(first + second),
            reference: 0.1 * Double(first + second) + 0.01))
      }
    }
    var report = RunReport(
      provenance: Provenance(
        arguments: ["run", "a model", "--text", "it's <b>"], seed: .max, specHash: "c0ffee"),
      model: ModelName(name: "mini <model>", parameters: 1_234_567),
      hardware: ChipName(name: chip.name, summary: chip.summary, hash: chip.hash),
      settings: [
        "samples": 64, "draws": 256, "fidelity": "sampled", "weight_bits": 8,
        "activation_bits": 8, "outlier_channels": 4, "seed": UInt64.max,
      ],
      accuracy: .init(
        cosineMean: 0.995, cosineMinimum: 0.97, spearman: nil, largestSimilarityError: .infinity),
      outputs: outputs, chip: machine(record),
      start: machine(textRecord(layers: 0, scale: scale, clock_Hz: clock_Hz)), twin: machine(twin))
    report.analogTwin = AnalogTwin.record(of: record).map(machine)
    report.area_mm2 = 700
    report.chip.times = TimeShares(
      text_s: 230e-9,
      units: [
        .init(unit: "linear tiles", share: 0.75, busy: 0.9),
        .init(unit: "norm units", share: 0.25, busy: 0.3),
      ],
      layers: [
        .init(layer: nil, share: 0.2), .init(layer: 0, share: 0.35), .init(layer: 1, share: 0.45),
      ])
    report.pairs = pairs
    report.chip.costs = costs(record, 1e7)
    report.twin.costs = costs(twin, 2e7)
    if let analog = report.analogTwin { report.analogTwin?.costs = costs(analog.record, 2e7) }
    report.ceilings = CeilingPrices(record: record, chip: chip)
    report.devices = [.init(single: cost(1, 0.3), saturated: cost(256, 0.01))]
    report.uncertainty = RunUncertainty(of: report, at: prices)
    report.warnings = ["5 prices are <assumptions> & marked so."]
    return report
  }
}

/// |a − b| ≤ tolerance · max(|a|, |b|).
func agree(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  abs(a - b) <= tolerance * max(abs(a), abs(b))
}
