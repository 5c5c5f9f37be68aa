import Foundation
import IsingTestSupport
import Testing

/// Problems whose structure single flips do not see: the default command finds their optimum.
@Suite(.enabled(if: Tool.url != nil, "build the product first"))
struct StructuredProblemTests {
  private func best(_ text: String, _ name: String, _ options: [String]) throws -> [String: Any] {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: file)
      return try Tool.json(["anneal", file.path] + options)
    }
  }

  /// Copies of a glass beside each other: the optimum is that of one times their number, which no single read of
  /// all of them has.
  @Test(arguments: [[], ["--seconds", "3"]])
  func partsAreSolvedApart(options: [String]) throws {
    let glass = try String(
      contentsOf: ModelFolder.packageRoot.appendingPathComponent("docs/examples/glass-8.rud"),
      encoding: .utf8)
    let lines = glass.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
    let (vertices, edges, copies) = (lines[0][0], lines[0][1], 8)
    var text = "\(copies * vertices) \(copies * edges)\n"
    for copy in 0..<copies {
      for edge in lines.dropFirst() {
        text += "\(edge[0] + copy * vertices) \(edge[1] + copy * vertices) \(edge[2])\n"
      }
    }
    let document = try best(text, "copies.rud", options)
    let best = try #require(document["best"] as? [String: Any])
    #expect(best["cut"] as? Double == Double(copies * 432))
    // A value that no read has is no success of a read.
    if options.isEmpty { #expect(document["success"] is NSNull) }
  }

  /// The QUBO of an assignment: exactly one task a worker and one worker a task, with costs.
  private static func assignment(_ costs: [[Int]], penalty: Int) -> String {
    let count = costs.count
    var linear: [String] = []
    var pairs: [String] = []
    func place(_ row: Int, _ column: Int) -> Int { row * count + column }
    for row in 0..<count {
      for column in 0..<count {
        linear.append(
          "\(place(row, column)) \(place(row, column)) \(costs[row][column] - 2 * penalty)")
        for other in (column + 1)..<max(column + 1, count) {
          pairs.append("\(place(row, column)) \(place(row, other)) \(2 * penalty)")
        }
        for other in (row + 1)..<max(row + 1, count) {
          pairs.append("\(place(row, column)) \(place(other, column)) \(2 * penalty)")
        }
      }
    }
    return "p qubo 0 \(count * count) \(linear.count) \(pairs.count)\n"
      + (linear + pairs).joined(separator: "\n") + "\n"
  }

  /// The least cost of all permutations.
  private static func leastCost(_ costs: [[Int]]) -> Int {
    // By the columns that the first rows have taken.
    var least = [0: 0]
    for row in costs {
      var next: [Int: Int] = [:]
      for (taken, cost) in least {
        for (column, price) in row.enumerated() where taken >> column & 1 == 0 {
          next[taken | 1 << column] = min(next[taken | 1 << column] ?? .max, cost + price)
        }
      }
      least = next
    }
    return least.values.min() ?? 0
  }

  /// The smallest penalty that still forbids a missing task is hardly above the largest cost.
  @Test(arguments: [[], ["--seconds", "0.5"]], [1, 2, 3])
  func assignmentsAreSolved(options: [String], seed: UInt64) throws {
    var words = SplitMix(seed: seed)
    let count = 9
    let costs = (0..<count).map { _ in (0..<count).map { _ in Int(words.next() >> 33) % 100 } }
    let penalty = seed == 3 ? 101 : 400
    let document = try best(
      Self.assignment(costs, penalty: penalty), "assignment.qubo", options)
    let best = try #require(document["best"] as? [String: Any])
    let expected = Self.leastCost(costs) - 2 * count * penalty
    #expect(best["energy"] as? Double == Double(expected))
    #expect((document["method"] as? [String: Any])?["name"] as? String == "one-hot")
  }

  /// 64 replicas go side by side, but who asks for one read waits for all of them.
  @Test func oneReadTakesTheTimeOfItsBatch() throws {
    let problem = AnnealProblem.random(40, weights: 9, seed: 5)
    var text = "\(problem.spinCount) \(problem.edges.count)\n"
    for edge in problem.edges { text += "\(edge.i + 1) \(edge.j + 1) \(edge.w)\n" }
    let document = try best(
      text, "problem.rud", ["--method", "annealing", "--no-presolve", "--reads", "1"])
    let time = try #require(document["time_to_target_s"] as? [String: Any])
    #expect(time["read_s"] as? Double == time["batch_s"] as? Double)
  }

  @Test func aSmallStateIsShown() throws {
    let text = "4 4\n1 2 1\n2 3 1\n3 4 1\n4 1 1\n"
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("ring.rud")
      try Data(text.utf8).write(to: file)
      let result = try Tool.run(["anneal", file.path])
      #expect(result.output.contains("state +-+-") || result.output.contains("state -+-+"))
    }
  }
}
