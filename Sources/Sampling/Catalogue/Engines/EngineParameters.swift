import Foundation

extension Parameter {
  /// How a spin decides.
  static let rule: Parameter = .init("rule", .words(UpdateRule.allCases.map(\.rawValue))) {
    $0.word(.rule)
  }
  /// At which rate a spin leaves its state: the rule of engines whose every event is a flip.
  static let escapeRule: Parameter = .init("rule", .words(EscapeLaw.allCases.map(\.rawValue))) {
    $0.word(.rule)
  }
  /// Rates of the agents' clocks, repeated over the agents.
  static let rates: Parameter = .init("rates", .positiveNumbers) { settings in
    let rates = settings.numbers(.rates)
    guard !rates.isEmpty else { return nil }
    return "clock rates " + rates.map { String(format: "%g", $0) }.joined(separator: ", ")
  }
  /// Coupling delay in mean clock intervals.
  static let delay: Parameter = .init(
    "delay", .number(0...Double.greatestFiniteMagnitude, expected: "a finite number from 0")
  ) { settings in
    settings.number(.delay).map {
      String(
        format: "%@ delay %g of a mean clock interval",
        settings.word(.delayLaw) ?? Parameter.fixedDelay, $0)
    }
  }
  /// The law of delays.
  static let delayLaw: Parameter = .init("delay-law", .words([fixedDelay, exponentialDelay]))
  static let fixedDelay = "fixed"
  static let exponentialDelay = "exponential"
  /// The probability that an agent updates in a synchronous step.
  static let tickProbability: Parameter = .init(
    "tick-probability", title: "update probability",
    .number(Double.leastNonzeroMagnitude...1, expected: "above 0, to 1")
  ) { settings in
    settings.number(.tickProbability).map {
      String(format: "update probability %g a step", $0)
    }
  }
  /// The number of states of an agent.
  static let states: Parameter = .init(
    "states",
    .number(2...Double(PottsChain.mostStates), expected: "2 to \(PottsChain.mostStates)")
  ) { settings in
    settings.whole(.states).map { "\($0) states" }
  }
  /// Which pairs exchange.
  static let pairs: Parameter = .init("pairs", .words(ExchangePairs.allCases.map(\.rawValue))) {
    $0.word(.pairs).map { "pairs \($0)" }
  }
  /// Whether temperatures exchange their states.
  static let tempering: Parameter = .init("tempering", .flag) {
    $0.isSet(.tempering) ? "parallel tempering" : nil
  }
  /// The share of up spins that exchanges conserve.
  static let upFraction: Parameter = .init(
    "up-fraction", .number(0...1, expected: "a number from 0 to 1")
  ) { settings in
    settings.number(.upFraction).map { String(format: "%g of spins up", $0) }
  }
}

// What the engines read from their settings, whose values are in their domains.
extension Settings {
  /// The heat bath where none is named.
  var updateRule: UpdateRule { word(.rule).flatMap(UpdateRule.init) ?? .heatBath }
  /// The heat bath where none is named.
  var escapeLaw: EscapeLaw { word(.rule).flatMap(EscapeLaw.init) ?? .heatBath }
  /// Coupled spins where none is named.
  var exchangePairs: ExchangePairs { word(.pairs).flatMap(ExchangePairs.init) ?? .bonds }
  /// 3 where none is given.
  var stateCount: Int { whole(.states) ?? 3 }

  var couplingDelay: CouplingDelay {
    guard let mean = number(.delay) else { return .none }
    return word(.delayLaw) == Parameter.exponentialDelay ? .exponential(mean: mean) : .fixed(mean)
  }

  /// The given rates, repeated over all agents.
  func clockRates(agents: Int) throws(AsynchronyError) -> ClockRates {
    let rates = numbers(.rates)
    guard !rates.isEmpty else { return .equal }
    return try ClockRates((0..<agents).map { rates[$0 % rates.count] })
  }
}
