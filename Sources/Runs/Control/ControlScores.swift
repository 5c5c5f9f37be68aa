import CriticalControl
import DenseExecutor
import Jobs
import TransformerModels

/// The scores of one attention head, from a model's texts or from a law.
struct ControlHead: Sendable {
  /// Layer, counted from 0; `nil` for drawn scores.
  var layer: Int?
  /// Head of the layer, or number of the drawn head.
  var head: Int
  /// Raw scores q·k by row and key.
  var rows: ScoreRows
  /// The textbook's β: 1/√d, or the model's own scale.
  var textbook: Double

  /// In tables: `layer 3 head 7`.
  var name: String { layer.map { "layer \($0) head \(head)" } ?? "head \(head)" }
}

/// Where scores come from.
enum ControlScores {
  /// The heads of a model on texts, layer by layer; rows of all texts together.
  ///
  /// The dense reference computes queries and keys in float32; scores are their products in float64.
  ///
  /// - Throws: what loading and running the model throws; `FileError` for scores that positions turn.
  static func heads(
    ofModel folder: String, texts: [String], warnings: inout [String]
  ) throws -> [ControlHead] {
    let model = try LoadedModel.load(folder: folder)
    let executor = DenseExecutor(graph: model.graph)
    var rows: [Place: [[Double]]] = [:]
    var shapes: [Int: AttentionShape] = [:]
    let tokens = ModelPreparation.tokenise(
      texts.map { InputText($0) }, for: model, warnings: &warnings)
    for text in tokens {
      let values = try executor.values(tokens: text)
      for node in model.graph.nodes {
        guard case .attention(let shape) = node.operation, let layer = node.layer else { continue }
        guard shape.position == nil else {
          throw FileError(
            folder, "found positions that act on scores, expected a model with learned positions")
        }
        guard let query = values[model.graph.nodes[node.inputs[0]].name],
          let key = values[model.graph.nodes[node.inputs[1]].name]
        else { continue }
        shapes[layer] = shape
        for head in 0..<shape.heads {
          rows[Place(layer: layer, head: head), default: []] += scores(
            query: query, key: key, head: head, shape)
        }
      }
    }
    return try rows.keys.sorted().compactMap { place in
      guard let shape = shapes[place.layer], let rows = rows[place] else { return nil }
      return ControlHead(
        layer: place.layer, head: place.head, rows: try ScoreRows(rows),
        textbook: Double(shape.scale))
    }
  }

  /// q·k of one head, row by row; a causal row ends at its own token.
  private static func scores(
    query: NodeValue, key: NodeValue, head: Int, _ shape: AttentionShape
  ) -> [[Double]] {
    let size = shape.headSize
    let source = head / (shape.heads / shape.keyValueHeads) * size
    return (0..<query.rows).map { row in
      (0..<(shape.causal ? row + 1 : key.rows)).map { column in
        (0..<size).reduce(0.0) { sum, index in
          sum + Double(query.elements[row * query.columns + head * size + index])
            * Double(key.elements[column * key.columns + source + index])
        }
      }
    }
  }

  /// Heads of scores that are drawn from a law, with the deviation √d.
  static func heads(
    drawn law: SyntheticRows.Law, heads: Int, rows: Int, keys: Int, deviation: Double,
    textbook: Double, seed: UInt64
  ) throws -> [ControlHead] {
    try (0..<heads).map { head in
      let scores = SyntheticRows.rows(
        law, count: rows, keys: keys, deviation: deviation, seed: seed, firstRow: head * rows)
      return ControlHead(
        layer: nil, head: head, rows: try ScoreRows(scores), textbook: textbook)
    }
  }

  private struct Place: Hashable, Comparable {
    var layer: Int
    var head: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.layer, left.head) < (right.layer, right.head)
    }
  }
}
