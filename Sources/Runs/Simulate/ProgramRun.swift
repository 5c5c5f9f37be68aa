import ByteFormats
import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
public import Jobs
import MappingChecks
import Reports
import TransformerModels
public import VirtualChip

/// Programs of values, from their files, on the virtual chip.
public enum ProgramRun {
  /// What to run.
  public struct Request: Sendable {
    /// The file of the program.
    public var file: String
    /// Name or file of the chip that it was compiled for.
    public var hardware: String
    /// Token ids, one list an input.
    public var tokens: [[Int]]
    /// Texts and pairs of texts, which the model's tokenizer turns into more inputs.
    public var texts: [InputText]
    /// Folder of the model, for its tokenizer.
    public var modelFolder: String
    /// Fidelity, agents, samples and seed.
    public var settings: RunSettings
    /// Threads over inputs.
    public var threads: Int
    /// Thermostat, calibration and errors of β; `nil` where none is asked for.
    public var control: ControlRequest?
    /// Arguments of the command, for the provenance.
    public var arguments: [String]

    /// Creates a request.
    public init(
      file: String, hardware: String, tokens: [[Int]], texts: [InputText] = [], modelFolder: String,
      settings: RunSettings, threads: Int = 1, arguments: [String] = []
    ) {
      self.file = file
      self.hardware = hardware
      self.tokens = tokens
      self.texts = texts
      self.modelFolder = modelFolder
      self.settings = settings
      self.threads = threads
      self.arguments = arguments
    }

    /// Whether texts, or those of a calibration, need a tokenizer.
    var needsModel: Bool { !texts.isEmpty || control.map { $0.thermostat != .off } ?? false }
  }

  /// Token ids from their text: `101,2023,102`, and with types of pairs `101,2023,102,2088:1,102:1`.
  /// - Parameter text: whole numbers with commas between, behind a colon the type.
  /// - Returns: at least one token.
  /// - Throws: `RunFailure` of kind `.usage`.
  public static func tokens(_ text: String) throws(RunFailure) -> [Int] {
    try RunFailure.ending {
      try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
        let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let id = parts[0], id >= 0,
          let type = parts.count == 1 ? 0 : parts[1], (0...TokenWord.largestID).contains(type)
        else {
          throw OptionError(
            "--tokens: found `\(word)`, expected token ids with commas: 101,2023,102")
        }
        return TokenWord.word(id: id, type: type)
      }
    }
  }

  /// Does the job.
  ///
  /// - Throws: `RunFailure` for a file, chip or input that cannot be used, and for a chip that the
  ///   program was not compiled for.
  public static func perform(_ request: Request) throws(RunFailure) -> ProgramReport {
    try RunFailure.ending { try report(request) }
  }

  private static func report(_ request: Request) throws -> ProgramReport {
    var chip = try SpecLibrary.chip(request.hardware)
    var program = try ProgramReading.program(request.file)
    guard !program.values.isEmpty else {
      throw FileError(request.file, "found no values, expected a program of values")
    }
    guard !request.tokens.isEmpty || !request.texts.isEmpty else {
      throw OptionError(
        "\(request.file): no input: give --tokens 101,2023,102, or --text with --model")
    }
    // What stops some fidelities alone, the machine says.
    if let fault = program.faults(on: chip).first(where: { $0.reason.stops == .all }) {
      throw FileError(request.file, "\(fault)")
    }
    var request = request
    let model = try request.needsModel ? LoadedModel.load(folder: request.modelFolder) : nil
    if let control = request.control {
      let isOwn = program.chip?.hash == chip.identity
      control.equip(&chip)
      // Tiles and times are those that the program was compiled for.
      if isOwn { program.chip?.hash = chip.identity }
      request.settings = control.applied(to: request.settings)
      if control.thermostat != .off, let model {
        program =
          try ThermostatCalibration(
            program, on: chip, control, model: model, settings: request.settings,
            threads: request.threads
          ).program
      }
    }
    let machine = try VirtualChip(program: program, chip: chip)
    var warnings: [String] = []
    var tokens = request.tokens
    if let model, !request.texts.isEmpty {
      tokens += ModelPreparation.tokenise(request.texts, for: model, warnings: &warnings)
    }
    let settings = request.settings
    let done = try JobRunner(threads: request.threads).map(Array(tokens.enumerated())) {
      place, text throws(MachineError) in
      // Texts have agents that draw independently.
      let session = try machine.session(settings, replica: UInt32(place))
      try session.feed(text)
      while !session.isFinished { session.step() }
      return (execution: try session.result(), reads: session.reads)
    }
    guard !done.isEmpty else { throw InterruptedError() }
    if done.count < tokens.count {
      warnings.append("interrupted: \(done.count) of \(tokens.count) inputs were run")
    }
    for (index, one) in done.enumerated() {
      try Outputs.checkFinite(one.execution.output, of: "chip", text: index)
    }
    var report = report(
      request, machine: machine, tokens: tokens, executions: done.map(\.execution),
      warnings: warnings)
    guard let agents = program.agents else { return report }
    let reads = AgentReads(
      machine: machine, agents: agents, fidelity: settings.fidelity.word,
      states: done.map(\.reads), record: report.chip.record)
    report.reads = try reads.reads()
    report.warnings += reads.warnings(report.reads)
    return report
  }

  private static func report(
    _ request: Request, machine: VirtualChip, tokens: [[Int]], executions: [VirtualChip.Execution],
    warnings: [String]
  ) -> ProgramReport {
    let (program, chip, settings) = (machine.program, machine.chip, request.settings)
    let record = ExecutionRecord(joining: executions.map(\.record))
    let start = machine.start()
    let budget = ChipBudget(record: record, chip: chip)
    var report = ProgramReport(
      provenance: Provenance(
        arguments: request.arguments, seed: settings.seed, specHash: chip.hash),
      model: program.name, listing: program.instructions.map(Listing.line), hardware: chip.name,
      settings: [
        "fidelity": settings.fidelity.word.rawValue, "draws": settings.draws.rawValue,
        "samples": settings.samples, "precision": program.precision.map(Listing.describe) ?? "",
        "seed": settings.seed,
      ],
      chip: EventReport.machine(
        FoldedTexts(executions, of: machine.program), record: record, budget: budget),
      start: .init(record: start, budget: ChipBudget(record: start, chip: chip)),
      outputs: zip(tokens, executions).map {
        .init(tokenIDs: $0.map(TokenWord.id), values: $1.output)
      })
    report.warnings =
      warnings + RunWarnings.warnings(budget: budget, chip: chip, record: record)
      + RunWarnings.devices(chip, program: program, fidelity: settings.fidelity.word)
    report.control = request.control.map {
      ControlResult(
        $0, texts: FoldedTexts(executions, of: machine.program), machine: machine,
        settings: settings)
    }
    return report
  }
}
