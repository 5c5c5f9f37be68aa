internal import DenseAlgebra
internal import Synchronization
internal import TransformerModels

/// A head that is ready to run on rows.
final class HeadRows: Sendable {
  private let plan: ExecutionPlan
  private let width: Int
  private let idle = Mutex<[Workspace]>([])

  /// Rows that are run together: logits of a large vocabulary are wide.
  private static let rowLimit = 64

  init(_ head: ModelHead, format: WeightFormat = .float32) {
    let graph = PreparedGraph(head, format: format)
    plan = PlanBuilder.plan(graph, keepsAll: false)
    guard case .rows(let width)? = head.nodes.first?.operation else {
      preconditionFailure("a head of \(head.nodes.count) nodes, expected rows first")
    }
    self.width = width
  }

  /// [n × width] → [n × logits].
  func logits(ofRows rows: [Float]) -> [Float] {
    precondition(
      rows.count % width == 0, "\(rows.count) values, expected rows of \(width)")
    let workspace = idle.withLock { $0.popLast() } ?? Workspace(widths: plan.slotWidths)
    defer { idle.withLock { $0.append(workspace) } }
    var logits: [Float] = []
    var first = 0
    while first < rows.count {
      let end = min(rows.count, first + Self.rowLimit * width)
      let block = BlockRun(
        plan, given: Array(rows[first..<end]), rows: (end - first) / width, workspace: workspace)
      block.run()
      logits += block.value(plan.output, text: 0).elements
      first = end
    }
    return logits
  }
}
