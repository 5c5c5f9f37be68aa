import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Reports

/// Who needs less energy, and which number would have to change: sentences that say what the numbers of this
/// run say, and no more.
enum Verdict {
  /// On the page; a terminal has the claim below its tables, and ratios in them.
  static func parts(of report: RunReport) -> [Part] {
    var sentences = [claim(report)]
    if report.isComparable {
      sentences.append(twin(report))
      sentences += report.devices.flatMap { device in
        TextCosts.Mode.allCases.map { comparison(report, device, $0) }
      }
    }
    return sentences.compactMap { $0.map { .sentence($0, on: .page) } }
  }

  /// Why there are no ratios; `nil` where chip and twin are near enough to the reference.
  static func belowFloor(_ report: RunReport) -> String? {
    guard !report.isComparable else { return nil }
    let (name, cosine) =
      report.accuracy.cosineMean >= report.floorCosine
      ? ("its twins", report.twinCosine ?? .nan) : ("the chip", report.accuracy.cosineMean)
    return
      "No ratios: the mean cosine of \(name), \(Quantity.decimals(cosine, 4)), is below the floor of "
      + "\(report.floorCosine) (--floor-cosine): what is not the same result is not compared."
  }

  /// The chip beside its own digital twin, in both modes.
  static func twin(_ report: RunReport) -> String? {
    let modes = TextCosts.Mode.allCases.compactMap { mode in
      report.ratioToTwin(mode).map {
        "\(words(mode)) \(Quantity.ratio($0.nominal)) \(Quantity.ends(ofRatio: $0.band))"
      }
    }
    guard !modes.isEmpty else { return nil }
    return "Energy over the digital twin’s: " + modes.joined(separator: ", ")
      + "."
  }

  /// The ratio to a device, with the twin's beside it.
  private static func comparison(
    _ report: RunReport, _ device: RunReport.Device, _ mode: TextCosts.Mode
  ) -> String? {
    guard let chip = report.gain(over: device, mode),
      let twin = report.gain(over: device, mode, of: report.twin)
    else { return nil }
    let cost = device.cost(mode)
    return "\(cost.device) at batch \(cost.batch), \(words(mode)): "
      + "\(gain("the chip", chip)), \(gain("its digital twin", twin))."
      + (mode == .throughput ? tie(report, device) : "")
  }

  /// `the chip needs ×11.1 less energy [×2.1 … ×40]`, or that the numbers do not decide.
  private static func gain(_ name: String, _ gain: Drawn) -> String {
    let ends = gain.percentiles
    let less = gain.nominal >= 1
    let factor = Quantity.ratio(less ? gain.nominal : 1 / gain.nominal)
    let shown = less ? ends : Percentiles(inverseOf: ends)
    return "\(name) needs \(factor) \(less ? "less" : "more") energy \(range(shown))"
      + (ends.p05 < 1 && ends.p95 > 1 ? " (undecided: the band holds 1)" : "")
  }

  private static func words(_ mode: TextCosts.Mode) -> String {
    mode == .latency ? "one text" : "throughput"
  }

  private static func range(_ ends: Percentiles) -> String {
    "[\(Quantity.ratio(ends.p05)) … \(Quantity.ratio(ends.p95))]"
  }

  /// What the largest action, or the static power, would have to cost for a tie where texts overlap.
  private static func tie(_ report: RunReport, _ device: RunReport.Device) -> String {
    let budget = report.chip.budget
    let texts = Double(max(1, report.outputs.count))
    guard let costs = report.chip.costs, let dynamic_J = budget.dynamic_J,
      let total = costs.energy_J(.throughput)?.nominal
    else { return "" }
    let device_J = device.cost(.throughput).energy_J.nominal / texts
    let static_J = total - dynamic_J.nominal / texts
    let actions = budget.byAction.compactMap { share in
      share.energy_J.map {
        (share.key, Double(share.counts[share.key]) / texts, $0.nominal / texts)
      }
    }
    guard let largest = actions.max(by: { $0.2 < $1.2 }), largest.1 > 0 else { return "" }
    if static_J > largest.2 {
      let power = (device_J - dynamic_J.nominal / texts) * costs.texts_perSecond
      return power > 0
        ? " They tie at a static power of \(Quantity.text(power, "W")) "
          + "(now \(Quantity.text(static_J * costs.texts_perSecond, "W")))."
        : " No static power makes them tie: the actions alone cost more."
    }
    let price = (device_J - (total - largest.2)) / largest.1
    let name = Quantity.name(largest.0)
    return price > 0
      ? " They tie at \(Quantity.text(price, "J")) for each \(name) "
        + "(now \(Quantity.text(largest.2 / largest.1, "J")))."
      : " Even if each \(name) cost nothing, the chip would need more."
  }

  /// A claimed power beside the power that the prices give: of one chip, and of as many as equal a device.
  static func claim(_ report: RunReport) -> String? {
    guard let ceilings = report.ceilings else { return nil }
    let power = Quantity.text(ceilings.power_W.nominal, "W")
    guard !ceilings.staticsExceedClaim else {
      return "Claim of \(power): static power alone is more."
    }
    guard let own = report.chip.budget.averagePower_W else {
      return "Claim of \(power): no power is known, because a price is missing."
    }
    var text =
      "Claim of \(power): the chip draws \(Quantity.text(own.nominal, "W")) \(Quantity.ends(own)) with one "
      + "text at a time"
    if let full = report.chip.costs?.power_W(.throughput) {
      text += ", \(Quantity.text(full, "W")) at full throughput"
    }
    if let equal = report.equalThroughput.first, let chips = equal.chips, let all = equal.power_W {
      text +=
        chips == 1
        ? "; one chip equals one \(equal.device) in throughput"
        : "; \(Quantity.count(UInt64(chips))) chips equal one \(equal.device) in throughput and draw "
          + Quantity.text(all, "W")
    }
    return text + "."
  }
}

extension RunReport {
  /// Whether chip and twin are near enough to the reference that their costs may be compared.
  var isComparable: Bool {
    accuracy.cosineMean >= floorCosine && (twinCosine ?? 1) >= floorCosine
  }
}
