public import SampleStatistics

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
    public init(number: Int, cosineMean: Double, cosineMinimum: Double) {
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
  public init(dies: [Die], leastCosine: Double) throws(StatisticsError) {
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

/// The dies in each kind of report.
extension DieStatistics {
  /// `dies` of the JSON document.
  var document: JSONValue {
    .object([
      ("count", .integer(UInt64(dies.count))),
      (
        "cosine_mean",
        .object(zip(Self.places, quantiles).map { ($0.name, .number($1)) })
      ),
      ("yield_cosine", .number(leastCosine)), ("good", .integer(UInt64(yield.successes))),
      ("yield", .number(yield.value)), ("yield_low", .number(yield.low)),
      ("yield_high", .number(yield.high)), ("worst", Self.document(of: worst)),
      ("dies", .array(dies.map(Self.document))),
    ])
  }

  private static func document(of die: Die) -> JSONValue {
    .object([
      ("die", .integer(UInt64(die.number))), ("cosine_mean", .number(die.cosineMean)),
      ("cosine_min", .number(die.cosineMinimum)),
    ])
  }

  /// `dies.csv`: one row a die; `good` is 1 where the mean cosine reaches the limit.
  public var csv: String {
    var table = CSVText(header: ["die", "cosine_mean", "cosine_min", "good"])
    for die in dies {
      table.add([
        "\(die.number)", "\(die.cosineMean)", "\(die.cosineMinimum)",
        die.cosineMean >= leastCosine ? "1" : "0",
      ])
    }
    return table.text
  }

  private var yieldText: String {
    "\(yield.successes) of \(yield.trials) dies, \(Quantity.percent(yield.value)) "
      + "[\(Quantity.percent(yield.low)) … \(Quantity.percent(yield.high))]"
  }

  /// Lines for a terminal.
  var lines: [String] {
    let cosines = zip(Self.places, quantiles).map {
      "\($0.words) \(Quantity.decimals($1, 4))"
    }
    return [
      "\(dies.count) dies, cosine mean: \(cosines.joined(separator: ", "))",
      "Yield at cosine mean \(leastCosine) or more: \(yieldText); worst die \(worst.number): "
        + "mean \(Quantity.decimals(worst.cosineMean, 4)), "
        + "min \(Quantity.decimals(worst.cosineMinimum, 4))",
    ]
  }

  /// A section of the page.
  var markup: Markup {
    .section(
      "Manufactured dies",
      [
        .paragraph(
          "The same texts and draws on \(dies.count) chips, each with a variation of its own. All other "
            + "figures of this page are those of die 0."),
        .table(
          ["mean cosine over the texts", "#figure"],
          zip(Self.places, quantiles).map {
            [.text($0.words), .text(Quantity.decimals($1, 6))]
          }),
        .table(
          ["good dies", "#figure"],
          [
            [.text("least mean cosine"), .text("\(leastCosine)")],
            [.text("yield, with the 95 % interval of Clopper and Pearson"), .text(yieldText)],
            [
              .text("worst die"),
              .text("\(worst.number): \(Quantity.decimals(worst.cosineMean, 6))"),
            ],
          ]),
      ])
  }
}
