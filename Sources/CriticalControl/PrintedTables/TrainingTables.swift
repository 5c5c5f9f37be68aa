import RandomStreams

/// GPU hours, cost and GPU counts of the source document.
public enum TrainingTables {
  /// A printed line.
  struct Model {
    var name: String
    /// N; `nil` where the document prints none.
    var parameters: Double?
    var tokens: Double
    var hours: Double
    /// Half of the last printed digit of the hours.
    var hoursRounding: Double
    /// The baseline and 𝓛 = 2, 5, 10, in dollars, each with half of its last printed digit.
    var costs: [(dollars: Double, rounding: Double)]
  }

  static let models = [
    Model(
      name: "GPT-1", parameters: 117e6, tokens: 1e9, hours: 1458, hoursRounding: 0.5,
      costs: [(7.3e3, 50), (3.65e3, 5), (1.46e3, 5), (730, 5)]),
    Model(
      name: "GPT-2", parameters: 1.5e9, tokens: 10e9, hours: 12_500, hoursRounding: 0.5,
      costs: [(62.5e3, 50), (31.25e3, 5), (12.5e3, 50), (6.25e3, 5)]),
    Model(
      name: "GPT-3", parameters: 175e9, tokens: 300e9, hours: 437_500, hoursRounding: 0.5,
      costs: [(2.19e6, 5e3), (1.09e6, 5e3), (0.44e6, 5e3), (0.22e6, 5e3)]),
    Model(
      name: "GPT-4-class", parameters: nil, tokens: 5e12, hours: 9.17e6, hoursRounding: 5e3,
      costs: [(45.8e6, 5e4), (22.9e6, 5e4), (9.17e6, 5e3), (4.58e6, 5e3)]),
    Model(
      name: "GPT-5-class", parameters: nil, tokens: 10e12, hours: 83.3e6, hoursRounding: 5e4,
      costs: [(416.7e6, 5e4), (208.3e6, 5e4), (83.3e6, 5e4), (41.7e6, 5e4)]),
  ]

  /// FLOP/s of a GPU, as printed.
  static let rate = 200e12
  /// Dollars of a GPU hour, as printed.
  static let dollars = 5.0

  /// h = 6 N D/(rate · 3600).
  /// - Parameters:
  ///   - parameters: N.
  ///   - tokens: D.
  public static func gpuHours(parameters: Double, tokens: Double) -> Double {
    6 * parameters * tokens / (rate * 3600)
  }

  /// N that gives these hours.
  static func impliedParameters(_ model: Model) -> Double {
    model.hours * rate * 3600 / (6 * model.tokens)
  }

  /// G = ceil(max(G_min, G_base/𝓛)).
  public static func gpus(base: Int, least: Int, saving: Int) -> Int {
    max(least, (base + saving - 1) / saving)
  }

  /// Hours by 6ND.
  public static var hours: PrintedTable {
    PrintedTable(
      name: "GPU hours", formula: "6 N D/(200 TFLOP/s · 3600 s)",
      finding:
        "only GPT-3 is the formula's: GPT-1 is printed 1495 times too high and GPT-2 100 times; N of the others is not printed",
      rows: models.map { model in
        let implied = impliedParameters(model) / 1e9
        let computed = model.parameters.map { gpuHours(parameters: $0, tokens: model.tokens) }
        let digits = implied < 1000 ? (implied * 10).rounded() / 10 : implied.rounded()
        return PrintedTable.Row(
          model.name, printed: model.hours, computed: computed, unit: "h",
          tolerance: model.hoursRounding, remark: "the printed hours imply N = \(digits) billion")
      })
  }

  /// Cost at five dollars an hour, and its parts.
  public static var cost: PrintedTable {
    PrintedTable(
      name: "cost", formula: "5 $ · printed hours/𝓛",
      finding: "all follow from the printed hours, right or wrong",
      rows: models.flatMap { model in
        zip([1.0, 2, 5, 10], model.costs).map { factor, cost in
          PrintedTable.Row(
            model.name + (factor == 1 ? "" : ", 𝓛 = \(Int(counting: factor))"),
            printed: cost.dollars, computed: dollars * model.hours / factor, unit: "$",
            tolerance: cost.rounding + dollars * model.hoursRounding / factor)
        }
      })
  }

  /// GPUs for the same wall-clock time.
  public static var counts: PrintedTable {
    let printed: [(String, Int, Int, [(Int, Int)])] = [
      ("GPT-3", 512, 48, [(5, 128), (10, 64)]), ("GPT-4-class", 1024, 60, [(5, 205), (10, 103)]),
      ("GPT-5-class", 4096, 273, [(5, 819), (10, 410)]),
    ]
    return PrintedTable(
      name: "GPU counts", formula: "ceil(max(G_min, G_base/𝓛))",
      finding:
        "GPT-3 is 103 and 52 (the printed 128 and 64 fit a base of 640); 4096/5 is rounded down to 819, and is 820",
      rows: printed.flatMap { name, base, least, counts in
        counts.map { saving, count in
          PrintedTable.Row(
            "\(name), \(base) GPUs, 𝓛 = \(saving)", printed: Double(count),
            computed: Double(gpus(base: base, least: least, saving: saving)), unit: "GPUs",
            tolerance: 0)
        }
      })
  }
}
