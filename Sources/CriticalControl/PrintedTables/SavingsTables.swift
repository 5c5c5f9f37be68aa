/// The projected savings of the source document: Save = 1 − [(1 − χ_w)W/s_w + (1 − χ_s)(1 − W)/s_s].
public enum SavingsTables {
  /// The printed inputs and claims of one scale, each as low and high.
  struct Scale {
    var name: String
    var warmSpeedup: (Double, Double)
    var warmPruned: (Double, Double)
    var steadyPruned: (Double, Double)
    var steadySpeedup: (Double, Double)
    var claim: (Double, Double)
  }

  /// The share of training that is saved.
  ///
  /// - Parameters:
  ///   - warmShare: W, the share of warm-up in the baseline's steps.
  ///   - warmPruned: χ_w, pruned there.
  ///   - steadyPruned: χ_s, pruned after it.
  ///   - warmSpeedup: s_w.
  ///   - steadySpeedup: s_s.
  public static func saving(
    warmShare: Double, warmPruned: Double, steadyPruned: Double, warmSpeedup: Double,
    steadySpeedup: Double = 1
  ) -> Double {
    1 - (1 - warmPruned) * warmShare / warmSpeedup
      - (1 - steadyPruned) * (1 - warmShare) / steadySpeedup
  }

  /// s_w at which a mix saves a share; `nil` where none does.
  public static func warmSpeedup(
    saving: Double, warmShare: Double, warmPruned: Double, steadyPruned: Double,
    steadySpeedup: Double
  ) -> Double? {
    let left = 1 - saving - (1 - steadyPruned) * (1 - warmShare) / steadySpeedup
    return left > 0 ? (1 - warmPruned) * warmShare / left : nil
  }

  /// W as printed for the multi-knob table, "typ. 0.25–0.35"; its middle stands where one value is needed.
  static let warmShares = (0.25, 0.30, 0.35)

  static let single = [
    Scale(
      name: "9k", warmSpeedup: (2.4, 3.2), warmPruned: (0.45, 0.55), steadyPruned: (0.22, 0.30),
      steadySpeedup: (1, 1), claim: (35, 52)),
    Scale(
      name: "14.4M", warmSpeedup: (1.8, 2.4), warmPruned: (0.35, 0.45),
      steadyPruned: (0.18, 0.26), steadySpeedup: (1, 1), claim: (26, 40)),
    Scale(
      name: "GPT-3", warmSpeedup: (1.5, 2.0), warmPruned: (0.28, 0.40),
      steadyPruned: (0.15, 0.22), steadySpeedup: (1, 1), claim: (28, 38)),
    Scale(
      name: "GPT-4", warmSpeedup: (1.4, 1.8), warmPruned: (0.25, 0.35),
      steadyPruned: (0.12, 0.20), steadySpeedup: (1, 1), claim: (24, 34)),
    Scale(
      name: "GPT-5", warmSpeedup: (1.3, 1.6), warmPruned: (0.22, 0.32),
      steadyPruned: (0.10, 0.18), steadySpeedup: (1, 1), claim: (20, 30)),
  ]

  static let several = [
    Scale(
      name: "9k", warmSpeedup: (2.6, 3.4), warmPruned: (0.45, 0.55), steadyPruned: (0.22, 0.30),
      steadySpeedup: (1.20, 1.35), claim: (45, 60)),
    Scale(
      name: "14.4M", warmSpeedup: (2.1, 2.8), warmPruned: (0.38, 0.48),
      steadyPruned: (0.18, 0.26), steadySpeedup: (1.20, 1.30), claim: (38, 52)),
    Scale(
      name: "GPT-3", warmSpeedup: (1.9, 2.5), warmPruned: (0.30, 0.42),
      steadyPruned: (0.18, 0.24), steadySpeedup: (1.20, 1.30), claim: (35, 50)),
    Scale(
      name: "GPT-4", warmSpeedup: (1.8, 2.4), warmPruned: (0.28, 0.38),
      steadyPruned: (0.16, 0.22), steadySpeedup: (1.18, 1.28), claim: (32, 48)),
    Scale(
      name: "GPT-5", warmSpeedup: (1.7, 2.2), warmPruned: (0.25, 0.35),
      steadyPruned: (0.15, 0.20), steadySpeedup: (1.15, 1.25), claim: (30, 45)),
  ]

  /// The saving in percent of the low or the high end of a scale's inputs.
  static func percent(_ scale: Scale, isHigh: Bool, warmShare: Double) -> Double {
    func end(_ pair: (Double, Double)) -> Double { isHigh ? pair.1 : pair.0 }
    return 100
      * saving(
        warmShare: warmShare, warmPruned: end(scale.warmPruned),
        steadyPruned: end(scale.steadyPruned), warmSpeedup: end(scale.warmSpeedup),
        steadySpeedup: end(scale.steadySpeedup))
  }

  /// W that gives the claim: the saving is a straight line in W.
  static func impliedShare(_ scale: Scale, isHigh: Bool) -> Double {
    let claim = isHigh ? scale.claim.1 : scale.claim.0
    let none = percent(scale, isHigh: isHigh, warmShare: 0)
    return (claim - none) / (percent(scale, isHigh: isHigh, warmShare: 1) - none)
  }

  private static func rows(_ scales: [Scale]) -> [PrintedTable.Row] {
    scales.flatMap { scale in
      [false, true].map { isHigh in
        let ends = [warmShares.0, warmShares.2].map {
          percent(scale, isHigh: isHigh, warmShare: $0)
        }
        let implied = impliedShare(scale, isHigh: isHigh)
        return PrintedTable.Row(
          "\(scale.name), \(isHigh ? "high" : "low")",
          printed: isHigh ? scale.claim.1 : scale.claim.0,
          computed: percent(scale, isHigh: isHigh, warmShare: warmShares.1),
          range: min(ends[0], ends[1])...max(ends[0], ends[1]), unit: "%", tolerance: 1,
          remark: "needs W = \((implied * 100).rounded() / 100)")
      }
    }
  }

  /// Savings by β alone.
  public static var betaOnly: PrintedTable {
    PrintedTable(
      name: "savings, β only",
      formula: "1 − [(1 − χ_w)W/s + (1 − χ_s)(1 − W)], W = 0.30, range for W from 0.25 to 0.35",
      finding:
        "W is not printed for this table; no single W gives all claims, and 52 % at 9k needs more than W = 0.35",
      rows: rows(single))
  }

  /// Savings by several knobs.
  public static var multiKnob: PrintedTable {
    PrintedTable(
      name: "savings, several knobs",
      formula:
        "1 − [(1 − χ_w)W/s_w + (1 − χ_s)(1 − W)/s_s], W = 0.30, range for W from 0.25 to 0.35",
      finding: "the low ends claim less than the formula gives, by up to 6 points",
      rows: rows(several))
  }

  /// The mix that is said to clear 50 %.
  public static var targetMix: PrintedTable {
    let mix = saving(
      warmShare: 0.3, warmPruned: 0.3, steadyPruned: 0.2, warmSpeedup: 2.3, steadySpeedup: 1.25)
    let needed = [1.25, 1.30, 1.35, 1.40].map { steady in
      PrintedTable.Row(
        "s_warm for 50 % at s_steady \(steady)", printed: 2.3,
        computed: warmSpeedup(
          saving: 0.5, warmShare: 0.3, warmPruned: 0.3, steadyPruned: 0.2, steadySpeedup: steady),
        unit: "", tolerance: 0.05,
        remark: steady == 1.25 ? "the printed pair" : "printed as 2.3 or more beside 1.25 or more")
    }
    return PrintedTable(
      name: "target mix",
      formula: "the multi-knob formula at W 0.30, χ_w 0.30, χ_s 0.20, s_w 2.3, s_s 1.25",
      finding: "the mix to clear 50 % gives 46.1 %",
      rows: [
        PrintedTable.Row(
          "saving of the mix", printed: 50, computed: 100 * mix, unit: "%", tolerance: 1)
      ] + needed)
  }

  /// Speed-ups that are said to follow from single knobs.
  public static var speedups: PrintedTable {
    PrintedTable(
      name: "speed-ups",
      formula: "s_warm = Π of the knobs' factors; steps saved after warm-up = 1 − 1/s_steady",
      finding:
        "the product covers the printed range; \"another 15–35 %\" is 13 to 26 % by the printed s_steady",
      rows: [
        PrintedTable.Row(
          "s_warm, low", printed: 2.2, computed: 1.5 * 1.2 * 1.1 * 1.05, range: 2.079...3.478,
          unit: "",
          tolerance: 0.05, remark: "called common, within the product's range"),
        PrintedTable.Row(
          "s_warm, high", printed: 3.0, computed: 1.8 * 1.4 * 1.2 * 1.15, range: 2.079...3.478,
          unit: "", tolerance: 0.05, remark: "called common, within the product's range"),
        PrintedTable.Row(
          "steps saved after warm-up, low", printed: 15, computed: 100 * (1 - 1 / 1.15), unit: "%",
          tolerance: 0.5),
        PrintedTable.Row(
          "steps saved after warm-up, high", printed: 35, computed: 100 * (1 - 1 / 1.35), unit: "%",
          tolerance: 0.5),
      ])
  }

  /// Points added by structure and initialisation.
  public static var maximumEntropy: PrintedTable {
    let added: [(String, (Double, Double), (Double, Double))] = [
      ("9k", (8, 12), (52, 70)), ("14.4M", (5, 9), (43, 61)), ("GPT-3", (4, 8), (39, 58)),
      ("GPT-4", (3, 7), (35, 54)), ("GPT-5", (3, 6), (33, 51)),
    ]
    let rows = zip(several, added).flatMap { scale, more in
      [
        PrintedTable.Row(
          "\(more.0), low", printed: more.2.0, computed: scale.claim.0 + more.1.0, unit: "%",
          tolerance: 0),
        PrintedTable.Row(
          "\(more.0), high", printed: more.2.1, computed: scale.claim.1 + more.1.1, unit: "%",
          tolerance: 0),
      ]
    }
    return PrintedTable(
      name: "MaxEnt", formula: "printed multi-knob saving + printed points",
      finding: "sums of printed figures: 9k is 53 to 72, GPT-4 ends at 55", rows: rows)
  }
}
