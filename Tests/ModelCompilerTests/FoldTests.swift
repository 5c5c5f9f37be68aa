import ChipPrograms
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

@Suite("Pass fold") struct FoldTests {
  @Test func gainsMoveIntoReaders() throws {
    #expect(
      MappingListing.text(of: try Bench.mapping(after: "fold")) == """
        mapping tiny tokens 1...6
        %0 nx8 = preset(word 12 rows by token, position 6 rows by position, type 2 rows by type) ; embedding
        %1 nx8 = potential(%0, epsilon 1e-05) ; embedding.norm.unit
        %2 nx8 = coupling(%1, 8x8, factor 0.5, gains) ; layer0.query
        %3 nx8 = coupling(%1, 8x8, gains) ; layer0.key
        %4 nx8 = coupling(%1, 8x8, gains) ; layer0.value
        %5 nx8 = race(%2, %3, %4, heads 2/2 x 4) ; layer0.attention
        %6 nx8 = coupling(%5, 8x8) ; layer0.attention.output
        %7 nx8 = superposition(%6, %1, gain, shift) ; layer0.attention.residual
        %8 nx8 = potential(%7, epsilon 1e-05) ; layer0.attention.norm.unit
        %9 nx16 = coupling(%8, 16x8, gains) ; layer0.intermediate
        %10 nx16 = gate(%9, gaussian) ; layer0.gelu
        %11 nx8 = coupling(%10, 8x16) ; layer0.output
        %12 nx8 = superposition(%11, %8, gain, shift) ; layer0.output.residual
        %13 nx8 = potential(%12, epsilon 1e-05) ; layer0.output.norm.unit
        %14 1x8 = mean(%13) ; pool
        %15 1x8 = rescale(%14, gain, shift) ; layer0.output.norm
        %16 1x8 = unit(%15) ; unit

        """)
  }

  @Test func peripheryGainsStay() throws {
    let precision = Precision(normGains: .periphery)
    #expect(
      MappingListing.text(of: try Bench.mapping(after: "fold", precision: precision))
        == MappingListing.text(of: try Bench.mapping(after: "lower")))
  }

  /// Random models and texts, before against after, in double precision; gains, products and shifts
  /// are rounded to float32, so that 10⁻⁵ is a hundred roundings.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func keepsTheFunction(seed: UInt64) throws {
    var model = TinyModel(layers: 2, seed: seed)
    if seed.isMultiple(of: 2) { model.keyValueHeads = 1 }
    let before = try Bench.mapping(after: "lower", of: model.graph)
    let after = try Bench.mapping(after: "fold", of: model.graph)
    for tokens in [[0], [5, 5, 1], [11, 2, 7, 4, 0, 9]] {
      let expected = PlainEvaluator.output(of: before, tokens: tokens)
      #expect(distance(PlainEvaluator.output(of: after, tokens: tokens), expected) < 1e-5)
    }
  }

  /// A graph of norms whose readers are unusual: the last value, a sum of itself, another norm.
  @Test func unusualReaders() throws {
    var numbers = SmallNumbers(seed: 5)
    func norm(_ name: String, _ input: Int) -> ModelGraph.Node {
      .init(
        name: name, layer: nil,
        operation: .layerNorm(
          .init(
            gain: numbers.tensor("gain", [4], around: 1), shift: numbers.tensor("shift", [4]),
            epsilon: 1e-5)), inputs: [input])
    }
    var nodes = [
      ModelGraph.Node(
        name: "words", layer: nil,
        operation: .embedding(
          .init(word: numbers.tensor("word", [5, 4]), position: nil, tokenType: nil)), inputs: [])
    ]
    nodes.append(norm("first", 0))
    nodes.append(.init(name: "double", layer: nil, operation: .add, inputs: [1, 1]))
    nodes.append(norm("second", 2))
    nodes.append(.init(name: "both", layer: nil, operation: .add, inputs: [1, 3]))
    nodes.append(
      .init(
        name: "dead", layer: nil,
        operation: .linear(.init(weight: numbers.tensor("w", [4, 4]), bias: nil)), inputs: [3]))
    nodes.append(.init(name: "gate", layer: nil, operation: .activation(.silu), inputs: [3]))
    nodes.append(.init(name: "sum", layer: nil, operation: .add, inputs: [4, 6]))
    nodes.append(norm("third", 7))
    nodes.append(.init(name: "pool", layer: nil, operation: .pool(.mean), inputs: [8]))
    nodes.append(
      .init(
        name: "dense", layer: nil,
        operation: .linear(.init(weight: numbers.tensor("w", [4, 4]), bias: nil)), inputs: [9]))
    nodes.append(norm("fourth", 10))
    let graph = ModelGraph(
      name: "odd", parameterCount: 0, hiddenSize: 4, layerCount: 0, maximumTokens: 4, nodes: nodes)
    let after = try Bench.mapping(after: "fold", of: graph)
    #expect(
      MappingListing.text(of: after) == """
        mapping odd tokens 1...4
        %0 nx4 = preset(word 5 rows by token) ; words
        %1 nx4 = potential(%0, epsilon 1e-05) ; first.unit
        %2 nx4 = rescale(%1, gain, shift) ; first
        %3 nx4 = superposition(%2, %2) ; double
        %4 nx4 = potential(%3, epsilon 1e-05) ; second.unit
        %5 nx4 = rescale(%4, gain, shift) ; second
        %6 nx4 = superposition(%5, %1, gain, shift) ; both
        %7 nx4 = gate(%5, unit-logistic) ; gate
        %8 nx4 = superposition(%6, %7) ; sum
        %9 nx4 = potential(%8, epsilon 1e-05) ; third.unit
        %10 1x4 = mean(%9) ; pool
        %11 1x4 = coupling(%10, 4x4, gains) ; dense
        %12 1x4 = potential(%11, epsilon 1e-05) ; fourth.unit
        %13 1x4 = rescale(%12, gain, shift) ; fourth

        """)
    let expected = PlainEvaluator.output(of: graph, tokens: [1, 4, 2])
    #expect(distance(PlainEvaluator.output(of: after, tokens: [1, 4, 2]), expected) < 1e-5)
  }
}
