package import HardwareSpecs
package import TransformerModels

/// Measured devices beside a run: those that measured its model, and why others are missing.
package struct MeasuredRuns {
  /// Devices that measured this model.
  package private(set) var shown: [MeasuredDevice] = []
  /// What a reader must know: what was measured, and a sentence for each device that is left out.
  package private(set) var sentences: [String] = []

  /// Compares shapes: nothing is scaled from one model to another.
  ///
  /// - Parameter longestText: tokens of the longest text of the run.
  package init(of graph: ModelGraph, longestText: Int, on devices: [MeasuredDevice]) {
    let shape = ModelShape(of: graph)
    for device in devices {
      if shape != device.model {
        sentences.append(
          "\(device.name) is left out: it was measured on \(device.model.words), and \(graph.name) has "
            + (shape?.words ?? "no attention and feed-forward layers"))
      } else if longestText > device.measured.longestText {
        sentences.append(
          "\(device.name) is left out: it was measured on texts of at most "
            + "\(device.measured.longestText) tokens, and a text has \(longestText)")
      } else {
        shown.append(device)
        let count = device.measured.accelerators
        sentences.append(
          "\(device.name) stands as it was measured on its own texts, of at most "
            + "\(device.measured.longestText) tokens: \(count) accelerator\(count == 1 ? "" : "s"), "
            + "power of the whole system")
      }
    }
  }
}

extension ModelShape {
  /// The shape of an encoder whose layers are alike; `nil` for a graph without attention or without an
  /// activation after a linear layer.
  package init?(of graph: ModelGraph) {
    var heads: Int?
    var feedForward: Int?
    for node in graph.nodes {
      switch node.operation {
      case .attention(let shape): heads = heads ?? shape.heads
      case .activation:
        if let input = node.inputs.first, case .linear(let weights) = graph.nodes[input].operation {
          feedForward = feedForward ?? weights.outputs
        }
      default: break
      }
    }
    guard let heads, let feedForward else { return nil }
    self.init(
      layers: graph.layerCount, width: graph.hiddenSize, heads: heads, feedForward: feedForward)
  }
}
