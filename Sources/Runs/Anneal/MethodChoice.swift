import Foundation
import IsingModels
import Reports
import Sampling

/// A method with checked options.
struct MethodChoice: Sendable {
  let name: MethodName
  private let request: MethodRequest

  /// Checks names and ranges.
  ///
  /// - Throws: `RunFailure` of kind `.usage`.
  init(_ request: MethodRequest) throws(RunFailure) {
    guard let name = MethodName(rawValue: request.name) else {
      throw Names.unknown(
        request.name, what: "method", known: MethodName.allCases.map(\.rawValue))
    }
    if let option = request.given.first(where: { !name.options.contains($0) }) {
      let owners = MethodName.allCases.filter { $0.options.contains(option) }.map(\.rawValue)
      throw RunFailure(
        .usage,
        "\(option.rawValue): the method \(name.rawValue) has no such option; it belongs to "
          + owners.joined(separator: ", "))
    }
    for (option, value) in [("beta-start", request.betaStart), ("beta-end", request.betaEnd)] {
      guard let value, !(value >= 0 && value <= 1e12) else { continue }
      throw RunFailure(.usage, "\(option): found \(value), expected a number from 0 to 10¹²")
    }
    self.name = name
    self.request = request
  }

  /// A method that is ready for a model, with its settings in words and for documents.
  struct Prepared: Sendable {
    var optimiser: any Optimiser
    var text: String
    var document: [(String, JSONValue)]
  }

  /// The method for a model.
  ///
  /// - Throws: `RunFailure` of kind `.usage` for a schedule that cannot be.
  func prepare(_ model: IsingModel) throws(RunFailure) -> Prepared {
    switch name {
    case .annealing: try annealing(model)
    }
  }

  private func annealing(_ model: IsingModel) throws(RunFailure) -> Prepared {
    let scale = model.largestLocalField > 0 ? model.largestLocalField : 1
    let start = request.betaStart ?? 0.2 / scale
    let end = request.betaEnd ?? 20 / scale
    guard start <= end else {
      throw RunFailure(
        .usage, "beta-end: found \(end), expected at least the \(start) of --beta-start")
    }
    return Prepared(
      optimiser: SimulatedAnnealing(model, betas: start...end),
      text: String(format: "linear schedule, β = %.4g to %.4g", start, end),
      document: [
        ("schedule", .string("linear")), ("beta_start", .number(start)),
        ("beta_end", .number(end)),
      ])
  }
}
