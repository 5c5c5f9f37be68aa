/// The methods of `anneal`. A new one is a case here and a line in `MethodChoice`.
enum MethodName: String, CaseIterable, Sendable {
  case annealing

  /// An option that only some methods have.
  enum Option: String, CaseIterable, Sendable {
    case betaStart = "beta-start"
    case betaEnd = "beta-end"
  }

  /// The options it has.
  var options: [Option] {
    switch self {
    case .annealing: [.betaStart, .betaEnd]
    }
  }

  /// One line for a help page.
  var help: String {
    switch self {
    case .annealing: "simulated annealing: Metropolis sweeps while the temperature falls"
    }
  }

  /// Whether the reads of a batch are independent of each other, so that each of them is a trial; else
  /// the batch is one.
  var readsAreIndependent: Bool {
    switch self {
    case .annealing: true
    }
  }
}

/// Which method, with the options of all methods; an option that the method does not have is refused.
public struct MethodRequest: Sendable {
  /// Its name.
  public var name: String
  /// The first inverse temperature; `nil` for one that follows from the model.
  public var betaStart: Double?
  /// The last inverse temperature; `nil` for one that follows from the model.
  public var betaEnd: Double?

  /// Creates a request.
  public init(name: String, betaStart: Double? = nil, betaEnd: Double? = nil) {
    self.name = name
    self.betaStart = betaStart
    self.betaEnd = betaEnd
  }

  /// The options that were given.
  var given: [MethodName.Option] {
    var options: [MethodName.Option] = []
    if betaStart != nil { options.append(.betaStart) }
    if betaEnd != nil { options.append(.betaEnd) }
    return options
  }
}
