internal import ByteFormats

/// Reads the rotary embedding of a configuration, in both dialects: `rope_parameters` of transformers 5, or
/// `rope_theta` and `rope_scaling` (or `rotary_emb_base`, `rotary_pct`) of older folders.
struct RotaryConfiguration {
  let file: JSONFile
  let headSize: Int
  /// `max_position_embeddings`.
  let positions: Int
  /// The share of a head that turns where the file is silent.
  var usualShare = 1.0
  /// Whether a scaling that is called yarn is longrope, as in early Phi-3.
  var yarnIsLongRope = false

  /// The embedding.
  ///
  /// - Throws: `unsupported` for a `rope_type` that is not known, `inconsistent` for sizes that do not fit.
  func embedding() throws(ModelFileError) -> RotaryEmbedding {
    let newer = file.value("rope_parameters") != nil ? try file.section("rope_parameters") : nil
    let older = file.value("rope_scaling") != nil ? try file.section("rope_scaling") : nil
    // transformers gives the older key precedence where both are there.
    let scaling = older ?? newer
    let base = try number("rope_theta", "rotary_emb_base", in: scaling, or: 10_000)
    guard base > 1 else {
      throw file.failure(.invalidNumber, "rope_theta", expected: "a number above 1")
    }
    let share = try number("partial_rotary_factor", "rotary_pct", in: scaling, or: usualShare)
    guard share <= 1 else {
      throw file.failure(.invalidNumber, "partial_rotary_factor", expected: "a number up to 1")
    }
    let width = Int(exactly: (Double(headSize) * share).rounded(.down)) ?? headSize
    guard width >= 2, width % 2 == 0 else {
      throw ModelFileError(
        .inconsistent, file: file.path, place: "the rotary embedding",
        found: "\(width) of \(headSize) channels of a head that turn",
        expected: "an even number of them, at least 2")
    }
    return RotaryEmbedding(
      headSize: headSize, width: width, base: base,
      scaling: try scaling.map { section throws(ModelFileError) in
        try self.scaling(section, pairs: width / 2)
      } ?? .none)
  }

  /// A number of the scaling's section or else of the file, by its newer or older name.
  private func number(
    _ key: String, _ older: String, in section: JSONFile?, or fallback: Double
  ) throws(ModelFileError) -> Double {
    if let section, section.value(key) != nil {
      return try section.positive(key, default: fallback)
    }
    return try file.positive(file.value(key) != nil ? key : older, default: fallback)
  }

  private func scaling(
    _ section: JSONFile, pairs: Int
  ) throws(ModelFileError) -> RotaryScaling {
    let key = section.value("rope_type") != nil ? "rope_type" : "type"
    var type = try section.oneOf(
      key, ["default", "linear", "dynamic", "yarn", "llama3", "longrope", "su"])
    if type == "su" || (type == "yarn" && yarnIsLongRope) { type = "longrope" }
    switch type {
    case "linear": return .linear(factor: try factor(section))
    case "dynamic": return .dynamic(factor: try factor(section), context: positions)
    case "yarn": return .yarn(try yarn(section))
    case "llama3":
      let slow = try section.positive("low_freq_factor", default: 1)
      let fast = try section.positive("high_freq_factor", default: 4)
      guard fast > slow else {
        throw section.failure(
          .inconsistent, "high_freq_factor", expected: "more than low_freq_factor \(slow)")
      }
      return .llama3(
        .init(factor: try factor(section), context: try context(section), slow: slow, fast: fast))
    case "longrope": return .longRope(try longRope(section, pairs: pairs))
    default: return .none
    }
  }

  private func factor(_ section: JSONFile) throws(ModelFileError) -> Double {
    guard section.value("factor") != nil else {
      throw section.failure(.missingKey, "factor", expected: "a positive number")
    }
    return try section.positive("factor", default: 1)
  }

  /// Tokens of the training. Phi-3 states them outside the section, and that counts first.
  private func context(_ section: JSONFile) throws(ModelFileError) -> Int {
    let key = "original_max_position_embeddings"
    let place = file.value(key) != nil ? file : section
    return try place.integer(key, in: 2...100_000_000, default: max(2, positions))
  }

  private func yarn(_ section: JSONFile) throws(ModelFileError) -> RotaryScaling.Yarn {
    let context = try context(section)
    let factor =
      section.value("factor") == nil
      ? Double(positions) / Double(context) : try section.positive("factor", default: 1)
    let scales = (section.value("mscale"), section.value("mscale_all_dim"))
    let usual: Double
    if scales.0 != nil, scales.1 != nil {
      usual =
        RotaryScaling.Yarn.amplitude(
          factor: factor, scale: try section.positive("mscale", default: 1))
        / RotaryScaling.Yarn.amplitude(
          factor: factor, scale: try section.positive("mscale_all_dim", default: 1))
    } else {
      usual = RotaryScaling.Yarn.amplitude(factor: factor)
    }
    return .init(
      factor: factor, context: context, fast: try section.positive("beta_fast", default: 32),
      slow: try section.positive("beta_slow", default: 1),
      truncates: try section.bool("truncate", default: true),
      amplitude: Float(try section.positive("attention_factor", default: usual)))
  }

  private func longRope(
    _ section: JSONFile, pairs: Int
  ) throws(ModelFileError) -> RotaryScaling.LongRope {
    let context = try context(section)
    let factor = try section.positive(
      "factor", default: Double(positions) / Double(context))
    let usual = RotaryScaling.LongRope.amplitude(factor: factor, context: context)
    return .init(
      short: try section.numbers("short_factor", count: pairs),
      long: try section.numbers("long_factor", count: pairs), context: context,
      amplitude: Float(try section.positive("attention_factor", default: usual)))
  }
}

extension JSONFile {
  /// A list of positive numbers.
  fileprivate func numbers(_ key: String, count: Int) throws(ModelFileError) -> [Float] {
    let expected = "\(count) positive numbers"
    guard case .array(let values)? = value(key), values.count == count else {
      throw failure(value(key) == nil ? .missingKey : .wrongType, key, expected: expected)
    }
    var numbers: [Float] = []
    for value in values {
      switch value {
      case .integer(let whole): numbers.append(Float(whole))
      case .number(let number): numbers.append(Float(number))
      default: throw failure(.wrongType, key, expected: expected)
      }
    }
    guard numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw failure(.invalidNumber, key, expected: expected)
    }
    return numbers
  }
}
