/// Which run a state belongs to.
public struct RunIdentity: Codable, Sendable, Equatable {
  /// A hash of program and chip.
  public var program: String
  /// The settings by name, in words.
  public var settings: [String: String]
  /// A hash of the texts' tokens.
  public var texts: String

  /// What differs first, in words; `nil` if nothing does.
  /// - Parameter other: the run that wants to go on.
  public func difference(from other: RunIdentity) -> String? {
    if program != other.program {
      return "the model, its precision, thresholds, norms or positions, or the chip are others"
    }
    if settings != other.settings {
      let names = Set(settings.keys).union(other.settings.keys).sorted()
      return names.filter { settings[$0] != other.settings[$0] }.map {
        "found \($0) \(settings[$0] ?? "none"), expected \(other.settings[$0] ?? "none")"
      }.joined(separator: "; ")
    }
    return texts == other.texts ? nil : "the texts are others"
  }
}

extension VirtualChip {
  /// Which run the states of these texts belong to.
  /// - Parameters:
  ///   - texts: tokens of each text, in order.
  ///   - settings: of the run.
  public func identity(texts: [[Int]], settings: RunSettings) -> RunIdentity {
    RunIdentity(
      program: fingerprint.text(of: program, on: chip), settings: settings.words,
      texts: ProgramFingerprint.text(of: texts))
  }
}
