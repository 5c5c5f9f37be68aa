import ChipPrograms
package import Reports
import VirtualChip

/// What codes of activations lose, and what coding the largest channels apart gains.
package enum OutlierChecks {
  /// `codes.noise`, `codes.crest` and `codes.outlier-gain`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let machine = try subject.requireMachine()
    var clamps: [Clamp] = []
    for instruction in machine.program.instructions {
      guard let coding = instruction.operation as? Instruction.Clamp else { continue }
      var clamp = Clamp(name: instruction.name)
      for trace in try subject.traces() {
        if let fields = trace.fields[coding.value], let codes = trace.codes[coding.into] {
          clamp.add(fields, codes)
        }
      }
      if clamp.rows > 0 { clamps.append(clamp) }
    }
    guard !clamps.isEmpty else {
      return ["codes.noise", "codes.crest", "codes.outlier-gain"].map {
        ValidationCheck($0, value: nil, detail: "the model codes no activations")
      }
    }
    return [noise(clamps, subject), crest(clamps), try gain(subject)]
  }

  /// The rows of one clamp over all texts, in sums.
  private struct Clamp {
    var name: String
    var rows = 0
    /// Σ ‖x̃ − x‖² / ‖x‖².
    var noise = 0.0
    /// Σ of max |x| / rms of whole rows.
    var crest = 0.0
    /// Σ of max |x| / rms of what shares a range, and Σ of its inverse.
    var sharedCrest = 0.0
    var bulkShare = 0.0

    init(name: String) { self.name = name }

    mutating func add(_ fields: Matrix, _ codes: CodedMatrix) {
      for row in 0..<fields.rows {
        let source = fields.elements[(row * fields.width)..<((row + 1) * fields.width)]
        var apart: [Int: Float] = [:]
        for place in 0..<codes.outliers {
          let index = row * codes.outliers + place
          apart[Int(codes.outlierChannel[index])] =
            Float(codes.outlierCode[index]) * codes.outlierScale[row]
        }
        var (squares, errors, largest) = (0.0, 0.0, 0.0)
        var (sharedSquares, sharedLargest) = (0.0, 0.0)
        for (channel, element) in source.enumerated() {
          let x = Double(element)
          let place = row * codes.width + channel
          let code = codes.bits <= 8 ? Int32(codes.codes8[place]) : Int32(codes.codes16[place])
          let decoded = Double(
            apart[channel] ?? Float(code &- codes.zero[row]) * codes.scale[row])
          squares += x * x
          errors += (decoded - x) * (decoded - x)
          largest = max(largest, abs(x))
          if apart[channel] == nil {
            sharedSquares += x * x
            sharedLargest = max(sharedLargest, abs(x))
          }
        }
        guard squares > 0 else { continue }
        rows += 1
        noise += errors / squares
        crest += largest / (squares / Double(fields.width)).squareRoot()
        let shared = Double(max(1, fields.width - codes.outliers))
        guard sharedSquares > 0 else { continue }
        let rms = (sharedSquares / shared).squareRoot()
        sharedCrest += sharedLargest / rms
        bulkShare += rms / sharedLargest
      }
    }

    func mean(_ sum: Double) -> Double { sum / Double(max(1, rows)) }
  }

  /// ρ = ‖x̃ − x‖²/‖x‖² of the worst clamp. One such noise alone leaves a cosine of 1/√(1 + ρ), so that ρ
  /// ≤ 1/C² − 1 for a cosine C.
  private static func noise(
    _ clamps: [Clamp], _ subject: ValidationSubject
  ) -> ValidationCheck {
    let worst = clamps.max { $0.mean($0.noise) < $1.mean($1.noise) }!
    let cosine = subject.options.floorCosine
    return ValidationCheck(
      "codes.noise", value: worst.mean(worst.noise), limit: 1 / (cosine * cosine) - 1,
      detail: "relative noise power of the codes of \(worst.name), the worst of \(clamps.count); "
        + "alone it would leave a cosine of "
        + Quantity.decimals(1 / (1 + worst.mean(worst.noise)).squareRoot(), 5),
      figures: clamps.map { ($0.name, .number($0.mean($0.noise))) })
  }

  private static func crest(_ clamps: [Clamp]) -> ValidationCheck {
    let worst = clamps.max { $0.mean($0.sharedCrest) < $1.mean($1.sharedCrest) }!
    return ValidationCheck(
      "codes.crest", value: worst.mean(worst.sharedCrest),
      detail: "largest magnitude over root mean square of the channels that share a range before "
        + "\(worst.name); \(Quantity.decimals(worst.mean(worst.crest), 1)) with the outliers. The "
        + "root mean square uses \(Quantity.percent(worst.mean(worst.bulkShare))) of the range",
      figures: clamps.flatMap {
        [
          ("\($0.name) with outliers", JSONValue.number($0.mean($0.crest))),
          ("\($0.name) shared range", .number($0.mean($0.sharedCrest))),
          ("\($0.name) bulk share of range", .number($0.mean($0.bulkShare))),
        ]
      })
  }

  private static func gain(_ subject: ValidationSubject) throws -> ValidationCheck {
    var cosines: [(channels: Int, cosine: Double)] = []
    for channels in [0, 4, 8] {
      let outputs =
        channels == subject.options.precision.outlierChannels
        ? try subject.expectation()
        : try subject.expectation { $0.precision.outlierChannels = channels }
      cosines.append((channels, try subject.cosine(outputs)))
    }
    let own = try subject.cosine(try subject.expectation())
    return ValidationCheck(
      "codes.outlier-gain", value: own - cosines[0].cosine, bound: .atLeast,
      detail: "cosine gained by \(subject.options.precision.outlierChannels) channels coded apart; "
        + cosines.map { "\(Quantity.decimals($0.cosine, 5)) with \($0.channels)" }
        .joined(separator: ", "),
      figures: cosines.map { ("cosine_with_\($0.channels)", .number($0.cosine)) })
  }
}
