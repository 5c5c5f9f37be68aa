public import Jobs

extension VirtualChip {
  /// Which run the states of these texts belong to: program and chip, settings, texts.
  /// - Parameters:
  ///   - texts: tokens of each text, in order.
  ///   - settings: of the run.
  public func identity(texts: [[Int]], settings: RunSettings) -> JobIdentity {
    Self.identity(
      program: fingerprint.text(of: program, on: chip), settings: settings.words,
      texts: ProgramFingerprint.text(of: texts))
  }

  /// An identity of hashes and words.
  static func identity(program: String, settings: [String: String], texts: String) -> JobIdentity {
    let program = JobIdentity.Mark(
      "program", program,
      complaint: "the model, its precision, thresholds, norms or positions, or the chip are others")
    let texts = JobIdentity.Mark("texts", texts, complaint: "the texts are others")
    let words = settings.sorted { $0.key < $1.key }
    return JobIdentity([program] + words.map { .init($0.key, $0.value) } + [texts])
  }
}
