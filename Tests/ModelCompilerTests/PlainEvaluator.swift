import ChipPrograms
import Foundation
import ModelCompiler
import TransformerModels

/// [tokens][width] in double precision.
typealias Rows = [[Double]]

/// What graphs and mappings compute, in the plainest way.
enum PlainEvaluator {
  /// The output of a model graph, straight from the definition of its nodes.
  static func output(of graph: ModelGraph, tokens: [Int]) -> [Double] {
    var values: [Rows] = []
    for node in graph.nodes {
      let inputs = node.inputs.map { values[$0] }
      switch node.operation {
      case .embedding(let tables):
        values.append(
          tokens.enumerated().map { position, token in
            var sum = tables.word.row(token).map(Double.init)
            if let table = tables.position { sum = add(sum, table.row(position).map(Double.init)) }
            if let table = tables.tokenType { sum = add(sum, table.row(0).map(Double.init)) }
            return sum
          })
      case .linear(let weights):
        let rows = (0..<weights.outputs).map { weights.weight.row($0).map(Double.init) }
        let bias = weights.bias?.floats.map(Double.init)
        values.append(
          linear(inputs[0], rows, bias ?? [Double](repeating: 0, count: weights.outputs)))
      case .attention(let shape):
        values.append(
          attention(shape, inputs[0], inputs[1], inputs[2], scale: Double(shape.scale)))
      case .activation(let activation):
        values.append(inputs[0].map { $0.map { activated(activation, $0) } })
      case .layerNorm(let weights):
        let gain = weights.gain.floats.map(Double.init)
        let shift = weights.shift?.floats.map(Double.init)
        values.append(
          inputs[0].map { row in
            let unit = normalised(row, Double(weights.epsilon))
            return add(zip(unit, gain).map { $0 * $1 }, shift ?? unit.map { _ in 0 })
          })
      case .add: values.append(zip(inputs[0], inputs[1]).map { add($0, $1) })
      case .pool(let pooling, let first):
        values.append([pooled(inputs[0], pooling.rawValue, after: first)])
      case .rootMeanSquareNorm(let weights):
        let gain = weights.gain.floats.map(Double.init)
        values.append(
          inputs[0].map { row in
            let unit = normalised(
              row, Double(weights.epsilon), .init(isCentred: false, stretch: gain.count))
            return unit.indices.map { unit[$0] * gain[$0 % gain.count] }
          })
      case .multiply:
        values.append(zip(inputs[0], inputs[1]).map { zip($0, $1).map { $0 * $1 } })
      case .rotation(let rotary): values.append(turned(inputs[0], rotary))
      case .rows: preconditionFailure("\(node.name): an operation that no term stands for")
      case .unitLength: values.append(inputs[0].map(unit))
      }
    }
    return values[values.count - 1][0]
  }

  /// The output of a mapping at any stage from lower to schedule.
  static func output(of mapping: Mapping, tokens: [Int]) -> [Double] {
    var values: [Rows] = []
    for term in mapping.terms {
      let inputs = term.inputs.map { values[$0] }
      switch term.kind {
      case .preset(let sources):
        values.append(preset(sources.map { ($0.index, $0.tensor.row) }, tokens))
      case .tables(let numbers):
        values.append(
          preset(
            numbers.map { number in
              let table = mapping.tables[number]
              return (
                table.index,
                { row in
                  table.codes[(row * table.width)..<((row + 1) * table.width)].map {
                    Float($0) * table.scales[row]
                  }
                }
              )
            }, tokens))
      case .coupling(let couplings):
        let rows = (0..<couplings.outputs).map { couplings.row($0).map(Double.init) }
        values.append(linear(inputs[0], rows, couplings.fields.map(Double.init)))
      case .array(let number):
        let array = mapping.arrays[number]
        let rows = (0..<array.outputs).map { output in
          (0..<array.inputs).map { input in
            Double(array.codes[output * array.inputs + input])
              * Double(array.scales[output * array.blocks + input / array.block])
          }
        }
        values.append(linear(inputs[0], rows, array.fields.map(Double.init)))
      case .race(let race):
        let (query, key) = (
          race.rotary.map { turned(inputs[0], $0) } ?? inputs[0],
          race.rotary.map { turned(inputs[1], $0) } ?? inputs[1]
        )
        values.append(attention(race.attention, query, key, inputs[2], scale: 1))
      case .gate(let threshold):
        let gated = inputs[0].map { $0.map { $0 * probability(threshold, $0) } }
        values.append(
          inputs.count == 1
            ? gated : zip(gated, inputs[1]).map { zip($0, $1).map { $0 * $1 } })
      case .potential(let epsilon, let form):
        values.append(inputs[0].map { normalised($0, Double(epsilon), form) })
      case .superposition(let gain, let shift):
        let right = rescaled(inputs[1], gain, shift)
        values.append(zip(inputs[0], right).map { add($0, $1) })
      case .rescale(let gain, let shift): values.append(rescaled(inputs[0], gain, shift))
      case .pool(let rows, let first):
        values.append([pooled(inputs[0], rows.rawValue, after: first)])
      case .unit: values.append(inputs[0].map(unit))
      case .choose:
        values.append(
          inputs[0].map { row in [Double(row.indices.max { row[$0] < row[$1] } ?? 0)] })
      }
    }
    return values[values.count - 1][0]
  }

  /// Channels k and k + n/2 of each head turned by place · ω_k.
  private static func turned(_ x: Rows, _ rotary: RotaryEmbedding) -> Rows {
    let (half, frequencies) = (rotary.width / 2, rotary.frequencies(length: 1))
    return x.enumerated().map { place, row in
      var row = row
      for start in stride(from: 0, to: row.count, by: rotary.headSize) {
        for pair in 0..<half {
          let angle = Double(place) * Double(frequencies[pair])
          let (a, b) = (row[start + pair], row[start + half + pair])
          let scale = Double(rotary.amplitude)
          row[start + pair] = scale * (a * cos(angle) - b * sin(angle))
          row[start + half + pair] = scale * (b * cos(angle) + a * sin(angle))
        }
      }
      return row
    }
  }

  private static func preset(
    _ tables: [(PresetTable.Index, (Int) -> [Float])], _ tokens: [Int]
  ) -> Rows {
    tokens.enumerated().map { position, token in
      tables.map { index, row in
        switch index {
        case .token: row(token).map(Double.init)
        case .position: row(position).map(Double.init)
        case .constant, .type: row(0).map(Double.init)
        }
      }.reduce(nil) { sum, row in sum.map { add($0, row) } ?? row } ?? []
    }
  }

  private static func linear(_ x: Rows, _ weights: Rows, _ fields: [Double]) -> Rows {
    x.map { row in
      zip(weights, fields).map { weights, field in
        zip(weights, row).reduce(field) { $0 + $1.0 * $1.1 }
      }
    }
  }

  private static func attention(
    _ shape: AttentionShape, _ q: Rows, _ k: Rows, _ v: Rows, scale: Double
  ) -> Rows {
    let group = shape.heads / shape.keyValueHeads
    return q.enumerated().map { place, query in
      (0..<shape.heads).flatMap { head -> [Double] in
        let own = (head * shape.headSize)..<((head + 1) * shape.headSize)
        let first = head / group * shape.headSize
        let shared = first..<(first + shape.headSize)
        // A causal query sees the tokens up to its own, the last ones of a window.
        let seen =
          shape.causal
          ? max(0, place + 1 - (shape.window ?? place + 1))..<(place + 1) : 0..<k.count
        let scores = k[seen].map { key in
          scale * zip(query[own], key[shared]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let rates = scores.map { exp($0 - scores.max()!) }
        let total = rates.reduce(0, +)
        return shared.map { index in
          zip(rates, v[seen]).reduce(0) { $0 + $1.0 / total * $1.1[index] }
        }
      }
    }
  }

  private static func activated(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .silu: x / (1 + exp(-x))
    case .relu: max(x, 0)
    // A gate stands for it to 5·10⁻⁴; the test says how near.
    case .geluTanh: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .quickGELU: x / (1 + exp(-1.702 * x))
    case .identity: x
    case .clippedGELU, .squaredReLU, .relu6, .leakyReLU, .hardSwish, .laplace, .mish, .logistic,
      .rootSoftplus, .tanh:
      preconditionFailure("no gate stands for \(activation.rawValue)")
    }
  }

  private static func probability(_ threshold: GateThreshold, _ x: Double) -> Double {
    switch threshold {
    case .gaussian: 0.5 * erfc(-x / 2.0.squareRoot())
    case .logistic: 1 / (1 + exp(-1.702 * x))
    case .unitLogistic: 1 / (1 + exp(-x))
    case .zeroTemperature: x > 0 ? 1 : 0
    }
  }

  private static func rescaled(_ x: Rows, _ gain: [Float]?, _ shift: [Float]?) -> Rows {
    x.map { row in
      row.indices.map { row[$0] * Double(gain?[$0] ?? 1) + Double(shift?[$0] ?? 0) }
    }
  }

  private static func normalised(
    _ row: [Double], _ epsilon: Double, _ form: Instruction.NormForm = .init()
  ) -> [Double] {
    if let stretch = form.stretch, stretch < row.count {
      return stride(from: 0, to: row.count, by: stretch).flatMap {
        normalised(Array(row[$0..<($0 + stretch)]), epsilon, .init(isCentred: form.isCentred))
      }
    }
    guard form.isCentred else {
      let square = row.reduce(0) { $0 + $1 * $1 } / Double(row.count)
      return row.map { $0 / (square + epsilon).squareRoot() }
    }
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    return row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
  }

  private static func mean(_ x: Rows) -> [Double] {
    x[0].indices.map { index in x.reduce(0) { $0 + $1[index] } / Double(x.count) }
  }

  /// `word` is of `Pooling` or of `Instruction.Pool.Rows`.
  private static func pooled(_ all: Rows, _ word: String, after first: Int) -> [Double] {
    let x = Array(all.dropFirst(first))
    return switch word {
    case "first", "cls": all[0]
    case "last", "lasttoken": all[all.count - 1]
    case "max", "largest": x[0].indices.map { index in x.map { $0[index] }.max() ?? 0 }
    default: mean(x)
    }
  }

  private static func unit(_ row: [Double]) -> [Double] {
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return row.map { $0 / length }
  }

  private static func add(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }
}

/// The largest difference of two rows.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}
