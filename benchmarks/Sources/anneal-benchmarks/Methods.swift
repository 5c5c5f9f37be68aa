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
        model, population: size, sweepsPerStep: Int(options["step"] ?? "4")!)
    case "restarts": return RestartedPopulations(model)
    default:
      var annealing = SimulatedAnnealing(
        model, schedule: .automatic(
          for: model, hot: Double(options["hot"] ?? "0.5")!,
          cold: Double(options["cold"] ?? "4.5")!),
        batchSize: size)
      if let betas = options["betas"]?.split(separator: ",").compactMap({ Double($0) }) {
        annealing.schedule = try! .values(betas)
      }
      return annealing
    }
  }
}
