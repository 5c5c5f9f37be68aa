import ChipPrograms
import HardwareSpecs
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

@Suite("Pass quantise") struct QuantiseTests {
  @Test func couplingsAndTablesBecomeCodes() throws {
    let text = MappingListing.text(of: try Bench.mapping(after: "quantise"))
    let lines = text.split(separator: "\n")
    #expect(
      lines.filter { $0.contains("array") || $0.contains("table") }.joined(separator: "\n") == """
        %0 nx8 = tables(T0, T1, T2) ; embedding
        %2 nx8 = array(%1, A0) ; layer0.query
        %3 nx8 = array(%1, A1) ; layer0.key
        %4 nx8 = array(%1, A2) ; layer0.value
        %6 nx8 = array(%5, A3) ; layer0.attention.output
        %9 nx16 = array(%8, A4) ; layer0.intermediate
        %11 nx8 = array(%10, A5) ; layer0.output
        table T0 word 12x8 16b by token off-chip
        table T1 position 6x8 16b by position off-chip
        table T2 type 2x8 16b by type off-chip
        array A0 layer0.query 8x8 8b block 8
        array A1 layer0.key 8x8 8b block 8
        array A2 layer0.value 8x8 8b block 8
        array A3 layer0.attention.output 8x8 8b block 8
        array A4 layer0.intermediate 16x8 8b block 8
        array A5 layer0.output 8x16 8b block 16
        """)
    let before = MappingListing.text(of: try Bench.mapping(after: "fold")).split(separator: "\n")
    // Everything else stays.
    #expect(
      lines.filter { !$0.contains("array") && !$0.contains("table") }
        == before.filter { !$0.contains("coupling") && !$0.contains("preset") })
  }

  /// Codes stand for the folded couplings, row by row and block by block.
  @Test(arguments: [0, 8, 16], Precision.WeightRange.allCases)
  func codesStandForCouplings(block: Int, range: Precision.WeightRange) throws {
    var model = TinyModel(inner: 32)
    model.hidden = 16
    let precision = Precision(weightBits: 6, weightBlock: block, weightRange: range)
    let before = try Bench.mapping(after: "fold", of: model.graph, precision: precision)
    let after = try Bench.mapping(after: "quantise", of: model.graph, precision: precision)
    for (old, new) in zip(before.terms, after.terms) {
      guard case .coupling(let couplings) = old.kind, case .array(let number) = new.kind else {
        continue
      }
      let array = after.arrays[number]
      #expect(array.block == (block == 0 ? couplings.inputs : block))
      #expect(array.fields == couplings.fields)
      for output in 0..<array.outputs {
        let row = couplings.row(output)
        for group in 0..<array.blocks {
          let scale = array.scales[output * array.blocks + group]
          let slice = (group * array.block)..<((group + 1) * array.block)
          let largest = row[slice].map(\.magnitude).max() ?? 0
          if range == .maximum { #expect(scale == largest / 31) }
          #expect(scale <= largest / 31 && scale >= 0.29 * largest / 31)
          for input in slice {
            let code = array.codes[output * array.inputs + input]
            let nearest = (row[input] / scale).rounded(.toNearestOrEven)
            #expect(Float(code) == min(max(nearest, -31), 31))
          }
        }
      }
    }
  }

  @Test func twelveBitsComeNearTheModel() throws {
    let model = TinyModel(layers: 2, seed: 9)
    let tokens = [4, 8, 1]
    let expected = PlainEvaluator.output(of: model.graph, tokens: tokens)
    var errors: [Double] = []
    for bits in [4, 8, 12] {
      let mapping = try Bench.mapping(
        after: "quantise", of: model.graph, precision: Precision(weightBits: bits, weightBlock: 0))
      errors.append(distance(PlainEvaluator.output(of: mapping, tokens: tokens), expected))
    }
    // Four bits more divide a step by 16; a fourth of that is demanded.
    #expect(errors[2] < 2e-3)
    #expect(errors[1] < errors[0] / 4 && errors[2] < errors[1] / 4)
  }

  @Test func refusesBlocksThatDoNotDivideTheInputs() throws {
    var model = TinyModel(inner: 20)
    model.hidden = 16
    #expect(
      Bench.error(model.graph, on: try Bench.chip(), precision: Precision(weightBlock: 16))
        == .unmappable(
          term: "layer0.output",
          reason: "couplings that share a scale: found 16, expected a divisor of its 20 inputs"))
  }

  @Test func oneScaleATileByDefault() throws {
    // Where the rows of a tile divide the inputs; else one scale an output.
    let model = TinyModel(inner: 14)
    let chip = try Bench.chip()
    let rows = chip.geometry.tileRows
    let program = try ModelCompiler.compile(model.graph, for: chip, precision: Precision())
    for array in program.arrays {
      #expect(array.block == (array.inputs % rows == 0 ? rows : array.inputs), "\(array.name)")
    }
  }

  @Test func refusesCouplingsThatOverflowWhenFolded() throws {
    var graph = TinyModel().graph
    guard case .linear(var weights) = graph.nodes[3].operation else { return }
    var values = [Float](repeating: 0.1, count: 64)
    values[17] = .greatestFiniteMagnitude
    weights.weight = Tensor(name: "w", shape: [8, 8], values: values)
    graph.nodes[3].operation = .linear(weights)
    guard case .layerNorm(var norm) = graph.nodes[1].operation else { return }
    norm.gain = Tensor(name: "g", shape: [8], values: [Float](repeating: 2, count: 8))
    norm.shift = nil
    graph.nodes[1].operation = .layerNorm(norm)
    #expect(
      Bench.error(graph, on: try Bench.chip())?.description
        == "layer0.key: cannot be mapped: a coupling of output 2: found NaN or infinity, expected "
        + "a finite number")
  }

  @Test func refusesTablesThatAreNotFinite() throws {
    var graph = TinyModel().graph
    guard case .embedding(var tables) = graph.nodes[0].operation else { return }
    tables.tokenType = Tensor(
      name: "type", shape: [2, 8], values: [Float](repeating: .nan, count: 16))
    graph.nodes[0].operation = .embedding(tables)
    #expect(
      Bench.error(graph, on: try Bench.chip())?.description
        == "type: cannot be mapped: an element of row 0: found NaN or infinity, expected a finite "
        + "number")
  }

  /// Two embeddings read their own tables, not each other's.
  @Test func eachPresetHasItsTables() throws {
    var numbers = SmallNumbers(seed: 3)
    func embedding(_ name: String) -> ModelGraph.Node {
      .init(
        name: name, layer: nil,
        operation: .embedding(
          .init(word: numbers.tensor(name, [5, 4]), position: nil, tokenType: nil)), inputs: [])
    }
    let graph = ModelGraph(
      name: "two", parameterCount: 40, hiddenSize: 4, layerCount: 0, maximumTokens: 3,
      nodes: [
        embedding("left"), embedding("right"),
        .init(name: "sum", layer: nil, operation: .add, inputs: [0, 1]),
        .init(name: "pool", layer: nil, operation: .pool(.mean), inputs: [2]),
      ])
    let mapping = try Bench.mapping(after: "schedule", of: graph)
    #expect(
      mapping.instructions.prefix(4).map(Listing.line) == [
        "%0 <- fetch T0 ; left", "move %0 blocks of 4 x 16b route 44>38 ; left.rows",
        "%1 <- fetch T1 ; right", "move %1 blocks of 4 x 16b route 44>38 ; right.rows",
      ])
    let expected = PlainEvaluator.output(of: graph, tokens: [2, 0])
    #expect(distance(PlainEvaluator.output(of: mapping, tokens: [2, 0]), expected) < 1e-4)
  }
}
