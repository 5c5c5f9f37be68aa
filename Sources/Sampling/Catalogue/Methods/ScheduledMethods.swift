import Foundation
internal import IsingModels

// Methods whose temperature falls.
extension MethodEntry {
  static let restarts = MethodEntry(
    "restarts", "population annealings of growing length and tabu walks: for a time limit",
    parameters: [.schedule, .betaStart, .betaEnd], isEndless: true
  ) { model, settings in
    let betas = try BetaRange(model, settings)
    return PreparedMethod(
      optimiser: RestartedPopulations(model, schedule: betas.schedule), text: betas.text,
      figures: betas.figures)
  }

  static let annealing = MethodEntry(
    "annealing", "simulated annealing: Metropolis sweeps while the temperature falls",
    parameters: [.schedule, .betaStart, .betaEnd]
  ) { model, settings in
    let betas = try BetaRange(model, settings)
    return PreparedMethod(
      optimiser: SimulatedAnnealing(model, schedule: betas.schedule), text: betas.text,
      figures: betas.figures)
  }

  /// The most spins of a population: some bytes each, and a second or two a sweep.
  private static let mostPopulationSpins = 1_000_000_000

  static let population = MethodEntry(
    "population", "population annealing: replicas multiplied or dropped while it cools",
    parameters: [.schedule, .betaStart, .betaEnd, .population, .sweepsPerStep]
  ) { model, settings in
    let betas = try BetaRange(model, settings)
    let most = max(1, mostPopulationSpins / model.spinCount)
    if let asked = settings.whole(.population), asked > most {
      throw CatalogueError.value(
        Parameter.population.name, found: "\(asked) replicas of \(model.spinCount) spins",
        expected: "at most \(most)")
    }
    let method = PopulationAnnealing(
      model, schedule: betas.schedule, population: settings.whole(.population) ?? 256,
      sweepsPerStep: settings.whole(.sweepsPerStep))
    return PreparedMethod(
      optimiser: method, text: "\(method.population) replicas, " + betas.text,
      figures: betas.figures + [
        ("population", .whole(method.population)),
        ("sweeps_per_step", method.sweepsPerStep.map { .whole($0) }),
      ])
  }
}

/// How β grows: from the model, or between the ends that were given; an end that was not is the
/// model's.
private struct BetaRange {
  let schedule: BetaSchedule
  private let form: ScheduleForm

  init(_ model: IsingModel, _ settings: Settings) throws(CatalogueError) {
    let automatic = BetaSchedule.automatic(for: model)
    let (first, last) = settings.betaEnds(automatic)
    let isFree = settings[Parameter.betaStart] == nil && settings[Parameter.betaEnd] == nil
    form =
      settings.word(.schedule).flatMap(ScheduleForm.init) ?? (isFree ? .automatic : .linear)
    guard first <= last else {
      throw .value(
        Parameter.betaEnd.name, found: "\(last)", expected: "at least the first β, \(first)")
    }
    do throws(SamplerError) {
      switch form {
      case .automatic: schedule = automatic
      case .linear: schedule = try .linear(from: first, to: last)
      case .geometric: schedule = try .geometric(from: first, to: last)
      }
    } catch {
      throw .unfit("schedule: \(error)")
    }
  }

  var text: String {
    String(
      format: "%@ schedule, β = %.4g to %.4g", form.rawValue, schedule.first, schedule.last)
  }

  var figures: [(name: String, value: ParameterValue?)] {
    [
      ("schedule", .word(form.rawValue)), ("beta_start", .number(schedule.first)),
      ("beta_end", .number(schedule.last)),
    ]
  }
}

extension Settings {
  /// The first and last β that were given, or else those of a schedule.
  func betaEnds(_ schedule: BetaSchedule) -> (first: Double, last: Double) {
    (number(.betaStart) ?? schedule.first, number(.betaEnd) ?? schedule.last)
  }
}
