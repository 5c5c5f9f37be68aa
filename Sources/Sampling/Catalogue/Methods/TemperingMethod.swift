import Foundation

extension MethodEntry {
  static let tempering = MethodEntry(
    "tempering", "parallel tempering: a ladder of temperatures that exchange their states",
    parameters: [.betaStart, .betaEnd, .temperatures, .exchangeEvery]
  ) { model, settings in
    let count = settings.whole(.temperatures) ?? 32
    let every = settings.whole(.exchangeEvery) ?? 4
    var method = TemperingSearch(model, temperatures: count, sweepsPerExchange: every)
    if settings[Parameter.betaStart] != nil || settings[Parameter.betaEnd] != nil {
      let (first, last) = settings.betaEnds(.automatic(for: model))
      guard first > 0, first < last else {
        throw CatalogueError.value(
          Parameter.betaEnd.name, found: "\(last)",
          expected: "more than the first β, \(first), above 0")
      }
      method = try TemperingSearch(
        model, betas: TemperingLadder.geometric(from: first, to: last, count: count),
        sweepsPerExchange: every)
    }
    return PreparedMethod(
      optimiser: method,
      text: String(
        format: "%ld temperatures, β = %.4g to %.4g at first", count, method.betas[0],
        method.betas[count - 1]),
      figures: [
        ("temperatures", .whole(count)), ("beta_start", .number(method.betas[0])),
        ("beta_end", .number(method.betas[count - 1])), ("exchange_every", .whole(every)),
      ])
  }
}
