import Foundation
import IsingModels
import Reports
import Sampling

// Words, keys and values of a report besides its figures.
extension AnnealResults {
  private var model: IsingModel { goal.problem.model }

  /// Problem, reduction and method, a line each.
  var summary: [String] {
    let name = URL(fileURLWithPath: request.file).lastPathComponent
    var first =
      "\(name): \(goal.problem.kind.rawValue), \(model.spinCount) spins, "
      + "\(model.bonds.count) bonds"
    if let range = couplingRange {
      first +=
        range.lowerBound == range.upperBound
        ? ", J = \(AnnealTables.number(range.lowerBound))"
        : ", J from \(AnnealTables.number(range.lowerBound)) to "
          + AnnealTables.number(range.upperBound)
    }
    let fields = model.fields.count { $0 != 0 }
    if fields > 0 { first += ", \(fields) fields" }
    if goal.problem.offset != 0 {
      first += ", offset \(AnnealTables.number(goal.problem.offset))"
    }
    var lines = [first]
    if presolve.isOn {
      lines.append(
        presolve.removedSpins == 0
          ? "presolve: no spin is decided beforehand"
          : "presolve: \(presolve.removedSpins) spins removed exactly, "
            + "\(presolve.model?.spinCount ?? 0) left")
    }
    if let prepared {
      let length =
        switch lengths {
        case .constant(let sweeps): "\(sweeps) sweeps"
        case .endless: "until the end"
        case .growing: "growing lengths from \(BatchLengths.firstLength) sweeps"
        }
      lines.append(
        "\(method.name): \(prepared.text); \(length), "
          + (prepared.optimiser.batchSize == 1
            ? "1 read a batch" : "\(prepared.optimiser.batchSize) reads a batch"))
    }
    return lines
  }

  private var couplingRange: ClosedRange<Double>? {
    guard var low = model.bonds.first?.coupling else { return nil }
    var high = low
    for bond in model.bonds {
      low = min(low, bond.coupling)
      high = max(high, bond.coupling)
    }
    return low...high
  }

  /// The variables' names, one a spin.
  var labels: [JSONValue] {
    goal.problem.labels?.map(\.json) ?? (0..<model.spinCount).map { .signed($0) }
  }

  var problemDocument: [(String, JSONValue)] {
    [
      ("file", .string(request.file)),
      ("kind", .string(goal.problem.kind.rawValue)),
      ("spins", .integer(UInt64(model.spinCount))),
      ("bonds", .integer(UInt64(model.bonds.count))),
      ("fields", .integer(UInt64(model.fields.count { $0 != 0 }))),
      ("offset", .number(goal.problem.offset)),
      (
        "total_weight",
        goal.problem.kind == .maximumCut ? .number(goal.problem.totalWeight) : .null
      ),
      ("objective", .string(goal.quantity)),
      ("bound", .number(goal.bound)),
      ("labels", goal.problem.labels == nil ? .null : .array(labels)),
    ]
  }

  var methodDocument: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [("name", .string(method.name))]
    switch lengths {
    case .constant(let sweeps): members.append(("sweeps", .integer(UInt64(sweeps))))
    case .growing, .endless: members.append(("sweeps", .null))
    }
    members.append(("reads", request.reads.map { .integer(UInt64($0)) } ?? .null))
    members.append(("seconds", request.seconds.map { .number($0) } ?? .null))
    if let prepared {
      members.append(("batch_size", .integer(UInt64(prepared.optimiser.batchSize))))
      members += prepared.figures.map { ($0.name, $0.value?.json ?? .null) }
    }
    return members + [("seed", .integer(request.seed))]
  }

  var presolveDocument: [(String, JSONValue)] {
    [
      ("on", .bool(presolve.isOn)),
      ("spins_removed", .integer(UInt64(presolve.removedSpins))),
      ("spins", .integer(UInt64(presolve.model?.spinCount ?? 0))),
      ("bonds", .integer(UInt64(presolve.model?.bonds.count ?? 0))),
      (
        "removed_by_rule",
        .object([
          ("free", .integer(UInt64(presolve.steps.free))),
          ("leaves", .integer(UInt64(presolve.steps.leaves))),
          ("chains", .integer(UInt64(presolve.steps.chains))),
          ("stars", .integer(UInt64(presolve.steps.stars))),
          ("dominated", .integer(UInt64(presolve.steps.dominated))),
        ])
      ),
      ("energy_offset", .number(presolve.energyOffset)),
      ("solved", .bool(presolve.model == nil)),
    ]
  }

  /// What the reader and the run have to say.
  func warnings(isTargetReached: Bool?) -> [String] {
    var warnings = goal.problem.warnings
    if model.hasLostTerms {
      warnings.append(
        "the smallest weights are below the rounding of energies, "
          + "\(AnnealTables.number(model.sumOfSizes * .ulpOfOne)): they decide nothing for certain")
    }
    if let target = request.target, let targetEnergy = goal.targetEnergy {
      if targetEnergy < -model.sumOfSizes - goal.tolerance {
        warnings.append(
          "target: no spins have \(goal.quantity) \(AnnealTables.number(target)): the bound is "
            + AnnealTables.number(goal.bound))
      } else if isTargetReached == false {
        warnings.append("the target \(AnnealTables.number(target)) was not reached")
      }
    }
    guard let outcome else { return warnings }
    let kept = outcome.tally.samples.count
    if request.keepsSamples, kept < outcome.tally.reads {
      warnings.append("sampleset.json holds the lowest \(kept) of \(outcome.tally.reads) reads")
    }
    if outcome.stop == .interrupt {
      warnings.append(
        "interrupted: figures are from the \(outcome.tally.reads) reads that were made")
    }
    if outcome.stop == .target {
      warnings.append(
        "the run ended at its target, which biases the success probability: --all-reads goes on")
    }
    if outcome.tally.lengths.isEmpty, lengths != .endless {
      warnings.append(
        "no batch came to its end: its reads are local minima of an unfinished search")
    }
    return warnings
  }
}

extension VariableLabel {
  /// As JSON: tuples are lists.
  var json: JSONValue {
    switch self {
    case .integer(let number): .signed(number)
    case .text(let text): .string(text)
    case .list(let labels): .array(labels.map(\.json))
    }
  }
}
