import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import MoebiusGeometry
import Testing
import VirtualChip

/// Attention to the tokens so far: a text in parts, and what a token may depend on.
@Suite("Causal races")
struct CausalTests {
  static let tokens = [1, 2, 3, 4, 5, 6, 7]

  /// Two layers whose tokens see those up to them, and leave one by one in place of their mean.
  static func machine(
    position: PositionFlow? = nil, chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> VirtualChip {
    let model = TinyModel(
      hidden: 32, heads: 4, keyValueHeads: 2, layers: 2, inner: 64, positions: 8)
    let machine = try Bench.machine(model, position: position) {
      $0.geometry.raceTiles = 4096
      change(&$0)
    }
    var program = machine.program
    let pool = try #require(
      program.instructions.firstIndex { $0.operation is Instruction.Pool })
    let mean = try #require(program.instructions[pool].operation as? Instruction.Pool)
    var instructions = Array(program.instructions[..<pool])
    for index in instructions.indices {
      guard var race = instructions[index].operation as? Instruction.Race else { continue }
      race.shape.causal = true
      instructions[index].operation = race
    }
    instructions.append(
      Instruction(name: "output", layer: nil, operation: .send(mean.value)))
    program.instructions = instructions
    return try VirtualChip(program: program, chip: machine.chip)
  }

  static func run(
    _ machine: VirtualChip, _ parts: [[Int]], _ settings: RunSettings, keeping: Bool = false
  ) throws -> Session {
    var session = try machine.session(settings)
    for part in parts {
      try session.feed(part)
      while !session.isFinished { session.step() }
      if keeping { session = try machine.session(settings, resuming: session.stateBytes) }
    }
    return session
  }

  static func settings(_ fidelity: Fidelity.Word) -> RunSettings {
    RunSettings(fidelity: fidelity.fidelity(), samples: 32, seed: 5)
  }

  static let splits = [
    [Array(tokens[..<3]), Array(tokens[3...])], tokens.map { [$0] },
  ]

  @Test(
    "a text in parts has the bits and the counts of the whole",
    arguments: Fidelity.Word.allCases, [nil, PositionFlow.hyperbolic(slope: nil)])
  func parts(fidelity: Fidelity.Word, position: PositionFlow?) throws {
    let machine = try Self.machine(position: position)
    let settings = Self.settings(fidelity)
    let whole = try Self.run(machine, [Self.tokens], settings)
    #expect(whole.output.count == 32 * Self.tokens.count)
    for parts in Self.splits {
      let split = try Self.run(machine, parts, settings)
      #expect(split.output.map(\.bitPattern) == whole.output.map(\.bitPattern))
      for (a, b) in zip(
        split.execution.record.instructions, whole.execution.record.instructions)
      {
        #expect(a.counts == b.counts && a.twin == b.twin, "\(a.name)")
      }
    }
  }

  @Test("between two parts a session can be kept as bytes", arguments: Fidelity.Word.allCases)
  func kept(fidelity: Fidelity.Word) throws {
    let machine = try Self.machine()
    let settings = Self.settings(fidelity)
    for parts in Self.splits {
      let kept = try Self.run(machine, parts, settings, keeping: true)
      let run = try Self.run(machine, parts, settings)
      #expect(kept.output.map(\.bitPattern) == run.output.map(\.bitPattern))
      #expect(kept.execution.record == run.execution.record)
      #expect(kept.stateBytes == run.stateBytes)
    }
  }

  @Test("a token depends on those before it alone", arguments: Fidelity.Word.allCases)
  func prefix(fidelity: Fidelity.Word) throws {
    let machine = try Self.machine()
    let settings = Self.settings(fidelity)
    let whole = try Self.run(machine, [Self.tokens], settings).output
    let first = try Self.run(machine, [Array(Self.tokens.prefix(4))], settings).output
    #expect(whole.prefix(4 * 32).map(\.bitPattern) == first.map(\.bitPattern))
  }

  /// The first token sees one key: its attention is the value of that key, whatever β is. β of one token
  /// changes that token and later ones.
  @Test("β of a token can be set from outside") func beta() throws {
    let machine = try Self.machine()
    let settings = Self.settings(.expectation)
    let plain = try Self.run(machine, [Self.tokens], settings).output
    func output(_ beta: Float, _ tokens: Range<Int>) throws -> [Float] {
      let session = try machine.session(settings)
      session.setBeta(beta, ofTokens: tokens)
      try session.feed(Self.tokens)
      while !session.isFinished { session.step() }
      return session.output
    }
    let first = try output(3, 0..<1)
    #expect(first.map(\.bitPattern) == plain.map(\.bitPattern))
    let fourth = try output(3, 3..<4)
    #expect(fourth.prefix(3 * 32).map(\.bitPattern) == plain.prefix(3 * 32).map(\.bitPattern))
    #expect(fourth[(3 * 32)..<(4 * 32)] != plain[(3 * 32)..<(4 * 32)])
  }

  /// Token t is scored against t + 1 keys in each of h heads: 1 + … + n pairs, b² planes of headSize rows
  /// each. Each token's keys are written once, b bits a channel.
  @Test("counts by hand", arguments: Fidelity.Word.allCases)
  func counts(fidelity: Fidelity.Word) throws {
    let machine = try Self.machine()
    let session = try Self.run(machine, [Self.tokens], Self.settings(fidelity))
    let tokens = Self.tokens.count
    for (index, instruction) in machine.program.instructions.enumerated() {
      guard let race = instruction.operation as? Instruction.Race else { continue }
      let shape = race.shape
      let counts = try #require(
        session.execution.record.instructions[index].counts[.raceTiles])
      #expect(
        counts[.couplingWrite]
          == UInt64(tokens * shape.keyValueHeads * shape.headSize * shape.bits))
      let pairs = tokens * (tokens + 1) / 2
      #expect(
        counts[.couplingEvaluation]
          == UInt64(shape.heads * pairs * shape.headSize * shape.bits * shape.bits))
    }
  }

  @Test("a second part is refused where it would change what went before")
  func refusals() throws {
    let model = TinyModel(hidden: 32, heads: 4, keyValueHeads: 4, layers: 1, inner: 64)
    let session = try Bench.machine(model).session(Self.settings(.expectation))
    try session.feed([1, 2])
    while !session.isFinished { session.step() }
    #expect(throws: MachineError.self) { try session.feed([3]) }
  }
}
