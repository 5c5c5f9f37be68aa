import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Extreme values")
struct ExtremeTests {
  /// Rows that break careless arithmetic.
  static let rows: [[Float]] = [
    [Float](repeating: 0, count: 20), [Float](repeating: 3, count: 20),
    [Float](repeating: -1e-20, count: 20), (0..<20).map { Float($0 - 9) * 1e-20 },
    (0..<20).map { Float($0 - 9) * 1e20 }, (0..<20).map { Float($0 - 9) * 3e37 },
    (0..<20).map { $0 == 7 ? 1e20 : Float($0) * 0.1 },
    (0..<20).map { Float($0) * 70000 * .leastNonzeroMagnitude },
    (0..<20).map { $0 == 0 ? -1e6 : 1e-6 },
  ]

  static func outputs(
    _ epsilon: Float = 1e-12, norm: NormMethod = .feedback, settings: RunSettings,
    _ operations: [any Instruction.Operation]
  ) throws -> [[Float]] {
    let chip = try Bench.chip { $0.timing.normMethod = norm }
    let array = CouplingArray(
      name: "mixer", layer: nil, inputs: 20, outputs: 20, bits: 8, block: 20,
      codes: (0..<400).map { Int16(($0 * 37) % 255 - 127) },
      scales: [Float](repeating: 0.01, count: 20), fields: [Float](repeating: 0.5, count: 20),
      placement: .init(rowTiles: 2, columnTiles: 2, tiles: [0, 1, 2, 3], resident: true, rounds: 1))
    let program = Bench.program(
      rows: rows, chip: chip,
      values: [.init(kind: .codes, width: 20)]
        + [Program.ValueDeclaration](repeating: .init(kind: .field, width: 20), count: 3),
      arrays: [array], operations)
    let machine = try VirtualChip(program: program, chip: chip)
    let output = try machine.run(tokens: Array(rows.indices), settings: settings).output
    return stride(from: 0, to: output.count, by: 20).map { Array(output[$0..<($0 + 20)]) }
  }

  static let settings: [RunSettings] = [
    RunSettings(fidelity: .expectation), RunSettings(samples: 7),
    RunSettings(draws: .systematic, samples: 7),
  ]

  @Test("no instruction traps or gives NaN", arguments: settings)
  func finite(_ settings: RunSettings) throws {
    let shape = Instruction.RaceShape(
      heads: 4, keyValueHeads: 4, headSize: 5, causal: false, bits: 8)
    let chains: [[any Instruction.Operation]] = [
      [
        .clamp(0, bits: 8, outlierChannels: 4, into: 1), .read(array: 0, codes: 1, into: 2),
        .send(2),
      ],
      [
        .clamp(0, bits: 8, outlierChannels: 0, into: 1), .read(array: 0, codes: 1, into: 2),
        .send(2),
      ],
      [.normalise(0, epsilon: 1e-12, into: 2), .send(2)],
      [.normalise(0, epsilon: 0, into: 2), .send(2)],
      [.gate(.gaussian, 0, into: 2), .send(2)], [.unit(0, into: 2), .send(2)],
      [.race(shape, query: 0, key: 0, value: 0, into: 2), .send(2)],
    ]
    for norm in NormMethod.allCases {
      for chain in chains {
        for row in try Self.outputs(norm: norm, settings: settings, chain) {
          #expect(row.allSatisfy { $0.isFinite }, "\(chain[0].mnemonic), \(norm): \(row)")
        }
      }
    }
  }

  /// Fails with a trap, without an end, or with an output, where a sum that left float32 is handed on.
  @Test(
    "fields beyond float32 stop the run, with the instruction's name",
    arguments: settings + [RunSettings(fidelity: .event(die: 0), samples: 7)])
  func overflow(_ settings: RunSettings) throws {
    // Twice 2.7e38 is infinite.
    let shape = Instruction.RaceShape(
      heads: 4, keyValueHeads: 4, headSize: 5, causal: false, bits: 8)
    for chain: [any Instruction.Operation] in [
      [.normalise(2, epsilon: 1e-12, into: 3), .send(3)],
      [
        .clamp(2, bits: 8, outlierChannels: 2, into: 1), .read(array: 0, codes: 1, into: 3),
        .send(3),
      ],
      [.race(shape, query: 2, key: 2, value: 2, into: 3), .send(3)],
      [.gate(.gaussian, 2, into: 3), .send(3)], [.unit(2, into: 3), .send(3)], [.send(2)],
    ] {
      let error = #expect(throws: MachineError.self) {
        try Self.outputs(
          settings: settings, [.accumulate(0, 0, gain: nil, shift: nil, into: 2)] + chain)
      }
      guard case .outOfRange(_, let value, let token)? = error else {
        Issue.record("\(chain[0].mnemonic): \(error.map { "\($0)" } ?? "nothing")")
        continue
      }
      #expect(value == -.infinity && token == 5)
      #expect(error.map { "\($0)".contains("expected fields within float32") } ?? false)
    }
  }

  /// The largest fields that float32 holds: squares and products of a gate's law would leave it.
  @Test(
    "gates take every finite field",
    arguments: settings + [RunSettings(fidelity: .event(die: 0), samples: 7)])
  func largestFields(_ settings: RunSettings) throws {
    for threshold in [GateThreshold.gaussian, .logistic, .unitLogistic, .zeroTemperature] {
      let rows = try Self.outputs(
        settings: settings, [.gate(threshold, 0, into: 2), .send(2)])
      // Row 5 goes from −2.7e38 to 3e38: nothing passes below 0, everything above.
      for (x, y) in zip(Self.rows[5], rows[5]) { #expect(abs(y - max(x, 0)) <= abs(x) * 1e-6) }
    }
  }

  @Test("rows of any scale are normalised alike", arguments: NormMethod.allCases)
  func scaleFree(norm: NormMethod) throws {
    let rows = try Self.outputs(
      0, norm: norm, settings: Self.settings[0], [.normalise(0, epsilon: 0, into: 2), .send(2)])
    let exact = (0..<20).map { (Float($0) - 9.5) / (399.0 / 12).squareRoot() }
    // Rows 3, 4 and 5 are the same ramp at 1e-20, 1e20 and 3e37.
    for row in [rows[3], rows[4], rows[5]] {
      for (found, expected) in zip(row, exact) {
        #expect(abs(found - expected) <= (norm == .feedback ? 0.02 : 1e-5))
      }
    }
    #expect(rows[0].allSatisfy { $0 == 0 })
  }

  @Test("rows of any scale get unit length")
  func unit() throws {
    let rows = try Self.outputs(settings: Self.settings[0], [.unit(0, into: 2), .send(2)])
    for (index, row) in rows.enumerated() where index > 0 {
      let norm = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(norm - 1) < 1e-5, "row \(index): \(norm)")
    }
  }

  @Test("texts of 1, 2 and 256 tokens; none and 257 are refused")
  func textLengths() throws {
    var model = TinyModel(vocabulary: 30, positions: 256)
    model.layers = 1
    let machine = try Bench.machine(model)
    for count in [1, 2, 256] {
      let output = try machine.run(
        tokens: (0..<count).map { $0 % 30 }, settings: RunSettings(draws: .systematic, samples: 8)
      ).output
      let norm = output.reduce(0) { $0 + Double($1) * Double($1) }
      #expect(abs(norm - 1) < 1e-5)
    }
    for count in [0, 257] {
      #expect(throws: MachineError.tokenCount(found: count, maximum: 256)) {
        try machine.run(tokens: [Int](repeating: 1, count: count), settings: RunSettings())
      }
    }
    #expect(throws: MachineError.tokenOutOfRange(token: 30, table: "word", rows: 30)) {
      try machine.run(tokens: [1, 30], settings: RunSettings())
    }
  }
}
