import Foundation
import IsingModels
import ProblemSearch
import Reports
import Sampling

// Words, keys and values of a report besides its figures.
extension AnnealResults {
  private var model: IsingModel { goal.problem.model }

  /// Problem, reduction and method, a line each.
  var summary: [String] {
    let name = URL(fileURLWithPath: request.file).lastPathComponent
    var first =
      "\(name): \(goal.problem.kind.rawValue)"
      + (goal.problem.isMaximised ? " to be maximised" : "")
      + ", \(AnnealReport.count(model.spinCount, "spin")), \(AnnealReport.count(model.bonds.count, "bond"))"
    if let range = couplingRange {
      first +=
        range.lowerBound == range.upperBound
        ? ", J = \(AnnealReport.number(range.lowerBound))"
        : ", J from \(AnnealReport.number(range.lowerBound)) to "
          + AnnealReport.number(range.upperBound)
    }
    let fields = model.fields.count { $0 != 0 }
    if fields > 0 { first += ", \(AnnealReport.count(fields, "field"))" }
    if goal.problem.offset != 0 {
      first += ", offset \(AnnealReport.number(goal.problem.offset))"
    }
    var lines = [first]
    if presolve.isOn || request.presolves && !Presolve.isHopeless(model) {
      lines.append(
        !presolve.isOn || presolve.wasLeft
          ? "presolve: left out, as there is no time for it"
          : presolve.removedSpins == 0
            ? "presolve: no spin is decided beforehand"
            : "presolve: \(AnnealReport.count(presolve.removedSpins, "spin")) removed exactly, "
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

  var problemFacts: Facts {
    let problem = goal.problem
    return [
      "file": request.file, "kind": problem.kind.rawValue, "spins": model.spinCount,
      "bonds": model.bonds.count, "fields": model.fields.count { $0 != 0 },
      "offset": problem.offset,
      "total_weight": problem.kind == .maximumCut ? problem.totalWeight : nil,
      "objective": goal.quantity, "bound": goal.bound,
      "labels": problem.labels == nil ? nil : labels,
    ]
  }

  var methodFacts: Facts {
    var sweeps: Int?
    if case .constant(let length) = lengths { sweeps = length }
    var facts: Facts = [
      "name": method.name, "sweeps": sweeps, "reads": request.reads, "seconds": request.seconds,
    ]
    if let prepared {
      facts.add("batch_size", prepared.optimiser.batchSize)
      for (name, value) in prepared.figures { facts.add(name, value?.json) }
    }
    facts.add("seed", request.seed)
    return facts
  }

  var presolveFacts: Facts {
    let steps = presolve.steps
    return [
      "on": presolve.isOn, "spins_removed": presolve.removedSpins,
      "spins": presolve.model?.spinCount ?? 0, "bonds": presolve.model?.bonds.count ?? 0,
      "removed_by_rule": [
        "free": steps.free, "leaves": steps.leaves, "chains": steps.chains,
        "stars": steps.stars, "dominated": steps.dominated,
      ] as Facts,
      "energy_offset": presolve.energyOffset, "solved": presolve.model == nil,
    ]
  }

  /// What the reader and the run have to say.
  func warnings(isTargetReached: Bool?) -> [String] {
    var warnings = goal.problem.warnings
    if model.hasLostTerms {
      warnings.append(
        "the smallest weights are below the rounding of energies, "
          + "\(AnnealReport.number(model.sumOfSizes * .ulpOfOne)): they decide nothing for certain")
    }
    if let target = request.target, let targetEnergy = goal.targetEnergy {
      if targetEnergy < -model.sumOfSizes - goal.tolerance {
        warnings.append(
          "target: no spins have \(goal.quantity) \(AnnealReport.number(target)): the bound is "
            + AnnealReport.number(goal.bound))
      } else if isTargetReached == false {
        warnings.append("the target \(AnnealReport.number(target)) was not reached")
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
    case .real(let number): .number(number)
    case .text(let text): .string(text)
    case .list(let labels): .array(labels.map(\.json))
    }
  }
}
