public import SampleStatistics
public import Reports

/// Accuracy over manufactured chips.
public struct DieStatistics: Sendable, Equatable {
  /// One manufactured chip.
  public struct Die: Sendable, Equatable {
    /// Its number: `run --die` runs on it again.
    public var number: Int
    /// Mean cosine over the texts.
    public var cosineMean: Double
    /// Smallest cosine.
    public var cosineMinimum: Double

    /// Creates a die's result.
    package init(number: Int, cosineMean: Double, cosineMinimum: Double) {
      self.number = number
      self.cosineMean = cosineMean
      self.cosineMinimum = cosineMinimum
    }
  }

  /// Names and places of the quantiles, in order.
  static let places: [(name: String, words: String, p: Double)] = [
    ("min", "min", 0), ("p05", "5 %", 0.05), ("p25", "25 %", 0.25), ("median", "median", 0.5),
    ("p75", "75 %", 0.75), ("p95", "95 %", 0.95), ("max", "max", 1),
  ]

  /// The dies by number.
  public let dies: [Die]
  /// A die is good if its mean cosine reaches this.
  public let leastCosine: Double
  /// Smallest, 5 %, 25 %, median, 75 %, 95 % and largest of the dies' mean cosines.
  public let quantiles: [Double]
  /// The share of good dies, with the interval of Clopper and Pearson for more dies of the kind.
  public let yield: SuccessProbability
  /// The die of the smallest mean cosine; the first of equals.
  public let worst: Die

  /// Summarises dies.
  ///
  /// - Parameters:
  ///   - dies: one at least.
  ///   - leastCosine: the mean cosine from which on a die is good.
  /// - Throws: `StatisticsError` for no dies or cosines that are not finite.
  package init(dies: [Die], leastCosine: Double) throws(StatisticsError) {
    let cosines = dies.map(\.cosineMean)
    var quantiles: [Double] = []
    for place in Self.places {
      quantiles.append(try SampleStatistics.quantile(place.p, of: cosines))
    }
    self.dies = dies
    self.leastCosine = leastCosine
    self.quantiles = quantiles
    yield = try SuccessProbability(
      successes: cosines.count { $0 >= leastCosine }, trials: dies.count)
    worst = dies.reduce(dies[0]) { $1.cosineMean < $0.cosineMean ? $1 : $0 }
  }
}

extension DieStatistics: HasFacts {
  /// `dies` of the JSON document.
  public var facts: Facts {
    [
      "count": dies.count,
      "cosine_mean": Facts(zip(Self.places, quantiles).map { (name: $0.name, value: $1) }),
      "cosine": [
        "mean": dies.reduce(0) { $0 + $1.cosineMean } / Double(dies.count),
        "quantiles": Facts(zip(Self.places, quantiles).map { (name: $0.name, value: $1) }),
      ] as Facts,
      "yield_cosine": leastCosine, "good": yield.successes, "yield": yield.value,
      "yield_low": yield.low, "yield_high": yield.high, "worst": worst, "dies": dies,
    ]
  }

  private var yieldText: String {
    "\(yield.successes) of \(yield.trials) dies, \(Quantity.percent(yield.value)) "
      + "[\(Quantity.percent(yield.low)) … \(Quantity.percent(yield.high))]"
  }

  /// The dies for readers, and `dies.csv`: one row a die; `good` is 1 where the mean cosine reaches the
  /// limit.
  var section: Section {
    let cosines = zip(Self.places, quantiles).map { "\($0.words) \(Quantity.decimals($1, 4))" }
    return Section(
      "Manufactured dies",
      [
        .sentence("\(dies.count) dies, cosine mean: \(cosines.joined(separator: ", "))"),
        .sentence(
          "Yield at cosine mean \(leastCosine) or more: \(yieldText); worst die \(worst.number): "
            + "mean \(Quantity.decimals(worst.cosineMean, 4)), "
            + "min \(Quantity.decimals(worst.cosineMinimum, 4))"),
        .note(
          "The same texts and draws on \(dies.count) chips, each with a variation of its own. All other "
            + "figures of this page are those of die 0. The interval is that of Clopper and Pearson, 95 %."
        ),
        .table(
          Table(
            file: "dies", header: ["die", "cosine_mean", "cosine_min", "good"],
            rows: dies.map { die in
              [
                "\(die.number)", "\(die.cosineMean)", "\(die.cosineMinimum)",
                die.cosineMean >= leastCosine ? "1" : "0",
              ]
            }), on: .file),
      ])
  }
}

extension DieStatistics.Die: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    ["die": number, "cosine_mean": cosineMean, "cosine_min": cosineMinimum]
  }
}
