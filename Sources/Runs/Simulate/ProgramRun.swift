import ByteFormats
import ChipPrograms
import EnergyBudgets
import ExecutionRecords
import Foundation
import HardwareSpecs
public import Reports
import TransformerModels
public import VirtualNPU

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

  /// Whether a file that can be read begins as the binary form of a program does.
  /// - Parameter path: any path.
  public static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
      let file = FileHandle(forReadingAtPath: path)
    else { return false }
    defer { try? file.close() }
    let start = try? file.read(upToCount: ProgramFile.magic.count)
    return start.map { ProgramFile.isProgram(Array($0)) } ?? false
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
    guard !request.tokens.isEmpty || !request.texts.isEmpty else {
      throw RunFailure(
        .usage, "\(request.file): no input: give --tokens 101,2023,102, or --text with --model")
    }
    let chip = try RunFailure.readingInput { try SpecLibrary.chip(request.hardware) }
    let bytes = try FileReading.bytes(of: request.file, limit: largestFile_bytes)
    let program = try RunFailure.readingInput {
      try ProgramFile.read(bytes, file: request.file)
    }
    try check(program, file: request.file, on: chip)
    let machine = try RunFailure.readingInput { try VirtualNPU(program: program, chip: chip) }
    var warnings: [String] = []
    var tokens = request.tokens
    if !request.texts.isEmpty {
      let model = try RunFailure.readingInput {
        try LoadedModel.load(folder: request.modelFolder)
      }
      tokens += ModelRun.tokenise(request.texts, with: model.tokenizer, warnings: &warnings)
    }
    let executions = try ParallelTexts.map(tokens, threads: request.threads) {
      text throws(RunFailure) in
      try RunFailure.readingInput { try machine.run(tokens: text, settings: request.settings) }
    }
    guard executions.count == tokens.count else { throw RunFailure(.internalError, "interrupted") }
    for (index, execution) in executions.enumerated() {
      try ModelRun.checkFinite(execution.output, of: "chip", text: index)
    }
    return report(
      request, machine: machine, tokens: tokens, executions: executions, warnings: warnings)
  }

  /// What a program's file says and only a chip can judge.
  private static func check(
    _ program: Program, file: String, on chip: ChipSpec
  ) throws(RunFailure) {
    guard program.chipHash == chip.hash else {
      throw RunFailure(
        .badInput,
        "\(file): found a program for \(program.chip) with the description \(program.chipHash), "
          + "expected one for \(chip.name), whose description has the hash \(chip.hash)")
    }
    let geometry = chip.geometry
    for array in program.arrays {
      let placement = array.placement
      let rows = ceilingDivide(array.inputs, geometry.tileRows)
      let columns = ceilingDivide(array.outputs, geometry.tileColumns)
      guard placement.rowTiles == rows, placement.columnTiles == columns,
        placement.tiles.allSatisfy({ $0 < geometry.linearTiles })
      else {
        throw RunFailure(
          .badInput,
          "\(file): \(array.name): found tiles \(placement.rowTiles)x\(placement.columnTiles), "
            + "expected \(rows)x\(columns) below \(geometry.linearTiles)")
      }
    }
    for instruction in program.instructions {
      guard let move = instruction.operation as? Instruction.Move else { continue }
      let stops = move.routes.flatMap { $0.paths.flatMap(\.self) }
      if let stop = stops.first(where: { $0 >= geometry.meshTiles }) {
        throw RunFailure(
          .badInput,
          "\(file): \(instruction.name): found tile \(stop), expected one below "
            + "\(geometry.meshTiles)")
      }
    }
  }

  private static func report(
    _ request: Request, machine: VirtualNPU, tokens: [[Int]], executions: [VirtualNPU.Execution],
    warnings: [String]
  ) -> ProgramReport {
    let (program, chip, settings) = (machine.program, machine.chip, request.settings)
    var record = executions[0].record
    for execution in executions.dropFirst() { record.append(execution.record) }
    let start = machine.start()
    let budget = ChipBudget(record: record, chip: chip)
    let provenance = Provenance(
      arguments: request.arguments, seed: settings.seed, specHash: chip.hash)
    return ProgramReport(
      provenance: [
        .init("format_version", .number(UInt64(provenance.formatVersion))),
        .init("program_version", .word(provenance.programVersion)),
        .init("seed", .number(provenance.seed)), .init("spec_hash", .word(chip.hash)),
      ],
      arguments: request.arguments, model: program.model,
      listing: program.instructions.map(Listing.line), hardware: chip.name,
      settings: [
        .init("fidelity", .word(settings.fidelity.word.rawValue)),
        .init("draws", .word(settings.draws.rawValue)),
        .init("samples", .number(UInt64(settings.samples))),
        .init("precision", .word(Listing.describe(program.precision))),
        .init("seed", .number(settings.seed)),
      ],
      chip: EventReport.machine(executions, record: record, budget: budget),
      start: .init(record: start, budget: ChipBudget(record: start, chip: chip)),
      outputs: zip(tokens, executions).map { .init(tokenIDs: $0, values: $1.output) },
      warnings: warnings + RunWarnings.warnings(budget: budget, chip: chip, record: record)
        + RunWarnings.devices(chip, program: program, fidelity: settings.fidelity.word))
  }

  /// One JSON document, with a final newline.
  /// - Parameter report: the report.
  /// - Returns: the text.
  public static func json(of report: ProgramReport) -> String {
    ProgramDocument.document(of: report).text() + "\n"
  }

  /// The report as text.
  /// - Parameter report: the report.
  /// - Returns: the text.
  public static func terminal(of report: ProgramReport) -> String {
    ProgramTables.text(of: report)
  }
}
