import ChipPrograms
import DenseExecutor
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels
import VirtualChip

/// Decoders of each family on the chip, against the reference.
@Suite("Decoders on the chip")
struct ChipDecoderTests {
  static let families = [
    "gpt2", "llama-gqa-tied", "llama-untied", "llama-rope-linear", "llama-rope-dynamic",
    "llama-rope-yarn", "llama-rope-llama3", "mistral", "qwen2", "qwen3", "gemma", "phi", "gpt-neox",
  ]

  static func model(_ name: String) throws -> LoadedModel {
    try LoadedModel.load(
      folder: ModelFolder.packageRoot.appendingPathComponent(
        "Tests/DenseExecutorTests/Fixtures/families/\(name)"
      ).path)
  }

  /// The first tokens of a text that is longer than mistral's window of 16.
  static func tokens(_ model: LoadedModel) -> [Int] {
    Array(
      model.tokenizer.encodeWhole(
        "The lattice of spins cools slowly, and each spin finds its place beside the others."
      ).prefix(28))
  }

  static func machine(
    _ model: LoadedModel, bits: Int, result: ProgramResult, raceTiles: Int = 4096,
    chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> VirtualChip {
    var chip = try SpecLibrary.chip("digital-pbit-22nm")
    chip.geometry.raceTiles = raceTiles
    chip.geometry.couplingBits = 12
    chip.geometry.activationBits = 12
    // Norms settle exactly and scores have fine steps: what is left is the mapping.
    chip.timing.normMethod = .twoPasses
    chip.timing.scoreBits = 14
    chip.timing.raceLoad = 1e-4
    change(&chip)
    let program = try ModelCompiler.compile(
      model.graph, for: chip,
      precision: Precision(weightBits: bits, activationBits: bits, attentionBits: bits),
      result: result, mostTokens: 40)
    return try VirtualChip(program: program, chip: chip)
  }

  /// Rows of a width.
  static func rows(_ values: [Float], _ count: Int) -> [[Float]] {
    let width = values.count / count
    return (0..<count).map { Array(values[($0 * width)..<(($0 + 1) * width)]) }
  }

  static func loss(_ left: [Float], _ right: [Float]) -> Double {
    func dot(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return 1 - dot(left, right) / (dot(left, left) * dot(right, right)).squareRoot()
  }

  /// Codes of 12 bits err by 2⁻¹² of a range: 1 − cos of a few layers stays below 10⁻⁴. A wrong pairing of
  /// rotated channels, a window that is one token off or a missing norm of heads costs more than 10⁻³.
  @Test("at 12 bits each token's row is the reference's", arguments: families)
  func agreement(family: String) throws {
    let model = try Self.model(family)
    let tokens = Self.tokens(model)
    let machine = try Self.machine(model, bits: 12, result: .body)
    let output = try machine.run(
      tokens: tokens, settings: RunSettings(fidelity: .expectation)
    ).output
    let reference = try DenseExecutor(graph: model.graph).run(tokens: [tokens], threads: 1)[0]
    for (own, right) in zip(Self.rows(output, tokens.count), Self.rows(reference, tokens.count)) {
      #expect(Self.loss(own, right) < 1e-4)
    }
  }

  @Test("at 8 bits the likeliest next token is the reference's almost everywhere")
  func topToken() throws {
    var (equal, all) = (0, 0)
    for family in ["gpt2", "llama-gqa-tied", "qwen3", "gemma", "phi", "gpt-neox"] {
      let model = try Self.model(family)
      let tokens = Self.tokens(model)
      let machine = try Self.machine(model, bits: 8, result: .logits)
      let logits = Self.rows(
        try machine.run(tokens: tokens, settings: RunSettings(fidelity: .expectation)).output,
        tokens.count)
      let executor = DenseExecutor(graph: model.graph)
      let reference = Self.rows(
        executor.logits(ofRows: try executor.run(tokens: [tokens], threads: 1)[0]), tokens.count)
      for (own, right) in zip(logits, reference) {
        all += 1
        if own.indices.max(by: { own[$0] < own[$1] })
          == right.indices.max(by: { right[$0] < right[$1] })
        {
          equal += 1
        }
      }
    }
    #expect(Double(equal) / Double(all) > 0.9, "\(equal) of \(all)")
  }

  // MARK: State

  /// Feeds parts, only the last of which answers; kept as bytes between them where asked.
  static func run(
    _ machine: VirtualChip, _ parts: [[Int]], _ settings: RunSettings, keeping: Bool = false
  ) throws -> Session {
    var session = try machine.session(settings)
    for (index, part) in parts.enumerated() {
      try session.feed(part, answers: index == parts.count - 1)
      while !session.isFinished {
        session.step()
        if keeping { session = try machine.session(settings, resuming: session.stateBytes) }
      }
      if keeping { session = try machine.session(settings, resuming: session.stateBytes) }
    }
    _ = try session.result()
    return session
  }

  @Test(
    "a prompt whole, in parts, token by token and kept as bytes gives the same token and counts",
    arguments: Fidelity.Word.allCases)
  func parts(fidelity: Fidelity.Word) throws {
    let model = try Self.model("llama-gqa-tied")
    let tokens = Array(Self.tokens(model).prefix(7))
    let machine = try Self.machine(
      model, bits: 8, result: .nextToken(.init(temperature: 1)))
    let settings = RunSettings(fidelity: fidelity.fidelity(), samples: 16, seed: 9)
    let whole = try Self.run(machine, [tokens], settings)
    #expect(whole.output.count == 1)
    for parts in [[Array(tokens[..<3]), Array(tokens[3...])], tokens.map { [$0] }] {
      for keeping in [false, true] {
        let split = try Self.run(machine, parts, settings, keeping: keeping)
        #expect(split.output == whole.output)
        for (a, b) in zip(
          split.execution.record.instructions, whole.execution.record.instructions)
        {
          #expect(a.counts == b.counts && a.twin == b.twin, "\(a.name)")
        }
      }
    }
  }

  /// Keys that stay, and keys that wait in memory, on the chip or off it.
  @Test("where keys wait changes no bit, and what comes back is counted")
  func spilled() throws {
    let model = try Self.model("llama-gqa-tied")
    let tokens = Array(Self.tokens(model).prefix(6))
    let settings = RunSettings(fidelity: .sampled, samples: 16, seed: 2)
    func session(_ raceTiles: Int, onChip_bits: Int) throws -> (Session, Instruction.RaceShape) {
      let machine = try Self.machine(
        model, bits: 8, result: .body, raceTiles: raceTiles
      ) { $0.memory.onChip_bits = onChip_bits }
      let race = try #require(
        machine.program.instructions.compactMap { $0.operation as? Instruction.Race }.first)
      return (try Self.run(machine, tokens.map { [$0] }, settings), race.shape)
    }
    let (stays, inTiles) = try session(4096, onChip_bits: 1 << 30)
    let (waits, onChip) = try session(2, onChip_bits: 1 << 30)
    #expect(inTiles.state == .tiles && onChip.state == .onChip)
    #expect(stays.output.map(\.bitPattern) == waits.output.map(\.bitPattern))
    // Token t brings back the keys of the t before it: 0 + 1 + … + 5 rows of all layers.
    let layers = model.graph.layerCount
    let row = onChip.keyValueHeads * onChip.headSize * onChip.bits
    func writes(_ session: Session) -> UInt64 {
      session.execution.record.byComponent[.raceTiles]?[.couplingWrite] ?? 0
    }
    #expect(writes(waits) - writes(stays) == UInt64(15 * row * layers))
    // Off the chip: keys and values, written once and read as often.
    // Room for the buffers of 40 tokens alone: fields of the residual stream, and queries, keys and values.
    let operands = (onChip.heads + 2 * onChip.keyValueHeads) * onChip.headSize
    let needed = 40 * (model.graph.hiddenSize * 32 + operands * onChip.bits)
    let (spilled, offChip) = try session(2, onChip_bits: needed)
    #expect(offChip.state == .offChip)
    #expect(spilled.output.map(\.bitPattern) == stays.output.map(\.bitPattern))
    func offChipBits(_ session: Session) -> UInt64 {
      session.execution.record.instructions.filter { $0.name.hasSuffix(".attention") }
        .reduce(0) { $0 + ($1.counts[.memory]?[.offChipMemoryBit] ?? 0) }
    }
    #expect(offChipBits(spilled) == UInt64(2 * (6 + 15) * row * layers))
    #expect(offChipBits(stays) == 0)
  }
}
