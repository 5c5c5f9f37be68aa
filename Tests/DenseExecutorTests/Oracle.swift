import Foundation
import MoebiusGeometry
import TransformerModels

/// Every node of a graph for one text, by its definition, in double precision.
enum Oracle {
  typealias Matrix = [[Double]]

  static func values(of graph: ModelGraph, tokens: [Int]) -> [Matrix] {
    var values: [Matrix] = []
    for node in graph.nodes {
      let inputs = node.inputs.map { values[$0] }
      switch node.operation {
      case .embedding(let tables):
        values.append(
          tokens.enumerated().map { position, id in
            let word = tables.word.row(id)
            return word.indices.map {
              Double(word[$0]) + Double(tables.position?.row(position)[$0] ?? 0)
                + Double(tables.tokenType?.row(0)[$0] ?? 0)
            }
          })
      case .linear(let layer):
        let rows = (0..<layer.outputs).map { layer.weight.row($0).map(Double.init) }
        let bias = layer.bias?.floats.map(Double.init)
        values.append(
          inputs[0].map { x in
            rows.indices.map { dot(rows[$0], x) + (bias?[$0] ?? 0) }
          })
      case .attention(let shape): values.append(attention(shape, inputs))
      case .activation(let function):
        values.append(inputs[0].map { $0.map { activate(function, $0) } })
      case .layerNorm(let norm):
        let gain = norm.gain.floats.map(Double.init)
        let shift = norm.shift?.floats.map(Double.init)
        values.append(
          inputs[0].map { x in
            let mean = x.reduce(0, +) / Double(x.count)
            let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
            let scale = 1 / (variance + Double(norm.epsilon)).squareRoot()
            return x.indices.map { gain[$0] * (x[$0] - mean) * scale + (shift?[$0] ?? 0) }
          })
      case .add:
        values.append(zip(inputs[0], inputs[1]).map { zip($0, $1).map(+) })
      case .multiply: values.append(zip(inputs[0], inputs[1]).map { zip($0, $1).map(*) })
      case .rootMeanSquareNorm(let norm):
        let gain = norm.gain.floats.map(Double.init)
        values.append(
          inputs[0].map { x in
            stride(from: 0, to: x.count, by: gain.count).flatMap { first -> [Double] in
              let part = x[first..<(first + gain.count)]
              let mean = part.reduce(0) { $0 + $1 * $1 } / Double(gain.count)
              let scale = 1 / (mean + Double(norm.epsilon)).squareRoot()
              return zip(gain, part).map { $0 * $1 * scale }
            }
          })
      case .rotation(let rotary):
        values.append(inputs[0].enumerated().map { turned($1, place: $0, rotary) })
      case .pool(let pooling, let first):
        values.append([pooled(pooling, inputs[0], after: first)])
      case .rows: preconditionFailure("a head")
      case .unitLength:
        values.append(inputs[0].map { x in x.map { $0 / dot(x, x).squareRoot() } })
      }
    }
    return values
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  static func activate(_ function: Activation, _ x: Double) -> Double {
    func gelu(_ x: Double) -> Double { x * erfc(-x / 2.0.squareRoot()) / 2 }
    return switch function {
    case .gelu: gelu(x)
    case .silu: x / (1 + exp(-x))
    case .relu: max(x, 0)
    case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .quickGELU: x / (1 + exp(-1.702 * x))
    case .clippedGELU: min(max(gelu(x), -10), 10)
    case .squaredReLU: max(x, 0) * max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .leakyReLU: x < 0 ? x / 100 : x
    case .hardSwish: x * min(max(x + 3, 0), 6) / 6
    case .laplace: erfc((0.707107 - x) / (0.282095 * 2.0.squareRoot())) / 2
    case .identity: x
    case .mish: x * tanh(log1p(exp(x)))
    case .logistic: 1 / (1 + exp(-x))
    case .rootSoftplus: log1p(exp(x)).squareRoot()
    case .tanh: tanh(x)
    }
  }

  /// Channels k and k + n/2 of each head as a complex number that turns.
  private static func turned(
    _ row: [Double], place: Int, _ rotary: RotaryEmbedding
  ) -> [Double] {
    var row = row
    let half = rotary.width / 2
    for head in stride(from: 0, to: row.count, by: rotary.headSize) {
      for pair in 0..<half {
        let angle = Double(place) * pow(rotary.base, -Double(pair) / Double(half))
        let (x, y) = (row[head + pair], row[head + half + pair])
        row[head + pair] = x * cos(angle) - y * sin(angle)
        row[head + half + pair] = x * sin(angle) + y * cos(angle)
      }
    }
    return row
  }

  private static func pooled(_ pooling: Pooling, _ rows: Matrix, after first: Int) -> [Double] {
    let count = Double(rows.count - first)
    return rows[0].indices.map { column in
      let all = rows.map { $0[column] }
      let values = all.dropFirst(first)
      let sum = values.reduce(0, +)
      return switch pooling {
      case .mean: sum / count
      case .first: all[0]
      case .last: all[all.count - 1]
      case .max: values.max() ?? 0
      case .rootMean: sum / count.squareRoot()
      case .weightedMean:
        values.indices.reduce(0) { $0 + Double($1 + 1) * values[$1] }
          / values.indices.reduce(0) { $0 + Double($1 + 1) }
      }
    }
  }

  /// A score with the positions of query and key: products of complex channels that turn by the gap, or
  /// a distance along the flow.
  private static func score(
    _ shape: AttentionShape, _ head: Int, _ query: [Double], at row: Int, _ key: [Double],
    at column: Int
  ) -> Double {
    let gap = Double(row - column)
    func slope(_ given: Double?) -> Double {
      given ?? pow(2, -8 * Double(head + 1) / Double(shape.heads))
    }
    let (product, bias): (Double, Double) =
      switch shape.position {
      case nil: (dot(query, key), 0)
      case .elliptic(let base)?: (turnedProduct(query, key, base: base, gap: gap), 0)
      case .hyperbolic(let given)?: (dot(query, key), -slope(given) * abs(gap))
      // cosh of the distance is 1 + gap²/2.
      case .parabolic(let given)?: (dot(query, key), -slope(given) * acosh(1 + gap * gap / 2))
      }
    return Double(shape.scale) * product + bias
  }

  /// Σ_k Re(q_k k̄_k e^{i gap θ_k}) with θ_k = base^{−2k/d}.
  private static func turnedProduct(
    _ query: [Double], _ key: [Double], base: Double, gap: Double
  ) -> Double {
    stride(from: 0, to: query.count, by: 2).reduce(0) { sum, channel in
      let angle = gap * pow(base, -Double(channel) / Double(query.count))
      let (x, y) = (query[channel], query[channel + 1])
      let (u, v) = (key[channel], key[channel + 1])
      return sum + (x * u + y * v) * cos(angle) - (y * u - x * v) * sin(angle)
    }
  }

  private static func attention(_ shape: AttentionShape, _ inputs: [Matrix]) -> Matrix {
    let tokens = inputs[0].count
    var result = Matrix(repeating: [], count: tokens)
    for head in 0..<shape.heads {
      func part(_ matrix: Matrix, _ head: Int) -> Matrix {
        matrix.map { Array($0[(head * shape.headSize)..<((head + 1) * shape.headSize)]) }
      }
      let source = head * shape.keyValueHeads / shape.heads
      let query = part(inputs[0], head)
      let (key, value) = (part(inputs[1], source), part(inputs[2], source))
      for row in 0..<tokens {
        let seen = shape.causal ? row + 1 : tokens
        let first = shape.window.map { max(0, seen - $0) } ?? 0
        let powers = (0..<seen).map { column in
          column < first ? 0 : exp(score(shape, head, query[row], at: row, key[column], at: column))
        }
        let total = powers.reduce(0, +)
        result[row] += (0..<shape.headSize).map { column in
          (0..<seen).reduce(0) { $0 + powers[$1] / total * value[$1][column] }
        }
      }
    }
    return result
  }
}
