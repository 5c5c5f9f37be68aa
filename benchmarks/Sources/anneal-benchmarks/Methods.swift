import BenchmarkSupport
import IsingModels
import Sampling

/// Optimisers by name.
enum Methods {
  static func optimiser(
    _ model: IsingModel, _ options: [String: String]
  ) -> any Optimiser {
    let size = Int(options["size"] ?? "64")!
    switch options["method"] ?? "annealing" {
    case "tempering":
      return TemperingSearch(
        model, temperatures: Int(options["rungs"] ?? "32")!,
        batchSize: size / Int(options["rungs"] ?? "32")!,
        sweepsPerExchange: Int(options["step"] ?? "4")!)
    case "population":
      return PopulationAnnealing(
        model, population: size, sweepsPerStep: options["step"].flatMap { Int($0) },
        engine: options["engine"] == "lanes"
          ? ReplicaEngines.automatic : ReplicaEngines.commonBeta)
    case "restarts": return RestartedPopulations(model)
    default:
      var annealing = SimulatedAnnealing(
        model,
        schedule: .automatic(
          for: model, hot: Double(options["hot"] ?? "0.5")!,
          cold: Double(options["cold"] ?? "4.5")!),
        batchSize: size)
      if let betas = options["betas"]?.split(separator: ",").compactMap({ Double($0) }) {
        guard let schedule = try? BetaSchedule.values(betas) else {
          fail("betas: expected finite numbers of at least 0", status: 64)
        }
        annealing.schedule = schedule
      }
      return annealing
    }
  }
}
