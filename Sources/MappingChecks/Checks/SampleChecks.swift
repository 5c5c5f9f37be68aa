import Foundation
import HardwareSpecs
import RandomStreams
package import Reports
import SampleStatistics
import VirtualChip

/// Whether the draws are enough, and how many of them count.
package enum SampleChecks {
  /// The largest share of the draws that correlation in time may take.
  package static let lostShare = 0.5
  /// The fewest samples from which the law of many is drawn.
  package static let leastLawfulSamples = 16

  /// `samples.cosine`, `samples.effective-gates` and `samples.effective-races`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let timing = subject.chip.timing
    return [
      try budget(subject),
      gates(rate_Hz: timing.gateRate_Hz, of: subject), races(subject),
    ]
  }

  /// 1 − cos ≈ c/S + floor for independent draws, c/S² + floor for systematic ones, through S, 2S, 4S.
  package struct Law: Sendable {
    /// c.
    package var coefficient: Double
    /// 1 − cos with infinitely many samples, as fitted.
    package var floor: Double
    /// 1 for independent draws, 2 for systematic ones.
    package var power: Double

    /// Fits the law by least squares.
    ///
    /// - Parameters:
    ///   - points: at least three numbers of samples with their losses 1 − cos.
    ///   - power: the power of S.
    package init(points: [(samples: Int, loss: Double)], power: Double) throws {
      let fit = try LineFit(
        x: points.map { Foundation.pow(Double($0.samples), -power) }, y: points.map(\.loss))
      coefficient = fit.slope
      floor = fit.intercept
      self.power = power
    }

    /// The number of samples that the law gives for a mean cosine; `nil` if none.
    package func samples(for cosine: Double) -> Double? {
      let room = 1 - cosine - floor
      guard room > 0, coefficient > 0 else { return room > 0 ? 1 : nil }
      return max(1, Foundation.pow(coefficient / room, 1 / power))
    }
  }

  private static func budget(_ subject: ValidationSubject) throws -> ValidationCheck {
    let machine = try subject.requireMachine()
    let options = subject.options
    let samples = options.settings.samples
    let reference = try subject.referenceOutputs()
    let measured = try subject.cosines(try subject.sampled().map(\.output), reference)
    var points = [(samples: samples, loss: 1 - measured.mean)]
    // Where twice or four times as many are no legal number, half and a quarter tell as much.
    let largest = RunSettings.sampleRange.upperBound
    let others =
      4 * samples <= largest
      ? [2 * samples, 4 * samples] : [max(1, samples / 2), max(1, samples / 4)]
    for count in others {
      let outputs = try subject.executions(
        on: machine, subject.settings(.sampled, samples: count)
      ).map(\.output)
      points.append((count, 1 - (try subject.cosine(outputs))))
    }
    let target = options.targetCosine ?? options.floorCosine
    let power = options.settings.draws == .independent ? 1.0 : 2.0
    // The law is that of many samples: three noisy losses of few would tell a tale.
    let isLawful = (points.map(\.samples).min() ?? 0) >= leastLawfulSamples
    let law = isLawful ? try? Law(points: points, power: power) : nil
    let predicted = law?.samples(for: target)
    let counts = points.map { "\($0.samples)" }.joined(separator: ", ")
    let prediction =
      predicted.map { "about \(Int(counting: $0.rounded(.up))) samples would reach \(target)" }
      ?? "no number of samples reaches \(target)"
    let words =
      isLawful
      ? "by the law through S = \(counts) \(prediction)"
      : "no law from fewer than \(leastLawfulSamples) samples"
    var figures: [(key: String, value: JSONValue)] = [
      ("samples", .integer(UInt64(samples))), ("cosine_min", .number(measured.smallest)),
      ("coefficient", law.map { .number($0.coefficient) } ?? .null),
      ("floor", law.map { .number($0.floor) } ?? .null), ("power", .number(power)),
      ("target", .number(target)),
      ("predicted_samples", predicted.map { .number($0.rounded(.up)) } ?? .null),
    ]
    for point in points { figures.append(("loss_at_\(point.samples)", .number(point.loss))) }
    return ValidationCheck(
      "samples.cosine", value: measured.mean, limit: target, bound: .atLeast,
      detail: "mean cosine at S = \(samples); \(words)",
      figures: figures)
  }

  /// Effective samples among K draws whose correlation falls as e^{−t/τ}, drawn by a Poisson clock of
  /// rate λ: a step keeps q = E[e^{−Δ/τ}] = λ/(λ + 1/τ), so that
  /// K_eff = K/(1 + 2 Σ_{k=1}^{K−1} (1 − k/K) q^k), which is K/(1 + 2λτ) for many draws and 1 at least.
  package static func effectiveSamples(
    _ draws: Double, rate_Hz: Double, retention_s: Double
  ) -> Double {
    let kept = rate_Hz * retention_s
    guard kept > 0, draws > 1 else { return draws }
    let q = kept / (1 + kept)
    // Σ (1 − k/K) q^k = q/(1−q) − q (1 − q^K)/(K (1−q)²), summed where the difference would cancel.
    var (sum, power) = (0.0, 1.0)
    for lag in 1..<Int(draws) {
      power *= q
      guard power > 1e-15 else { break }
      sum += (1 - Double(lag) / draws) * power
    }
    return draws / (1 + 2 * sum)
  }

  /// The waiting time of an exponential clock knows nothing of the last one: all draws count.
  private static func races(_ subject: ValidationSubject) -> ValidationCheck {
    let samples = Double(subject.options.settings.samples)
    return ValidationCheck(
      "samples.effective-races", value: samples, limit: samples * (1 - lostShare), bound: .atLeast,
      unit: "samples", detail: "an exponential clock has no memory, whatever its device's")
  }

  private static func gates(rate_Hz: Double, of subject: ValidationSubject) -> ValidationCheck {
    let samples = Double(subject.options.settings.samples)
    let retention_s = subject.chip.devices.law.retention_s(atField: 0)
    let left = effectiveSamples(samples, rate_Hz: rate_Hz, retention_s: retention_s)
    return ValidationCheck(
      "samples.effective-gates", value: left, limit: samples * (1 - lostShare), bound: .atLeast,
      unit: "samples",
      detail: retention_s == 0
        ? "draws of a gate are independent"
        : "a gate draws at \(Quantity.text(rate_Hz, "Hz")) and remembers for "
          + "\(Quantity.text(retention_s, "s")) in a field of 0",
      figures: [
        ("rate_Hz", .number(rate_Hz)), ("retention_s", .number(retention_s)),
        ("autocorrelation_per_draw", .number(rate_Hz * retention_s / (1 + rate_Hz * retention_s))),
      ])
  }
}
