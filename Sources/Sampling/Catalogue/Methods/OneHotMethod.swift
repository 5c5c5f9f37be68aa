import Foundation
internal import IsingModels

extension MethodEntry {
  static let oneHot = MethodEntry(
    "one-hot", "annealing by moves within one-hot sets: for assignments, tours, colourings",
    parameters: []
  ) { model, _ in
    guard let groups = OneHotGroups(model) else {
      throw CatalogueError.unfit(
        "method: one-hot: found no penalties for one of several spins up, expected them for half of the "
          + "spins")
    }
    let method = OneHotAnnealing(model, groups)
    return PreparedMethod(
      optimiser: method,
      text: String(
        format: "%ld sets, β = %.4g to %.4g", groups.groups.count, method.schedule.first,
        method.schedule.last),
      figures: [
        ("sets", .whole(groups.groups.count)), ("beta_start", .number(method.schedule.first)),
        ("beta_end", .number(method.schedule.last)),
      ])
  }
}
