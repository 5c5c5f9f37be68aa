import Foundation

/// Figures at nodes between those of a table: straight lines in the logarithms of node and figure, through
/// the two nearest rows; beyond the ends the last two rows go on.
struct NodeInterpolation {
  private let first: Int
  private let second: Int
  private let weight: Double

  /// Chooses the rows for a node.
  ///
  /// - Parameters:
  ///   - node_nm: the node wanted.
  ///   - nodes: nodes of the table, falling; two at least.
  init(node_nm: Double, nodes: [Double]) {
    let upper = nodes.lastIndex { $0 >= node_nm } ?? 0
    first = min(upper, nodes.count - 2)
    second = first + 1
    weight = log(nodes[first] / node_nm) / log(nodes[first] / nodes[second])
  }

  /// The figure at the node.
  ///
  /// - Parameter table: positive figures in the order of the nodes.
  func callAsFunction(_ table: [Double]) -> Double {
    table[first] * pow(table[second] / table[first], weight)
  }
}
