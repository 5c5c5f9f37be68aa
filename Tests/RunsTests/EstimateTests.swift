import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Runs
import Testing
import TransformerModels
import VirtualChip

/// Estimates from a configuration against the same program with weights, hand-counted sizes, and themselves.
@Suite struct EstimateTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  private static func request(_ file: String, hardware: String = "ceas-ising-5w") -> EstimateRequest
  {
    EstimateRequest(
      configuration: fixtures.appendingPathComponent(file).path, hardware: hardware,
      references: ["h100-sxm"],
      settings: RunSettings(fidelity: .expectation, draws: .systematic, samples: 64),
      arguments: [])
  }

  private static func json(_ request: EstimateRequest) throws -> [String: Any] {
    let data = try JSONEncoder().encode(EstimateRun.perform(request))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  // MARK: Sizes that are counted by hand

  @Test func `GPT-3 has 174.6 billion parameters`() throws {
    // Brown et al. 2020, table 2.1: 96 layers of width 12 288; 50 257 words and 2048 places; tied logits. A layer has
    // 12 d² weights, 9 d + 4 d biases and gains.
    let (d, layers) = (12_288, 96)
    let parameters = (50_257 + 2_048) * d + layers * (12 * d * d + 13 * d) + 2 * d
    let outline = try ModelOutline.read(
      configuration: Self.fixtures.appendingPathComponent("gpt3-175b.json").path)
    #expect(outline.graph.parameterCount == parameters)
    #expect(parameters == 174_604_259_328)
  }

  @Test func `Llama 3.1 has 405.85 billion parameters and half a megabyte of state a token`() throws
  {
    let (d, inner, layers, words) = (16_384, 53_248, 126, 128_256)
    let layer = 2 * d * d + 2 * d * 1_024 + 3 * d * inner + 2 * d
    let request = Self.request("llama-3.1-405b.json")
    let outline = try ModelOutline.read(configuration: request.configuration)
    #expect(outline.graph.parameterCount == 2 * words * d + layers * layer + d)
    #expect(outline.graph.parameterCount == 405_853_388_800)
    var asked = request
    (asked.context, asked.newTokens) = (96, 4)
    let report = try Self.json(asked)
    // 8 heads of 128, keys and values, of 100 tokens.
    #expect(report["state_elements_per_text"] as? Int == 2 * layers * 8 * 128 * 100)
    // 16-bit weights and state: 811.7 GB, and devices of 80.
    let device = try #require((report["reference"] as? [[String: Any]])?.first)
    #expect(device["devices"] as? Int == 11)
  }

  // MARK: Against weights

  /// The small model with weights and from its configuration alone.
  private static func both(
    _ folder: URL, _ chip: ChipSpec, tokens: [Int]
  ) throws -> (
    real: VirtualChip.Execution, program: Program, foreseen: ExecutionRecord,
    outline: ProgramOutline
  ) {
    let model = try LoadedModel.load(folder: folder.path)
    let program = try ModelCompiler.compile(model.graph, for: chip, precision: Precision())
    let settings = RunSettings(fidelity: .expectation, draws: .systematic, samples: 64)
    let real = try VirtualChip(program: program, chip: chip).run(tokens: tokens, settings: settings)
    let graph = try ModelOutline.read(
      configuration: folder.appendingPathComponent("config.json").path
    ).graph
    let outline = try ProgramOutline(of: graph, for: chip, precision: Precision())
    var foresight = try Foresight(
      on: VirtualChip(program: outline.program, chip: chip), settings: settings)
    try foresight.take(0..<tokens.count)
    return (real, program, foresight.record, outline)
  }

  private static func chip() throws -> ChipSpec {
    try SpecLibrary.chip("ceas-ising-5w").with { $0.timing.normMethod = .twoPasses }
  }

  @Test func `an estimate of a small model counts what a run counts`() throws {
    try withTemporaryFolder { folder in
      // Without its modules, which no chip has.
      for file in ["config.json", "model.safetensors", "tokenizer.json", "vocab.txt"] {
        try FileManager.default.copyItem(
          at: ModelFolder.small.appendingPathComponent(file),
          to: folder.appendingPathComponent(file))
      }
      try Self.compare(folder)
    }
  }

  @Test(.enabled(if: ModelFolder.url != nil, "run make model first"))
  func `an estimate of MiniLM counts what a run counts`() throws {
    try Self.compare(#require(ModelFolder.url))
  }

  private static func compare(_ folder: URL) throws {
    let (real, program, foreseen, outline) = try both(folder, chip(), tokens: [1, 2, 3])
    // The compiler's output is the same but for the numbers: every route, every tile.
    #expect(outline.program.instructions == program.instructions)
    #expect(outline.program.setup == program.setup)
    #expect(outline.couplingBits == program.couplingBits)
    #expect(outline.repeats.isEmpty)
    for (own, other) in zip(foreseen.instructions, real.record.instructions) {
      switch program.instructions[own.instruction].operation {
      case let race as Instruction.Race:
        // Which values are read depends on the scores, and how many firings collide.
        for action in [Action.couplingWrite, .couplingEvaluation, .clampWrite, .dacSet] {
          #expect(own.total[action] == other.total[action], "\(own.name) \(action)")
        }
        #expect(own.total[.agentRead] >= other.total[.agentRead])
        // A value row that is read comes from memory, and each of its elements is multiplied and added.
        let reads = own.total[.agentRead] - other.total[.agentRead]
        let elements = reads * UInt64(race.shape.headSize)
        #expect(
          own.total[.onChipMemoryBit] - other.total[.onChipMemoryBit]
            == elements * UInt64(race.shape.bits), "\(own.name)")
        #expect(
          own.total[.digitalOperation] - other.total[.digitalOperation] == 2 * elements,
          "\(own.name)")
      case is Instruction.Gate:
        #expect(own.total[.dacSet] == other.total[.dacSet])
      default:
        #expect(own.counts == other.counts, "\(own.name)")
        #expect(own.twin?.multiplierBits == other.twin?.multiplierBits)
        #expect(own.twin?.analog?.products == other.twin?.analog?.products)
        #expect(own.twin?.analog?.conversions == other.twin?.analog?.conversions)
      }
    }
    // With three tokens every value is read by some head of each layer, so that times are the same as well.
    #expect(foreseen.timeline.totalCycles == real.record.timeline.totalCycles)
    #expect(foreseen.twinTimeline.totalCycles == real.record.twinTimeline.totalCycles)
  }

  @Test func `a program without weights does not run`() throws {
    let chip = try Self.chip()
    let file = ModelFolder.small.appendingPathComponent("config.json")
    let data = try Data(contentsOf: file)
    let graph = try withTemporaryFolder { folder in
      let copy = folder.appendingPathComponent("small.json")
      try data.write(to: copy)
      return try ModelOutline.read(configuration: copy.path).graph
    }
    let outline = try ProgramOutline(of: graph, for: chip, precision: Precision())
    let machine = try VirtualChip(program: outline.program, chip: chip)
    #expect(throws: MachineError.self) { try machine.run(tokens: [1], settings: RunSettings()) }
    #expect(throws: ProgramFileError.self) { try ProgramFile.bytes(of: outline.program) }
  }

  // MARK: Layers that stand for others

  @Test func `layers times their number are the layers`() throws {
    let chip = try SpecLibrary.chip("digital-pbit-22nm")
    let graph = try ModelOutline.read(
      configuration: Self.fixtures.appendingPathComponent("bert-large.json").path
    ).graph
    func foresee(_ mostTiles: Int) throws -> (ProgramOutline, ExecutionRecord) {
      let outline = try ProgramOutline(
        of: graph, for: Self.roomy(chip), precision: Precision(), mostWholeTiles: mostTiles)
      var foresight = try Foresight(
        on: VirtualChip(program: outline.program, chip: Self.roomy(chip)),
        settings: RunSettings(draws: .systematic, samples: 64), repeats: outline.repeats)
      try foresight.take(0..<16)
      return (outline, foresight.record)
    }
    let (whole, all) = try foresee(.max)
    let (part, few) = try foresee(0)
    #expect(whole.countedLayers == 24)
    // Of 1024 tiles 256 take turns; the others hold the first layer, 768 tiles, whole. The 23 that are reloaded are
    // alike, and two of them stay.
    #expect(part.countedLayers == 3)
    #expect(part.repeats.values.reduce(0, +) == 22)
    #expect(part.couplingBits == whole.couplingBits)
    #expect(part.residentCouplingBits == whole.residentCouplingBits)
    for action in Action.allCases where action != .networkBitHop && action != .linkBit {
      #expect(few.total[action] == all.total[action], "\(action)")
    }
    // Ways on the mesh are those of the layer that stands: 5 % on bits times hops, 1 % on time.
    func ratio(_ left: UInt64, _ right: UInt64) -> Double { Double(left) / Double(right) }
    #expect(abs(ratio(few.total[.networkBitHop], all.total[.networkBitHop]) - 1) < 0.05)
    #expect(abs(ratio(few.timeline.totalCycles, all.timeline.totalCycles) - 1) < 0.01)
  }

  /// The chip with memory for the rows of BERT-Large.
  private static func roomy(_ chip: ChipSpec) -> ChipSpec {
    chip.with { $0.memory.onChip_bits = 1 << 30 }
  }

  // MARK: Identities

  @Test func `energy is counts times prices and static power times time`() throws {
    var request = Self.request("bert-large.json")
    (request.batch, request.context) = (4, 32)
    let report = try Self.json(request)
    let machines = try #require(report["machines"] as? [[String: Any]])
    #expect(machines.map { $0["kind"] as? String } == ["streamed", "resident"])
    let chip = try SpecLibrary.chip("ceas-ising-5w")
    for machine in machines {
      let phase = try #require((machine["phases"] as? [[String: Any]])?.first)
      let counts = try #require(phase["counts"] as? [String: Any])
      let own = try #require(phase["chip"] as? [String: Any])
      let energy = try #require((own["energy_J"] as? [String: Any])?["nominal"] as? Double)
      let components = try #require(phase["by_component_J"] as? [String: Double])
      var dynamic = 0.0
      let prices = ChipPrices(chip)
      // Prices of actions are the description's; static power grows with dies and memory.
      for (word, count) in counts {
        let action = try #require(Action(rawValue: word))
        guard action != .linkBit else { continue }
        dynamic += try #require(prices.prices[action]).nominal * (count as? Double ?? 0)
      }
      if machine["dies"] as? Int == 1 {
        let sum = components.values.reduce(0, +)
        #expect(abs(sum / (dynamic / 4) - 1) < 1e-9)
      }
      #expect(energy > components.values.reduce(0, +))
    }
  }

  @Test func `loads serve the batch`() throws {
    var request = Self.request("bert-large.json")
    request.context = 16
    func traffic(_ batch: Int) throws -> (bits: Double, energy: Double, machine: [String: Any]) {
      request.batch = batch
      let machine = try #require((Self.json(request)["machines"] as? [[String: Any]])?.first)
      let phase = try #require((machine["phases"] as? [[String: Any]])?.first)
      let traffic = try #require(phase["traffic"] as? [String: Any])
      return (
        try #require(traffic["bits"] as? Double), try #require(traffic["energy_J"] as? Double),
        machine
      )
    }
    let (one, eight) = (try traffic(1), try traffic(8))
    #expect(one.bits == eight.bits)
    #expect(abs(one.energy / eight.energy / 8 - 1) < 1e-9)
    #expect(one.bits == one.machine["reloaded_bits"] as? Double)
  }

  @Test func `what a model cannot do is one error`() throws {
    var request = Self.request("bert-large.json")
    request.context = 513
    #expect(throws: RunFailure.self) { try EstimateRun.perform(request) }
    request.context = 16
    request.newTokens = 1
    #expect(throws: RunFailure.self) { try EstimateRun.perform(request) }
    #expect(throws: RunFailure.self) { try EstimateRun.perform(Self.request("no-such.json")) }
  }
}
