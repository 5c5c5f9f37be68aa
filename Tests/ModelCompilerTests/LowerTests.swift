import ChipPrograms
import IsingTestSupport
import ModelCompiler
import Testing
import TransformerModels

@Suite("Pass lower") struct LowerTests {
  @Test func termsOfATinyModel() throws {
    #expect(
      MappingListing.text(of: try Bench.mapping(after: "lower")) == """
        mapping tiny tokens 1...6
        %0 nx8 = preset(word 12 rows by token, position 6 rows by position, type 2 rows by type) ; embedding
        %1 nx8 = potential(%0, epsilon 1e-05) ; embedding.norm.unit
        %2 nx8 = rescale(%1, gain, shift) ; embedding.norm
        %3 nx8 = coupling(%2, 8x8, factor 0.5) ; layer0.query
        %4 nx8 = coupling(%2, 8x8) ; layer0.key
        %5 nx8 = coupling(%2, 8x8) ; layer0.value
        %6 nx8 = race(%3, %4, %5, heads 2/2 x 4) ; layer0.attention
        %7 nx8 = coupling(%6, 8x8) ; layer0.attention.output
        %8 nx8 = superposition(%7, %2) ; layer0.attention.residual
        %9 nx8 = potential(%8, epsilon 1e-05) ; layer0.attention.norm.unit
        %10 nx8 = rescale(%9, gain, shift) ; layer0.attention.norm
        %11 nx16 = coupling(%10, 16x8) ; layer0.intermediate
        %12 nx16 = gate(%11, gaussian) ; layer0.gelu
        %13 nx8 = coupling(%12, 8x16) ; layer0.output
        %14 nx8 = superposition(%13, %10) ; layer0.output.residual
        %15 nx8 = potential(%14, epsilon 1e-05) ; layer0.output.norm.unit
        %16 nx8 = rescale(%15, gain, shift) ; layer0.output.norm
        %17 1x8 = mean(%16) ; pool
        %18 1x8 = unit(%17) ; unit

        """)
  }

  @Test(arguments: Activation.allCases)
  func computesTheModel(_ activation: Activation) throws {
    let mapped: Set<Activation> = [.gelu, .geluTanh, .silu, .relu, .quickGELU, .identity]
    guard mapped.contains(activation) else {
      // Refused by name, before anything is lowered.
      let error = #expect(throws: CompileError.self) {
        _ = try Bench.mapping(after: "lower", of: TinyModel(activation: activation).graph)
      }
      #expect("\(try #require(error))".contains(activation.rawValue))
      return
    }
    for seed in 1...3 as ClosedRange<UInt64> {
      var model = TinyModel(layers: 2, activation: activation, seed: seed)
      if seed == 3 { model.keyValueHeads = 1 }
      let mapping = try Bench.mapping(after: "lower", of: model.graph)
      let tokens = [3, 0, 11, 3]
      let expected = PlainEvaluator.output(of: model.graph, tokens: tokens)
      // Factors enter couplings in float32.
      #expect(distance(PlainEvaluator.output(of: mapping, tokens: tokens), expected) < 1e-6)
    }
  }

  @Test(arguments: [Pooling.first, .last, .max])
  func poolsAsTheModel(_ pooling: Pooling) throws {
    var graph = TinyModel(layers: 1, seed: 4).graph
    let pool = try #require(graph.nodes.firstIndex { $0.name == "pool" })
    graph.nodes[pool].operation = .pool(pooling)
    let tokens = [3, 0, 11, 3]
    let expected = PlainEvaluator.output(of: graph, tokens: tokens)
    for stage in ["lower", "fold"] {
      let mapping = try Bench.mapping(after: stage, of: graph)
      #expect(distance(PlainEvaluator.output(of: mapping, tokens: tokens), expected) < 1e-6)
    }
  }

  @Test(arguments: [
    (Pooling.rootMean, "mean_sqrt_len_tokens"), (.weightedMean, "weightedmean"),
  ])
  func otherPoolingIsRefused(_ pooling: Pooling, word: String) throws {
    var graph = TinyModel(layers: 1).graph
    let pool = try #require(graph.nodes.firstIndex { $0.name == "pool" })
    graph.nodes[pool].operation = .pool(pooling)
    let error = #expect(throws: CompileError.self) {
      _ = try Bench.mapping(after: "lower", of: graph)
    }
    #expect("\(try #require(error))".contains(word))
  }

  /// A layer that is query and key of one attention must not take the factor twice.
  @Test func sharedQueryKeepsItsCouplings() throws {
    var graph = TinyModel().graph
    let attention = try #require(graph.nodes.firstIndex { $0.name == "layer0.attention" })
    graph.nodes[attention].inputs[1] = graph.nodes[attention].inputs[0]
    let mapping = try Bench.mapping(after: "lower", of: graph)
    let scale = try #require(mapping.terms.first { $0.name == "layer0.attention.scale" })
    guard case .rescale(let gain?, nil) = scale.kind else {
      Issue.record("expected a rescale, found \(scale.kind)")
      return
    }
    #expect(gain == [Float](repeating: 0.5, count: 8))
    let tokens = [1, 2, 3]
    let expected = PlainEvaluator.output(of: graph, tokens: tokens)
    #expect(distance(PlainEvaluator.output(of: mapping, tokens: tokens), expected) < 1e-6)
    let folded = try Bench.mapping(after: "fold", of: graph)
    #expect(distance(PlainEvaluator.output(of: folded, tokens: tokens), expected) < 1e-5)
  }

  @Test func askedThresholdReplacesTheExactOne() throws {
    let context = CompileContext(
      chip: try Bench.chip(), precision: Precision(), gateThreshold: .logistic)
    let mapping = try Lower.lower(TinyModel().graph, context: context)
    let gates = mapping.terms.compactMap {
      if case .gate(let threshold) = $0.kind { threshold } else { nil }
    }
    #expect(gates == [.logistic])
  }

  /// What is wrong with a graph, and the message.
  struct Fault: CustomTestStringConvertible, Sendable {
    var message: String
    var change: @Sendable (inout ModelGraph) -> Void
    var testDescription: String { message }
  }

  @Test(arguments: [
    Fault(message: "tiny: cannot be mapped: found no nodes, expected at least one") {
      $0.nodes = []
    },
    Fault(message: "tiny: cannot be mapped: tokens: found 0, expected at least 1") {
      $0.maximumTokens = 0
    },
    Fault(message: "layer0.query: cannot be mapped: reads value 2, expected one before its own, 2")
    {
      $0.nodes[2].inputs = [2]
    },
    Fault(message: "layer0.query: cannot be mapped: reads value -1, expected one before its own, 2")
    {
      $0.nodes[2].inputs = [-1]
    },
    Fault(message: "layer0.attention: cannot be mapped: inputs: found 1, expected 3") {
      $0.nodes[5].inputs = [2]
    },
    Fault(
      message: "causal: cannot be mapped: found attention to earlier tokens beside attention to "
        + "all, expected one of them"
    ) {
      let shape = AttentionShape(
        heads: 2, keyValueHeads: 2, headSize: 4, scale: 1, causal: true)
      $0.nodes.append(
        .init(name: "causal", layer: 0, operation: .attention(shape), inputs: [2, 3, 4]))
    },
    Fault(
      message: "layer0.attention: cannot be mapped: heads, key heads, head size: found [2, 0, 4], "
        + "expected all above 0"
    ) {
      $0.nodes[5].operation = .attention(
        .init(heads: 2, keyValueHeads: 0, headSize: 4, scale: 1, causal: false))
    },
    Fault(message: "layer0.attention: cannot be mapped: heads: found 4, expected a multiple of 3") {
      for node in [3, 4] {
        $0.nodes[node].operation = .linear(
          .init(
            weight: Tensor(name: "w", shape: [6, 8], values: [Float](repeating: 1, count: 48)),
            bias: nil))
      }
      $0.nodes[5].operation = .attention(
        .init(heads: 4, keyValueHeads: 3, headSize: 2, scale: 1, causal: false))
    },
    Fault(
      message: "layer0.query: cannot be mapped: w: found shape [8], expected two sizes above 0"
    ) {
      $0.nodes[2].operation = .linear(
        .init(
          weight: Tensor(name: "w", shape: [8], values: [Float](repeating: 1, count: 8)), bias: nil)
      )
    },
    Fault(message: "layer0.query: cannot be mapped: input width: found 8, expected 4") {
      $0.nodes[2].operation = .linear(
        .init(
          weight: Tensor(name: "w", shape: [8, 4], values: [Float](repeating: 1, count: 32)),
          bias: nil))
    },
    Fault(message: "embedding: cannot be mapped: p: found width 4, expected 8") {
      guard case .embedding(var tables) = $0.nodes[0].operation else { return }
      tables.position = Tensor(name: "p", shape: [2, 4], values: [Float](repeating: 1, count: 8))
      $0.nodes[0].operation = .embedding(tables)
    },
    Fault(
      message: "sum: cannot be mapped: reads values with one row a token and values with one row "
        + "for all tokens"
    ) {
      $0.nodes.append(.init(name: "sum", layer: nil, operation: .add, inputs: [1, 15]))
    },
  ])
  func malformedGraphs(_ fault: Fault) throws {
    var graph = TinyModel().graph
    fault.change(&graph)
    #expect(Bench.error(graph, on: try Bench.chip())?.description == fault.message)
  }
}
