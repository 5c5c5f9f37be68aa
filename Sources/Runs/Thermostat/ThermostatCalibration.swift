import ChipPrograms
import CriticalControl
import HardwareSpecs
import Jobs
import TransformerModels
import VirtualChip

/// Hands the races of a program to thermostats, with gaps that are measured on the chip as it should be.
struct ThermostatCalibration {
  /// The program with its `control` instructions.
  let program: Program
  /// Texts that were long enough to measure on.
  let texts: Int

  /// Measures gaps on calibration texts, without errors, and with the draws and the sensor of the run.
  ///
  /// - Parameters:
  ///   - program: compiled for the chip.
  ///   - request: what steers, and the file of calibration texts.
  ///   - model: reads the texts.
  ///   - settings: of the run; agents that are simulated are calibrated by their laws.
  /// - Throws: `FileError` for texts that are too few, and `MachineError`.
  init(
    _ program: Program, on chip: ChipSpec, _ request: ControlRequest, model: LoadedModel,
    settings: RunSettings, threads: Int
  ) throws {
    let races = program.instructions.indices.filter {
      program.instructions[$0].operation is Instruction.Race
    }
    guard request.thermostat == .calibrated else {
      let gap = Self.stated(EntropyGap.printed)
      self.program = Self.controlled(program, races, leastTokens: 1, law: .printed) { _, _ in gap }
      texts = 0
      return
    }
    let file = request.calibration ?? "docs/examples/page.txt"
    let lines = try request.calibration.map { try InputTexts.read(texts: [], file: $0) }
    var ignored: [String] = []
    let tokens = ModelPreparation.tokenise(
      (lines ?? CalibrationTexts.usual).map { InputText($0) }, for: model, warnings: &ignored
    ).filter { $0.count >= ControlRequest.leastTokens }
    guard tokens.count >= 3 else {
      throw FileError(
        file,
        "found \(tokens.count) texts of \(ControlRequest.leastTokens) tokens or more, expected 3 at least to "
          + "calibrate a thermostat on")
    }
    var settings = settings.ideal
    settings.sensesEntropy = true
    if case .event = settings.fidelity { settings.fidelity = .sampled }
    let (machine, sensing) = (try VirtualChip(program: program, chip: chip), settings)
    let runs = try JobRunner(
      threads: threads,
      progress: ProgressBar("calibrating the thermostat", total: tokens.count, unit: "texts")
    ).map(tokens) { text in try machine.run(tokens: text, settings: sensing).heads }
    guard runs.count == tokens.count else { throw InterruptedError() }
    var samples: [Int: [[(keys: Int, entropy: Double)]]] = [:]
    for (text, heads) in zip(tokens, runs) {
      for head in heads {
        var own = samples[head.instruction] ?? []
        while own.count <= head.head { own.append([]) }
        own[head.head].append((text.count, head.entropy))
        samples[head.instruction] = own
      }
    }
    texts = tokens.count
    self.program = Self.controlled(
      program, races, leastTokens: ControlRequest.leastTokens, law: .corrected
    ) { race, head in
      // Three texts at least: there is a line.
      Self.stated(samples[race].flatMap { EntropyGap($0[head]) } ?? .printed)
    }
  }

  /// A program whose setup hands its races to thermostats.
  private static func controlled(
    _ program: Program, _ races: [Int], leastTokens: Int, law: Instruction.Control.Law,
    gap: (_ race: Int, _ head: Int) -> Instruction.Control.HeadGap
  ) -> Program {
    var program = program
    for index in races {
      let instruction = program.instructions[index]
      guard let race = instruction.operation as? Instruction.Race else { continue }
      program.setup.append(
        Instruction(
          name: "\(instruction.name).thermostat", layer: instruction.layer,
          operation: .control(
            .race(race.into),
            to: .gaps((0..<race.shape.heads).map { gap(index, $0) }, leastTokens: leastTokens),
            gain: 1, law: law)))
    }
    return program
  }

  private static func stated(_ gap: EntropyGap) -> Instruction.Control.HeadGap {
    .init(constant: gap.constant, slope: gap.slope, band: gap.band)
  }
}
