import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

/// Each rule of the verifier: a sound mapping, one thing broken, and what the verifier says.
@Suite("Verifier") struct VerifierTests {
  struct Break: CustomTestStringConvertible, Sendable {
    var message: String
    var pass: String
    var tiles = 32
    var change: @Sendable (inout Mapping) -> Void
    var testDescription: String { message }

    init(
      _ message: String, after pass: String, tiles: Int = 32,
      _ change: @escaping @Sendable (inout Mapping) -> Void
    ) {
      self.message = message
      self.pass = pass
      self.tiles = tiles
      self.change = change
    }
  }

  private func check(_ fault: Break) throws {
    let chip = try Bench.chip(linearTiles: fault.tiles, offChip: true)
    var mapping = try Bench.mapping(after: fault.pass, on: chip)
    fault.change(&mapping)
    do throws(CompileError) {
      try Verifier.verify(mapping, after: "test", chip: chip)
      Issue.record("the verifier found nothing, expected: \(fault.message)")
    } catch {
      #expect(error.description == "after pass test: \(fault.message)")
    }
  }

  @Test(arguments: [
    Break("layer0.query: reads value 3, expected one before its own, 3", after: "lower") {
      $0.terms[3].inputs = [3]
    },
    Break("layer0.query: reads value -1, expected one before its own, 3", after: "lower") {
      $0.terms[3].inputs = [-1]
    },
    Break("layer0.query: inputs: found 2, expected 1", after: "lower") {
      $0.terms[3].inputs = [2, 2]
    },
    Break("layer0.attention: inputs: found 1, expected 3", after: "quantise") {
      $0.terms[5].inputs = [2]
    },
    Break("embedding: inputs: found 1, expected 0", after: "lower") {
      $0.terms[1].kind = $0.terms[0].kind
      $0.terms[1].name = "embedding"
    },
    Break("unit: rows: expected one for all tokens", after: "lower") {
      $0.terms[18].pooled = false
    },
    Break("pool: rows: expected one for all tokens", after: "lower") {
      $0.terms[17].pooled = false
    },
    Break("layer0.gelu: rows: expected one a token", after: "lower") { $0.terms[12].pooled = true },
    Break(
      "layer0.output.residual: reads values with one row a token and values with one row for all "
        + "tokens", after: "lower"
    ) {
      $0.terms[10] = $0.terms[17]
      $0.terms[10].inputs = [9]
      $0.terms[11].pooled = true
      $0.terms[12].pooled = true
      $0.terms[13].pooled = true
      $0.terms[14].inputs = [13, 8]
      $0.terms[14].pooled = true
    },
    Break("embedding: width of word: found 8, expected 9", after: "lower") {
      $0.terms[0].width = 9
    },
    Break("embedding: width of word: found 8, expected 9", after: "quantise") {
      $0.terms[0].width = 9
    },
    Break("embedding: reads table 3 of 3", after: "quantise") {
      $0.terms[0].kind = .tables([0, 3])
    },
    Break("layer0.query: input width: found 8, expected 4", after: "lower") {
      $0.terms[3].kind = .coupling(
        .init(
          weights: .init(name: "w", shape: [8, 4], values: [Float](repeating: 0, count: 32)),
          fields: [Float](repeating: 0, count: 8)))
    },
    Break("layer0.query: output width: found 8, expected 4", after: "lower") {
      $0.terms[3].kind = .coupling(
        .init(
          weights: .init(name: "w", shape: [4, 8], values: [Float](repeating: 0, count: 32)),
          fields: [Float](repeating: 0, count: 8)))
    },
    Break("layer0.query: fields: found 7, expected 8", after: "lower") {
      $0.changeQuery { $0.fields.removeLast() }
    },
    Break("layer0.query: gains: found 9, expected 8", after: "lower") {
      $0.changeQuery { $0.gains = [Float](repeating: 1, count: 9) }
    },
    Break("layer0.query: a factor, gain or field is not finite", after: "lower") {
      $0.changeQuery { $0.factor = .infinity }
    },
    Break("layer0.query: a factor, gain or field is not finite", after: "lower") {
      $0.changeQuery { $0.fields[3] = .nan }
    },
    Break("layer0.query: a factor, gain or field is not finite", after: "lower") {
      $0.changeQuery { $0.gains = [Float](repeating: .nan, count: 8) }
    },
    Break("layer0.query: reads array 6 of 6", after: "quantise") { $0.terms[2].kind = .array(6) },
    Break("layer0.query: input width: found 8, expected 16", after: "quantise") {
      $0.terms[2].kind = .array(5)
    },
    Break("layer0.query: output width: found 8, expected 16", after: "quantise") {
      $0.terms[2].kind = .array(4)
    },
    Break("layer0.attention: query width: found 8, expected 12", after: "lower") {
      $0.terms[6].kind = .race(
        .init(.init(heads: 3, keyValueHeads: 2, headSize: 4, scale: 1, causal: false)))
    },
    Break("layer0.attention: key width: found 8, expected 4", after: "lower") {
      $0.terms[6].kind = .race(
        .init(.init(heads: 2, keyValueHeads: 1, headSize: 4, scale: 1, causal: false)))
    },
    Break("layer0.attention: value width: found 16, expected 8", after: "lower") {
      $0.terms[5] = $0.terms[11]
      $0.terms[5].inputs = [2]
    },
    Break("layer0.attention: output width: found 7, expected 8", after: "lower") {
      $0.terms[6].width = 7
    },
    Break("layer0.attention.residual: left width: found 16, expected 8", after: "lower") {
      $0.terms[7] = $0.terms[11]
      $0.terms[7].inputs = [6]
    },
    Break("layer0.attention.residual: right width: found 16, expected 8", after: "lower") {
      $0.terms[5] = $0.terms[11]
      $0.terms[5].inputs = [2]
      $0.terms[6] = $0.terms[4]
      $0.terms[6].inputs = [2]
      $0.terms[8].inputs = [6, 5]
    },
    Break("layer0.attention.residual: gains: found 1, expected 8", after: "lower") {
      $0.terms[8].kind = .superposition(gain: [1], shift: nil)
    },
    Break("embedding.norm: shifts: found 2, expected 8", after: "lower") {
      $0.terms[2].kind = .rescale(gain: nil, shift: [1, 2])
    },
    Break("embedding.norm: a gain or shift is not finite", after: "lower") {
      $0.terms[2].kind = .rescale(gain: [Float](repeating: .infinity, count: 8), shift: nil)
    },
    Break("layer0.gelu: width: found 16, expected 8", after: "lower") { $0.terms[12].width = 8 },
  ])
  func terms(_ fault: Break) throws { try check(fault) }

  @Test(arguments: [
    Break("layer0.key: found 63 codes, expected 64", after: "quantise") {
      $0.arrays[1].codes.removeLast()
    },
    Break("layer0.key: found 7 scales, expected 8", after: "quantise") {
      $0.arrays[1].scales.removeLast()
    },
    Break("layer0.key: found 7 fields, expected 8", after: "quantise") {
      $0.arrays[1].fields.removeLast()
    },
    Break(
      "layer0.key: found layer0.key 8x8 8b block 3, expected 2 to 12 bits, a block that divides the inputs, tiles and rounds",
      after: "quantise"
    ) {
      $0.arrays[1].block = 3
    },
    Break(
      "layer0.key: found layer0.key 8x8 8b block 0, expected 2 to 12 bits, a block that divides the inputs, tiles and rounds",
      after: "quantise"
    ) {
      $0.arrays[1].block = 0
    },
    Break("position: found 47 codes, expected 48", after: "quantise") {
      $0.tables[1].codes.removeLast()
    },
    Break("position: found 5 scales, expected 6", after: "quantise") {
      $0.tables[1].scales.removeLast()
    },
    Break("layer0.key: found 3 tiles, expected 4", after: "place") {
      $0.arrays[1].placement.tiles.removeLast()
    },
    Break("layer0.key: found tiles 2x2, expected 2x2 below 32", after: "place") {
      $0.arrays[1].placement.tiles[3] = 32
    },
    Break("layer0.key: found tiles 2x2, expected 2x2 below 32", after: "place") {
      $0.arrays[1].placement.tiles[3] = -1
    },
    Break("layer0.key: found 2 rounds, expected 1", after: "place") {
      $0.arrays[1].placement.rounds = 2
    },
    Break("layer0.query: found 1 rounds, expected 2", after: "place", tiles: 3) {
      $0.arrays[0].placement.rounds = 1
    },
    Break(
      "layer0.key: found tile 3, which belongs to layer0.query, a resident array, expected a tile of its own",
      after: "place"
    ) {
      $0.arrays[1].placement.tiles[0] = 3
    },
    Break(
      "layer0.key: found tile 4, which belongs to layer0.key, a resident array, expected a tile of its own",
      after: "place"
    ) {
      $0.arrays[1].placement.tiles[1] = 4
    },
    // An array of the pool writes over a resident one, whichever comes first.
    Break(
      "layer0.query: found tile 4, which belongs to layer0.intermediate, a resident array, expected a tile of its own",
      after: "place",
      tiles: 20
    ) { $0.arrays[0].placement.tiles[0] = 4 },
    Break("tiny: homes: found 16, expected 17", after: "place") { $0.homes.removeLast() },
    Break(
      "layer0.intermediate: home: found room for 3 × 4 elements, expected 16", after: "place"
    ) { $0.homes[9].tiles.removeLast() },
  ])
  func placements(_ fault: Break) throws { try check(fault) }

  @Test(arguments: [
    Break(
      "embedding.rows: found %0, which is not written yet, expected a value that is",
      after: "schedule"
    ) {
      $0.instructions.removeFirst()
    },
    Break("embedding: found %0 written a second time, expected each value once", after: "schedule")
    {
      $0.instructions.insert($0.instructions[0], at: 0)
    },
    Break("unit: found %20, expected one of 20 values", after: "schedule") {
      $0.values.removeLast()
    },
    Break("layer0.query.load: found A9, expected one of 6 arrays", after: "schedule") {
      $0.setup[0].operation = .load(array: 9)
    },
    Break("layer0.query.bias: found A-1, expected one of 6 arrays", after: "schedule") {
      $0.setup[1].operation = .bias(array: -1)
    },
    Break("embedding: found T3, expected one of 3 tables", after: "schedule") {
      $0.instructions[0].operation = .fetch(tables: [0, 3], into: 0)
    },
    Break("layer0.output.norm: found V5, expected one of 5 vectors", after: "schedule") {
      $0.vectors.removeLast()
    },
    Break(
      "layer0.query: found A0, which is not loaded, expected an array that is", after: "schedule"
    ) {
      $0.setup.removeFirst()
    },
    Break(
      "layer0.key: found A1, which is not loaded, expected an array that is", after: "schedule",
      tiles: 20
    ) {
      $0.instructions.removeAll { $0.name == "layer0.key.load" }
    },
    // Reading the query's array again after the key's took its tiles.
    Break(
      "layer0.key: found A0, which is not loaded, expected an array that is", after: "schedule",
      tiles: 20
    ) {
      let index = $0.instructions.firstIndex { $0.name == "layer0.key" }!
      $0.instructions[index].operation = .read(array: 0, codes: 3, into: 4)
    },
    Break(
      "layer0.query: found A0 with no barrier after its load, expected one between them",
      after: "schedule", tiles: 20
    ) {
      let load = $0.instructions.firstIndex { $0.name == "layer0.query.load" }!
      $0.instructions.remove(at: load + 2)
    },
    Break(
      "layer0.key.load: follows layer0.query.sums, expected a barrier before it", after: "schedule",
      tiles: 20
    ) {
      $0.instructions.removeAll { $0.name == "layer0.key.barrier" && $0.operation.isBarrier }
      let load = $0.instructions.firstIndex { $0.name == "layer0.key.load" }!
      $0.instructions.insert(
        .init(name: "late", layer: nil, operation: .barrier), at: load + 2)
    },
    Break(
      "layer0.attention: follows layer0.attention.value.move, expected a barrier before it",
      after: "schedule"
    ) { $0.instructions.removeAll { $0.name == "layer0.attention.barrier" } },
    Break("tiny: found 0 outputs, expected one, sent by the last instruction", after: "schedule") {
      $0.instructions.removeLast()
    },
    Break("tiny: found 2 outputs, expected one, sent by the last instruction", after: "schedule") {
      $0.instructions.append($0.instructions.last!)
    },
    Break("tiny: found 1 outputs, expected one, sent by the last instruction", after: "schedule") {
      $0.instructions.append(.init(name: "late", layer: nil, operation: .barrier))
    },
  ])
  func instructions(_ fault: Break) throws { try check(fault) }

  @Test func soundMappingsPass() throws {
    for pass in ["lower"] + ModelCompiler.passes.map(\.name) {
      for tiles in [2, 20, 32] {
        let chip = try Bench.chip(linearTiles: tiles, offChip: true)
        let mapping = try Bench.mapping(after: pass, of: TinyModel(layers: 2).graph, on: chip)
        #expect(Verifier.fault(in: mapping, chip: chip) == nil)
      }
    }
  }
}

extension Instruction.Operation {
  fileprivate var isBarrier: Bool { self is Instruction.Barrier }
}

extension Mapping {
  /// Changes the couplings of the query of a lowered tiny model.
  fileprivate mutating func changeQuery(_ change: (inout Couplings) -> Void) {
    guard case .coupling(var couplings) = terms[3].kind else { return }
    change(&couplings)
    terms[3].kind = .coupling(couplings)
  }
}
