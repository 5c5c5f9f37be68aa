public import ArgumentParser
public import Runs
public import VirtualChip

extension ControlRequest.Thermostat: ExpressibleByArgument {}
extension TrimSettings.Mode: ExpressibleByArgument {}

/// What steers and trims a chip's agents, and which errors they have.
struct ControlOptions: ParsableArguments {
  @Option(
    help: "What steers the \u{3b2} of attention heads: \(names(ControlRequest.Thermostat.self)).")
  var thermostat = ControlRequest.Thermostat.off

  @Option(help: "When agents are calibrated: \(names(TrimSettings.Mode.self)).")
  var trim = TrimSettings.Mode.none

  @Option(help: "Bits of the bias converter of each agent: 1 to 12 (default: the chip's, else 6).")
  var trimBits: Int?

  @Option(help: "Draws of each comparison of a calibration: 2 to 65535 (default 1024).")
  var trimDraws: Int?

  @Option(
    help:
      "Standard deviation of the logarithm of the factor on each head's \u{3b2}: 0 to 2 (default: the chip's)."
  )
  var gainError: Double?

  @Option(help: "Seconds since the first calibration: drift goes on from there.")
  var age: Double?

  @Option(
    help:
      "A file of texts on which the thermostat's gaps are measured (default: docs/examples/page.txt)."
  )
  var calibration: String?

  /// Whether any was given: then laws follow a die as well.
  var isGiven: Bool {
    thermostat != .off || trim != .none || gainError != nil || age != nil
  }

  /// What is asked; `nil` without any option.
  func request(die: UInt32?) -> ControlRequest? {
    guard isGiven else { return nil }
    var request = ControlRequest()
    request.thermostat = thermostat
    request.trim = TrimSettings(mode: trim, draws: trimDraws ?? TrimSettings(mode: trim).draws)
    request.trimBits = trimBits
    request.gainError = gainError
    request.age_s = age ?? 0
    request.calibration = calibration
    request.lawDie = die
    return request
  }

  /// Refuses what nothing would follow.
  func validate() throws {
    if let trimBits, !ControlRequest.trimBitRange.contains(trimBits) {
      throw ValidationError("trim bits: found \(trimBits), expected 1 to 12")
    }
    if let trimDraws, !TrimSettings.drawRange.contains(trimDraws) {
      throw ValidationError("trim draws: found \(trimDraws), expected 2 to 65535")
    }
    for (name, isGiven) in [("trim bits", trimBits != nil), ("trim draws", trimDraws != nil)]
    where isGiven && trim == .none {
      throw ValidationError("\(name): found it without --trim once or periodic, expected both")
    }
    if let gainError, !ControlRequest.gainErrors.contains(gainError) {
      throw ValidationError("gain error: found \(gainError), expected 0 to 2")
    }
    if let age, !(0...1e12).contains(age) {
      throw ValidationError("age: found \(age), expected 0 to 1e12 seconds")
    }
    if calibration != nil, thermostat != .calibrated {
      throw ValidationError("calibration: found it without --thermostat calibrated, expected both")
    }
  }
}
