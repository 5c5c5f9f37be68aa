import RandomStreams

/// All seven start values for one law of scores, and the formulas that they are said to be.
public struct StartBetas: Sendable {
  /// A start value.
  public struct Value: Sendable, Equatable {
    /// Where it comes from.
    public var derivation: Derivation
    /// β, per unit of score.
    public var beta: Double
    /// The mean entropy of the rows there, in nats.
    public var entropy: Double
  }

  /// A named β beside them.
  public struct Landmark: Sendable, Equatable {
    /// What it is.
    public var name: String
    /// Its formula.
    public var formula: String
    /// β.
    public var beta: Double
    /// The mean entropy of the rows there, in nats.
    public var entropy: Double
  }

  /// In the order of `Derivation`; a derivation is missing where its target cannot be reached.
  public let values: [Value]
  /// The textbook's 1/√d, the printed closed form with N_eff = N and with N_eff = e^H at 1/√d, and the corrected
  /// one, √(ln N)/σ, which is the printed form solved for N_eff = e^{H(β)}.
  public let landmarks: [Landmark]
  /// Mean of ln N.
  public let logCount: Double
  /// σ of the rows.
  public let deviation: Double
  /// Steps that Newton's controller took from 1/√d into ±0.01 nat.
  public let newtonSteps: Int?

  /// The largest value over the smallest.
  public var spread: Double {
    let betas = values.map(\.beta)
    return (betas.max() ?? 1) / (betas.min() ?? 1)
  }

  /// Finds the start values of rows.
  ///
  /// - Parameters:
  ///   - rows: scores in units in which the textbook's β is `textbook`.
  ///   - gap: g = ln N − H of the target, in nats, above 0.
  ///   - textbook: 1/√d for raw scores q·k.
  /// - Throws: `ControlError.outOfRange` for a gap or a β that is not positive, or rows without spread.
  public init(_ rows: ScoreRows, gap: Double, textbook: Double) throws(ControlError) {
    guard gap > 0, gap.isFinite else {
      throw .outOfRange(parameter: "gap", value: gap, range: "a number above 0")
    }
    guard textbook > 0, textbook.isFinite else {
      throw .outOfRange(parameter: "textbook β", value: textbook, range: "a number above 0")
    }
    let sigma = rows.scoreDeviation
    guard sigma > 0 else {
      throw .outOfRange(parameter: "deviation of the scores", value: sigma, range: "above 0")
    }
    deviation = sigma
    logCount = rows.logCount
    let logN = logCount
    let target = logN - gap
    var steps: Int?
    func beta(_ derivation: Derivation) -> Double? {
      switch derivation {
      case .kl: return (2 * gap).squareRoot() / sigma
      case .extremeValueGap: return rows.extremeBeta
      case .freeEnergy: return (2 * logN).squareRoot() / sigma
      case .targetEntropy: return try? rows.beta(entropy: target)
      case .variance: return try? rows.beta(logParticipation: logN - 2 * gap)
      case .susceptibility: return rows.criticalBeta
      case .newton:
        guard target > rows.groundEntropy else { return nil }
        let settled = Settling(rows, from: textbook, target: target)
        steps = settled.steps
        return settled.steps == nil ? nil : settled.beta
      }
    }
    values = Derivation.allCases.compactMap { derivation in
      beta(derivation).map {
        Value(derivation: derivation, beta: $0, entropy: rows.state(at: $0).entropy)
      }
    }
    newtonSteps = steps
    let start = rows.state(at: textbook)
    let marks: [(String, String, Double)] = [
      ("textbook", "1/√d", textbook),
      ("printed, N_eff = N", "√(2 ln N)/σ", (2 * logN).squareRoot() / sigma),
      ("printed, N_eff = e^H", "√(2H)/σ at 1/√d", (2 * start.entropy).squareRoot() / sigma),
      ("corrected", "√(ln N)/σ", logN.squareRoot() / sigma),
    ]
    landmarks = marks.map {
      Landmark(name: $0.0, formula: $0.1, beta: $0.2, entropy: rows.state(at: $0.2).entropy)
    }
  }

  /// Newton's corrected controller on exact entropies until it has settled.
  private struct Settling {
    var beta: Double
    var steps: Int?

    init(_ rows: ScoreRows, from start: Double, target: Double) {
      var controller = NewtonController(start: start, target: target)
      for step in 0..<100 {
        let state = rows.state(at: controller.beta)
        if abs(state.entropy - target) < 0.01, steps == nil { steps = step }
        if abs(state.entropy - target) < 1e-10 { break }
        controller.update(EntropyReading(state))
      }
      beta = controller.beta
    }
  }
}
