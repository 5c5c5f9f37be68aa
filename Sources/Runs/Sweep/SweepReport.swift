public import Reports

/// What came of a sweep.
public struct SweepReport: Report {
  /// A point.
  public struct Point: Sendable {
    /// Its place in the design, from 0.
    public var index: Int
    /// Values in the order of the parameters.
    public var parameters: [String]
    /// Values in the order of the outputs; `nil` where its command failed.
    public var outputs: [Double?]
    /// Why its command failed.
    public var failure: String?

    var facts: Facts {
      [
        "point": index, "parameters": parameters, "outputs": outputs, "failure": failure,
      ]
    }
  }

  let plan: SweepPlan
  /// Points that are done, in the order of the design.
  public let points: [Point]
  /// How many of them an earlier run did.
  public let resumed: Int
  /// Seconds of this run.
  public let elapsed_s: Double
  /// Where the result comes from.
  public let provenance: Provenance

  /// Places in `points` of those that no other point beats in one goal without being beaten in another; empty
  /// without a goal.
  public var front: Set<Int> {
    let goals = plan.outputs.indices.filter { plan.outputs[$0].goal != nil }
    guard !goals.isEmpty else { return [] }
    // All goals as costs.
    let costs = points.indices.compactMap { place -> (place: Int, costs: [Double])? in
      let values = goals.compactMap { goal -> Double? in
        guard let value = points[place].outputs[goal] else { return nil }
        return plan.outputs[goal].goal == .largest ? -value : value
      }
      return values.count == goals.count ? (place, values) : nil
    }
    // In this order no later point beats an earlier one, so that a point is compared with the front alone.
    let sorted = costs.sorted {
      $0.costs == $1.costs ? $0.place < $1.place : $0.costs.lexicographicallyPrecedes($1.costs)
    }
    var front: [(place: Int, costs: [Double])] = []
    for one in sorted
    where !front.contains(where: { other in
      other.costs != one.costs && zip(other.costs, one.costs).allSatisfy { $0 <= $1 }
    }) {
      front.append(one)
    }
    return Set(front.map(\.place))
  }

  /// How many points have no outputs.
  var failures: Int { points.count { $0.failure != nil } }

  /// - Throws: `RunFailure` of kind `.badInput` where all points failed, so that there is no result at all.
  public func requirePoints() throws(RunFailure) {
    guard failures == points.count, let failure = points.first?.failure else { return }
    throw RunFailure(.badInput, "all points failed, the first of them: \(failure)")
  }
}

extension SweepReport: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    let front = front
    return [
      "schema": "ising-npu-sweep/1", "provenance": provenance, "name": plan.name,
      "command": plan.command, "chip": plan.chip, "design": plan.design.rawValue,
      "parameters": plan.parameters.map {
        ["name": $0.name, "key": $0.key, "unit": $0.unit] as Facts
      },
      "outputs": plan.outputs.map {
        ["name": $0.name, "unit": $0.unit, "goal": $0.goal?.rawValue] as Facts
      },
      "planned": plan.points.count, "resumed": resumed, "failed": failures,
      "elapsed_s": elapsed_s,
      "points": points.enumerated().map { place, point in
        point.facts + ["front": front.contains(place)]
      },
    ]
  }
}
