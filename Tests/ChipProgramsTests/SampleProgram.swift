import ChipPrograms
import IsingModels
import MoebiusGeometry

/// Sound programs that together have every instruction, and every way of writing one.
enum SampleProgram {
  /// Agents, for any chip.
  static var agents: Program {
    Program(
      name: "a model of agents",
      agents: .init(
        count: 4, columns: 2, names: ["a", "b'", "cé", "d4"],
        couplings: [Bond(0, 1, 1), Bond(2, 1, -0.1), Bond(3, 0, 1e6)],
        fields: [.init(3, -1e-300), .init(0, 2)],
        observables: [
          .init("alike", agents: [0, 2], .share([[1, 1], [-1, -1]])),
          .init("near", agents: [3, 1], .overlap([1, -1])),
          .init("all", agents: [0, 1, 2, 3], .product),
        ]),
      [
        .beta(0.25), .clamp([.init(3, 1), .init(0, -1)]), .relax(.init(0.3, .microseconds)),
        .ramp(from: 0, to: 2, over: .init(100, .sweeps)), .release([3]), .barrier,
        .read(every: .init(2, .sweeps), times: 7, agents: []), .release([]),
        .control(.agents, to: .acceptance(0.2), gain: 0.5),
        .read(every: .init(1e-3, .milliseconds), times: 1, agents: [2, 0]),
      ])
  }

  /// Values, and β of the race in the hands of the thermostat.
  static var controlled: Program {
    var program = program
    program.instructions.insert(
      .init(
        name: "layer0.control", layer: 0,
        operation: .control(.race(4), to: .entropy(2.5), gain: 0.1)), at: 6)
    return program
  }

  /// Values and agents in one program.
  static var mixed: Program {
    var program = program
    program.agents = agents.agents
    program.instructions.insert(
      contentsOf: agents.instructions.filter { !($0.operation is Instruction.Barrier) }, at: 1)
    return program
  }

  static func codes(_ count: Int, bits: Int, seed: Int) -> [Int16] {
    let largest = (1 << (bits - 1)) - 1
    return (0..<count).map { Int16(($0 * 37 + seed * 11) % (2 * largest + 1) - largest) }
  }

  private static func array(
    _ name: String, layer: Int?, inputs: Int, outputs: Int, bits: Int, block: Int,
    _ placement: CouplingArray.Placement
  ) -> CouplingArray {
    let blocks = inputs / block
    return CouplingArray(
      name: name, layer: layer, inputs: inputs, outputs: outputs, bits: bits, block: block,
      codes: codes(inputs * outputs, bits: bits, seed: inputs),
      scales: (0..<(outputs * blocks)).map { 1 / Float(3 + $0) },
      fields: (0..<outputs).map { $0 == 0 ? -0.0 : Float($0) * 1e-30 }, placement: placement)
  }

  static var program: Program {
    let arrays = [
      array(
        "layer0.key", layer: 0, inputs: 6, outputs: 4, bits: 5, block: 3,
        .init(rowTiles: 3, columnTiles: 1, tiles: [4, 5, 9], resident: true, rounds: 1)),
      array(
        "layer1.odd name; \"x\" \\ \n#é", layer: nil, inputs: 4, outputs: 6, bits: 12, block: 4,
        .init(rowTiles: 2, columnTiles: 1, tiles: [7, 7], resident: false, rounds: 2)),
    ]
    let tables = [
      PresetTable(
        name: "words", index: .token, rows: 5, width: 6, bits: 11,
        codes: codes(30, bits: 11, seed: 1), scales: [1, 2, 3, 4, 5e-8], onChip: false),
      PresetTable(
        name: "places", index: .position, rows: 3, width: 6, bits: 16,
        codes: codes(18, bits: 16, seed: 2), scales: [1, 2, 0.1], onChip: true),
      PresetTable(
        name: "type", index: .constant, rows: 1, width: 6, bits: 8,
        codes: codes(6, bits: 8, seed: 3), scales: [0.3], onChip: true),
    ]
    func field(_ width: Int, pooled: Bool = false) -> Program.ValueDeclaration {
      .init(kind: .field, width: width, pooled: pooled)
    }
    let operations: [(String, Int?, any Instruction.Operation)] = [
      ("embedding", nil, .fetch(tables: [0, 1, 2], into: 0)),
      ("norm", 3, .normalise(0, epsilon: 1e-12, into: 1)),
      ("layer0.key.clamp", 0, .clamp(1, bits: 7, outlierChannels: 2, into: 2)),
      (
        "layer0.key.move", 0,
        .move(
          2, blockWidth: 4, bitsPerElement: 7,
          routes: [Route(3, 0), Route(paths: [[3, 5, 6], [5, 4]])])
      ),
      ("layer0.key", 0, .read(array: 0, codes: 2, into: 3)),
      ("layer0.barrier", nil, .barrier),
      (
        "layer0.race", 0,
        .race(
          .init(
            heads: 2, keyValueHeads: 2, headSize: 2, causal: true, bits: 6,
            position: .hyperbolic(slope: 0.1)), query: 3, key: 3, value: 3, into: 4)
      ),
      ("layer1.clamp", 1, .clamp(4, bits: 7, outlierChannels: 0, into: 5)),
      ("load", nil, .load(array: 1)), ("bias", nil, .bias(array: 1)),
      ("wait", nil, .barrier),
      ("layer1.read", 1, .read(array: 1, codes: 5, into: 6)),
      ("gate", nil, .gate(.unitLogistic, 6, into: 7)),
      ("sum", nil, .accumulate(7, 0, gain: nil, shift: 1, into: 8)),
      ("scale", nil, .rescale(8, gain: 0, shift: nil, into: 9)),
      ("pool", nil, .pool(9, into: 10)), ("unit", nil, .unit(10, into: 11)),
      ("output", nil, .send(11)),
    ]
    return Program(
      name: "a model", chip: .init(name: "chip", hash: "0123abcd"),
      precision: Precision(
        weightBits: 5, activationBits: 7, outlierChannels: 2, weightBlock: 8,
        weightRange: .leastSquares, normGains: .periphery, embeddingBits: 11),
      maximumTokens: 3,
      values: [
        field(6), field(6), .init(kind: .codes, width: 6), field(4), field(4),
        .init(kind: .codes, width: 4), field(6), field(6), field(6), field(6),
        field(6, pooled: true), field(6, pooled: true),
      ], arrays: arrays, tables: tables, vectors: [[1, 2, 3, 4, 5, -0.0], [0, 0, 1, 0.1, 0, 7]],
      setup: [
        .init(name: "layer0.key.load", layer: 0, operation: .load(array: 0)),
        .init(name: "layer0.key.bias", layer: 2, operation: .bias(array: 0)),
        .init(name: "", layer: nil, operation: .beta(factor: 1 / 3)),
      ],
      instructions: operations.map { .init(name: $0.0, layer: $0.1, operation: $0.2) })
  }
}

extension SampleProgram {
  /// What decoders have besides: norms by the root mean square, windows, rotations, state in memory, second
  /// fields of gates, the next token.
  static var decoder: Program {
    func field(_ width: Int, pooled: Bool = false) -> Program.ValueDeclaration {
      .init(kind: .field, width: width, pooled: pooled)
    }
    let operations: [any Instruction.Operation] = [
      .fetch(tables: [0], into: 0),
      .normalise(0, epsilon: 1e-5, form: .init(isCentred: false, stretch: 2), into: 1),
      .race(
        .init(
          heads: 2, keyValueHeads: 2, headSize: 3, causal: true, bits: 6, window: 2,
          rotation: .init(angles: 0, channels: 2, amplitude: 1.25), state: .offChip),
        query: 1, key: 1, value: 1, into: 2),
      .gate(.unitLogistic, 2, times: 1, into: 3), .pool(3, .last, into: 4),
      .choose(.init(temperature: 0.7, topK: 5, topP: 0.9), 4, into: 5), .send(5),
    ]
    return Program(
      name: "decoder", chip: .init(name: "chip", hash: "0123abcd"),
      precision: Precision(weightBits: 5, activationBits: 7), maximumTokens: 3,
      values: [
        field(6), field(6), field(6), field(6), field(6, pooled: true), field(1, pooled: true),
      ],
      tables: [
        PresetTable(
          name: "words", index: .token, rows: 5, width: 6, bits: 11,
          codes: codes(30, bits: 11, seed: 1), scales: [1, 2, 3, 4, 5e-8], onChip: false)
      ], vectors: [[0.5]],
      instructions: operations.enumerated().map { Instruction(at: $0.offset, $0.element) })
  }
}

/// Small random numbers for garbling.
struct Garbler {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
