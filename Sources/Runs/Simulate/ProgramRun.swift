import ByteFormats
import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
import Jobs
import MappingChecks
import Reports
import TransformerModels
public import VirtualChip

/// Compiled programs, from their files, on the virtual chip.
public enum ProgramRun {
  /// What to run.
  public struct Request: Sendable {
    /// The file of the program.
    public var file: String
    /// Name or file of the chip that it was compiled for.
    public var hardware: String
    /// Token ids, one list an input.
    public var tokens: [[Int]]
    /// Texts, which the model's tokenizer turns into more inputs.
    public var texts: [String]
    /// Folder of the model, for its tokenizer.
    public var modelFolder: String
    /// Fidelity, agents, samples and seed.
    public var settings: RunSettings
    /// Threads over inputs.
    public var threads: Int
    /// Arguments of the command, for the provenance.
    public var arguments: [String]

    /// Creates a request.
    public init(
      file: String, hardware: String, tokens: [[Int]], texts: [String] = [], modelFolder: String,
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
  }

  /// The most bytes of a program file.
  static let largestFile_bytes = 1 << 34

  /// Whether a file that can be read is the binary form of a program of values, or damaged.
  /// - Parameter path: any path.
  public static func isCompiled(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
      let file = FileHandle(forReadingAtPath: path)
    else { return false }
    defer { try? file.close() }
    let start = (try? file.read(upToCount: ProgramFile.magic.count)).map { Array($0) }
    guard let start, ProgramFile.isProgram(start) else { return false }
    let rest = try? file.read(upToCount: 1)
    // Programs with agents have the second version.
    guard rest?.first != 1, let bytes = try? FileReading.bytes(of: path, limit: largestFile_bytes),
      let program = try? ProgramFile.read(bytes, file: path)
    else { return true }
    return program.agents == nil
  }

  /// Token ids from their text: `101,2023,102`.
  /// - Parameter text: whole numbers with commas between.
  /// - Returns: at least one number.
  /// - Throws: `RunFailure` of kind `.usage`.
  public static func tokens(_ text: String) throws(RunFailure) -> [Int] {
    var tokens: [Int] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let token = Int(word), token >= 0 else {
        throw RunFailure(
          .usage, "--tokens: found `\(word)`, expected token ids with commas: 101,2023,102")
      }
      tokens.append(token)
    }
    return tokens
  }

  /// Does the job.
  ///
  /// - Throws: `RunFailure` for a file, chip or input that cannot be used, and for a chip that the
  ///   program was not compiled for.
  public static func perform(_ request: Request) throws(RunFailure) -> ProgramReport {
    let chip = try RunFailure.readingInput { try SpecLibrary.chip(request.hardware) }
    let bytes = try RunFailure.readingInput {
      try FileReading.bytes(of: request.file, limit: largestFile_bytes)
    }
    let program = try RunFailure.readingInput {
      try ProgramFile.read(bytes, file: request.file)
    }
    guard !request.tokens.isEmpty || !request.texts.isEmpty else {
      throw RunFailure(
        .usage, "\(request.file): no input: give --tokens 101,2023,102, or --text with --model")
    }
    // What stops some fidelities alone, the machine says.
    if let fault = program.faults(on: chip).first(where: { $0.reason.stops == .all }) {
      throw RunFailure(.badInput, "\(request.file): \(fault)")
    }
    let machine = try RunFailure.readingInput { try VirtualChip(program: program, chip: chip) }
    var warnings: [String] = []
    var tokens = request.tokens
    if !request.texts.isEmpty {
      let model = try RunFailure.readingInput {
        try LoadedModel.load(folder: request.modelFolder)
      }
      tokens += ModelPreparation.tokenise(request.texts, with: model.tokenizer, warnings: &warnings)
    }
    let executions = try JobRunner(threads: request.threads).map(tokens) {
      text throws(RunFailure) in
      try RunFailure.readingInput { try machine.run(tokens: text, settings: request.settings) }
    }
    guard executions.count == tokens.count else { throw RunFailure(.internalError, "interrupted") }
    for (index, execution) in executions.enumerated() {
      try RunFailure.computing {
        try Outputs.checkFinite(execution.output, of: "chip", text: index)
      }
    }
    return report(
      request, machine: machine, tokens: tokens, executions: executions, warnings: warnings)
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
      chip: EventReport.machine(executions, record: record, budget: budget),
      start: .init(record: start, budget: ChipBudget(record: start, chip: chip)),
      outputs: zip(tokens, executions).map { .init(tokenIDs: $0, values: $1.output) })
    report.warnings =
      warnings + RunWarnings.warnings(budget: budget, chip: chip, record: record)
      + RunWarnings.devices(chip, program: program, fidelity: settings.fidelity.word)
    return report
  }
}
