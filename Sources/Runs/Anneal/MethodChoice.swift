import Foundation
import IsingModels
import Reports
import Sampling

/// A method with checked options.
struct MethodChoice: Sendable {
  let name: MethodName
  private let schedule: ScheduleName?
  private let numbers: [MethodOption: Double]

  /// Checks names and ranges.
  ///
  /// - Parameter defaultName: the method, where the request names none.
  ///
  /// - Throws: `RunFailure` of kind `.usage`.
  init(_ request: MethodRequest, default defaultName: MethodName) throws(RunFailure) {
    let word = request.name ?? defaultName.rawValue
    guard let name = MethodName(rawValue: word) else {
      throw Names.unknown(word, what: "method", known: MethodName.allCases.map(\.rawValue))
    }
    for option in MethodOption.allCases {
      guard let value = request.numbers[option] else { continue }
      guard name.options.contains(option) else {
        throw Self.isForeign(
          option.rawValue, to: name,
          owners: MethodName.allCases.filter { $0.options.contains(option) })
      }
      try option.check(value)
    }
    if request.schedule != nil, !name.hasSchedule {
      throw Self.isForeign(
        "schedule", to: name, owners: MethodName.allCases.filter(\.hasSchedule))
    }
    self.name = name
    numbers = request.numbers
    schedule = try request.schedule.map { word throws(RunFailure) in
      guard let schedule = ScheduleName(rawValue: word) else {
        throw Names.unknown(
          word, what: "schedule", known: ScheduleName.allCases.map(\.rawValue))
      }
      return schedule
    }
    if schedule == .automatic,
      let option = [.betaStart, .betaEnd].first(where: { numbers[$0] != nil })
    {
      throw RunFailure(
        .usage, "\(option.rawValue): the automatic schedule has its own, expected none")
    }
  }

  private static func isForeign(
    _ option: String, to name: MethodName, owners: [MethodName]
  ) -> RunFailure {
    RunFailure(
      .usage,
      "\(option): the method \(name.rawValue) has no such option; it belongs to "
        + owners.map(\.rawValue).joined(separator: ", "))
  }

  /// The most spins of a population: some bytes each, and a second or two a sweep.
  private static let mostPopulationSpins = 1_000_000_000

  /// A method that is ready for a model, with its settings in words and for documents.
  struct Prepared: Sendable {
    var optimiser: any Optimiser
    var text: String
    var document: [(String, JSONValue)]
  }

  /// The method for a model.
  ///
  /// - Throws: `RunFailure` of kind `.usage` for temperatures that do not ascend.
  func prepare(_ model: IsingModel) throws(RunFailure) -> Prepared {
    switch name {
    case .restarts: try restarts(model)
    case .annealing: try annealing(model)
    case .tempering: try tempering(model)
    case .population: try population(model)
    case .discreteBifurcation: bifurcation(model, .discrete)
    case .ballisticBifurcation: bifurcation(model, .ballistic)
    case .oscillators: oscillators(model)
    }
  }

  private func whole(_ option: MethodOption) -> Int? { numbers[option].map { Int($0) } }

  /// β from the model, or between the ends that were given; an end that was not is the model's.
  private func betas(_ model: IsingModel) throws(RunFailure) -> (BetaSchedule, ScheduleName) {
    let automatic = BetaSchedule.automatic(for: model)
    let isFree = numbers[.betaStart] == nil && numbers[.betaEnd] == nil
    let form = schedule ?? (isFree ? .automatic : .linear)
    let (first, last) = ends(automatic)
    guard first <= last else {
      throw RunFailure(
        .usage, "beta-end: found \(last), expected at least the first β, \(first)")
    }
    do throws(SamplerError) {
      switch form {
      case .automatic: return (automatic, form)
      case .linear: return (try .linear(from: first, to: last), form)
      case .geometric: return (try .geometric(from: first, to: last), form)
      }
    } catch {
      throw RunFailure(.usage, "schedule: \(error)")
    }
  }

  private func ends(_ automatic: BetaSchedule) -> (first: Double, last: Double) {
    (numbers[.betaStart] ?? automatic.first, numbers[.betaEnd] ?? automatic.last)
  }

  private func annealing(_ model: IsingModel) throws(RunFailure) -> Prepared {
    let (betas, form) = try betas(model)
    return Prepared(
      optimiser: SimulatedAnnealing(model, schedule: betas), text: Self.text(betas, form),
      document: Self.document(betas, form))
  }

  private func restarts(_ model: IsingModel) throws(RunFailure) -> Prepared {
    let (betas, form) = try betas(model)
    let method = RestartedPopulations(model, schedule: betas)
    return Prepared(
      optimiser: method, text: Self.text(betas, form), document: Self.document(betas, form))
  }

  private func population(_ model: IsingModel) throws(RunFailure) -> Prepared {
    let (betas, form) = try betas(model)
    let most = Self.mostPopulationSpins / model.spinCount
    if let asked = whole(.population), asked > max(1, most) {
      throw RunFailure(
        .usage,
        "population: found \(asked) replicas of \(model.spinCount) spins, expected at most \(max(1, most))"
      )
    }
    let method = PopulationAnnealing(
      model, schedule: betas, population: whole(.population) ?? 256,
      sweepsPerStep: whole(.sweepsPerStep))
    return Prepared(
      optimiser: method, text: "\(method.population) replicas, " + Self.text(betas, form),
      document: Self.document(betas, form) + [
        ("population", .integer(UInt64(method.population))),
        ("sweeps_per_step", method.sweepsPerStep.map { .integer(UInt64($0)) } ?? .null),
      ])
  }

  private func tempering(_ model: IsingModel) throws(RunFailure) -> Prepared {
    let count = whole(.temperatures) ?? 32
    let every = whole(.exchangeEvery) ?? 4
    var method = TemperingSearch(model, temperatures: count, sweepsPerExchange: every)
    if numbers[.betaStart] != nil || numbers[.betaEnd] != nil {
      let (first, last) = ends(.automatic(for: model))
      guard first > 0, first < last else {
        throw RunFailure(
          .usage, "beta-end: found \(last), expected more than the first β, \(first), above 0")
      }
      method = try RunFailure.readingInput {
        try TemperingSearch(
          model, betas: TemperingLadder.geometric(from: first, to: last, count: count),
          sweepsPerExchange: every)
      }
    }
    return Prepared(
      optimiser: method,
      text: String(
        format: "%ld temperatures, β = %.4g to %.4g at first", count, method.betas[0],
        method.betas[count - 1]),
      document: [
        ("temperatures", .integer(UInt64(count))), ("beta_start", .number(method.betas[0])),
        ("beta_end", .number(method.betas[count - 1])),
        ("exchange_every", .integer(UInt64(every))),
      ])
  }

  private func bifurcation(
    _ model: IsingModel, _ variant: SimulatedBifurcation.Variant
  ) -> Prepared {
    var method = SimulatedBifurcation(
      model, variant: variant, timeStep: numbers[.timeStep],
      strength: numbers[.strength] ?? 0.5)
    method.heating = numbers[.heating] ?? method.heating
    return Prepared(
      optimiser: method,
      text: String(
        format: "Δt = %.4g, strength %.4g, heating %.4g", method.timeStep, method.strength,
        method.heating),
      document: [
        ("time_step", .number(method.timeStep)), ("strength", .number(method.strength)),
        ("heating", .number(method.heating)),
      ])
  }

  private func oscillators(_ model: IsingModel) -> Prepared {
    let method = OscillatorPhases(
      model, timeStep: numbers[.timeStep], locking: numbers[.locking] ?? 0.5,
      temperature: numbers[.noise] ?? 0.3)
    return Prepared(
      optimiser: method,
      text: String(
        format: "Δt = %.4g, locking to %.4g, noise from %.4g", method.timeStep, method.locking,
        method.temperature),
      document: [
        ("time_step", .number(method.timeStep)), ("locking", .number(method.locking)),
        ("noise", .number(method.temperature)),
      ])
  }

  private static func text(_ betas: BetaSchedule, _ form: ScheduleName) -> String {
    String(
      format: "%@ schedule, β = %.4g to %.4g", form.rawValue, betas.first, betas.last)
  }

  private static func document(
    _ betas: BetaSchedule, _ form: ScheduleName
  ) -> [(String, JSONValue)] {
    [
      ("schedule", .string(form.rawValue)), ("beta_start", .number(betas.first)),
      ("beta_end", .number(betas.last)),
    ]
  }
}
