public import Reports

/// Published figures beside ours.
public struct ReproduceReport: Report {
  /// What came of a result, or of one of its figures.
  public enum Verdict: String, Encodable, Sendable, CaseIterable {
    /// All figures that were found apart from the source agree within their tolerance.
    case reproduced
    /// At least one of them does not.
    case notReproduced = "not reproduced"
    /// Another system, or agreement by construction: it says little about us.
    case analogue
    /// It needs files of the user, or what this program does not have.
    case needsData = "needs data"
    /// A command failed.
    case failed
  }

  /// A figure.
  public struct Figure: Sendable {
    let figure: PublishedResult.Figure
    /// The published value.
    public var published: Double
    /// Its standard error.
    public var error: Double
    /// Our value.
    public var ours: Double
    /// Our standard error.
    public var ourError: Double

    /// Ours − published.
    public var difference: Double { ours - published }

    /// The difference in combined standard errors √(error² + ourError²); 0 for equal figures without errors.
    public var deviations: Double {
      difference == 0
        ? 0 : difference / (error * error + ourError * ourError).squareRoot()
    }

    /// Whether the two are as close as the entry asks.
    public var agrees: Bool {
      abs(deviations) <= figure.tolerance
        && figure.within.map { abs(difference) <= $0 * abs(published) } ?? true
    }

    /// What agreement or difference means.
    public var verdict: Verdict {
      figure.basis != .apart ? .analogue : agrees ? .reproduced : .notReproduced
    }
  }

  /// A result.
  public struct Outcome: Sendable {
    /// What was published.
    public var result: PublishedResult
    /// Its figures; empty where nothing ran.
    public var figures: [Figure] = []
    /// What the user would have to fetch.
    public var lacking: [String] = []
    /// Why a command failed.
    public var failure: String?
    /// Seconds that its commands took.
    public var seconds = 0.0

    /// What came of it.
    public var verdict: Verdict {
      if !result.missing.isEmpty || !lacking.isEmpty { return .needsData }
      if failure != nil { return .failed }
      let apart = figures.filter { $0.figure.basis == .apart }
      if !result.analogue.isEmpty || apart.isEmpty { return .analogue }
      return apart.allSatisfy(\.agrees) ? .reproduced : .notReproduced
    }
  }

  /// In the order of the request.
  public var outcomes: [Outcome]
  /// Where the result comes from.
  public var provenance: Provenance

  /// How many came to this.
  public func count(_ verdict: Verdict) -> Int { outcomes.count { $0.verdict == verdict } }

  /// How many reproduced results are others' measurements or simulations, and no closed forms.
  public var reproducedOfOthers: Int {
    outcomes.count { $0.verdict == .reproduced && $0.result.kind != .exact }
  }

  /// - Throws: `RunFailure` of kind `.checkFailed` where a result that ran was not reproduced.
  public func requireAgreement() throws(RunFailure) {
    let missed = outcomes.filter { $0.verdict == .notReproduced }.map(\.result.name)
    guard missed.isEmpty else {
      throw RunFailure(.checkFailed, "not reproduced: \(missed.joined(separator: ", "))")
    }
  }

  /// - Throws: `RunFailure` of kind `.internalError` where a command failed.
  public func requireCommands() throws(RunFailure) {
    guard let failed = outcomes.first(where: { $0.verdict == .failed }) else { return }
    throw RunFailure(.internalError, "\(failed.result.name): \(failed.failure ?? "")")
  }
}
