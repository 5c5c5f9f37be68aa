import ChipPrograms
package import Reports

/// What the bits of the mapping cost before any sampling.
package enum PrecisionChecks {
  /// `precision.floor`: mean cosine with infinitely many samples, and which bits it is lost to.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    let outputs = try subject.expectation()
    let floor = try subject.cosines(outputs, try subject.referenceOutputs())
    let finest = Precision.activationBitRange.upperBound
    let released: [(key: String, change: (inout Precision) -> Void)] = [
      ("weight", { $0.weightBits = finest }), ("activation", { $0.activationBits = finest }),
      ("attention", { $0.attentionBits = finest }),
      (
        "all",
        {
          $0.weightBits = finest
          $0.activationBits = finest
          $0.attentionBits = finest
        }
      ),
    ]
    var cosines: [(key: String, cosine: Double)] = []
    for entry in released {
      var precision = subject.options.precision
      entry.change(&precision)
      let cosine =
        precision == subject.options.precision
        ? floor.mean : try subject.cosine(try subject.expectation { $0.precision = precision })
      cosines.append((entry.key, cosine))
    }
    let dominant = cosines.dropLast().max { $0.cosine < $1.cosine }!
    let gain = dominant.cosine - floor.mean
    return [
      ValidationCheck(
        "precision.floor", value: floor.mean, limit: subject.options.floorCosine, bound: .atLeast,
        detail: gain > 1e-6
          ? "\(dominant.key) bits dominate: \(Quantity.decimals(dominant.cosine, 5)) with "
            + "\(finest) of them, \(Quantity.decimals(cosines.last!.cosine, 5)) with \(finest) "
            + "of all"
          : "no kind of bits at \(finest) does better",
        figures: [
          ("cosine_min", .number(floor.smallest)), ("dominant", .string(dominant.key)),
        ] + cosines.map { ("cosine_with_\(finest)_\($0.key)_bits", .number($0.cosine)) })
    ]
  }
}
