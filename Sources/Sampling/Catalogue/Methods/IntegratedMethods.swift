import Foundation
internal import IsingModels

// Methods that integrate equations of motion.
extension MethodEntry {
  static let discreteBifurcation = bifurcation(
    "discrete-bifurcation", "simulated bifurcation that acts by signs", .discrete)
  static let ballisticBifurcation = bifurcation(
    "ballistic-bifurcation", "simulated bifurcation that acts by positions: fast, less exact",
    .ballistic)

  private static func bifurcation(
    _ name: String, _ summary: String, _ variant: SimulatedBifurcation.Variant
  ) -> MethodEntry {
    MethodEntry(
      name, summary, parameters: [.timeStep, .strength, .heating]
    ) { model, settings in
      var method = SimulatedBifurcation(
        model, variant: variant, timeStep: settings.number(.timeStep),
        strength: settings.number(.strength) ?? 0.5)
      method.heating = settings.number(.heating) ?? method.heating
      return PreparedMethod(
        optimiser: method,
        text: String(
          format: "Δt = %.4g, strength %.4g, heating %.4g", method.timeStep, method.strength,
          method.heating),
        figures: [
          ("time_step", .number(method.timeStep)), ("strength", .number(method.strength)),
          ("heating", .number(method.heating)),
        ])
    }
  }

  static let oscillators = MethodEntry(
    "oscillators", "phases of coupled oscillators with injection locking",
    parameters: [.timeStep, .locking, .noise]
  ) { model, settings in
    let method = OscillatorPhases(
      model, timeStep: settings.number(.timeStep), locking: settings.number(.locking) ?? 0.5,
      temperature: settings.number(.noise) ?? 0.3)
    return PreparedMethod(
      optimiser: method,
      text: String(
        format: "Δt = %.4g, locking to %.4g, noise from %.4g", method.timeStep, method.locking,
        method.temperature),
      figures: [
        ("time_step", .number(method.timeStep)), ("locking", .number(method.locking)),
        ("noise", .number(method.temperature)),
      ])
  }
}
