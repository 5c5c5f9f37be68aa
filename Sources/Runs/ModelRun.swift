public import ChipPrograms
import DenseExecutor
import EnergyBudgets
import ExecutionRecords
import Foundation
public import HardwareSpecs
import LatticeCompiler
public import MoebiusGeometry
public import Reports
import SampleStatistics
import TransformerModels
public import VirtualNPU

/// The main job: compile a model, simulate it, run the dense reference, compare.
public enum ModelRun {
  /// What to run.
  public struct Request: Sendable {
    /// Folder of the model.
    public var modelFolder: String
    /// The texts.
    public var texts: [String]
    /// Name or file of the chip.
    public var hardware: String
    /// Names or files of reference devices.
    public var references: [String]
    /// Bits and their use.
    public var precision: Precision
    /// A threshold for all gates; `nil` for each activation's own.
    public var gateThreshold: GateThreshold?
    /// How norms settle; `nil` for the chip's own way.
    public var normMethod: NormMethod?
    /// Places of tokens in place of the model's own; `nil` leaves those.
    public var position: PositionFlow?
    /// Cells of tokens; `nil` where tokens share the tiles of their heads.
    public var tokenLattice: TokenLattice?
    /// Fidelity, agents, samples and seed.
    public var settings: RunSettings
    /// Threads over texts.
    public var threads: Int
    /// A file that holds the state of a run at fidelity `event` and from which it goes on.
    public var checkpoint: String?
    /// Arguments of the command, for the provenance.
    public var arguments: [String]
    /// Manufactured chips to run on besides the first; `nil` for that one alone.
    public var dies: DieRuns.Request?

    /// Creates a request.
    public init(
      modelFolder: String, texts: [String], hardware: String, references: [String],
      precision: Precision, gateThreshold: GateThreshold?, normMethod: NormMethod? = nil,
      position: PositionFlow? = nil, tokenLattice: TokenLattice? = nil, settings: RunSettings,
      threads: Int, arguments: [String]
    ) {
      self.modelFolder = modelFolder
      self.texts = texts
      self.hardware = hardware
      self.references = references
      self.precision = precision
      self.gateThreshold = gateThreshold
      self.normMethod = normMethod
      self.position = position
      self.tokenLattice = tokenLattice
      self.settings = settings
      self.threads = threads
      self.arguments = arguments
    }
  }

  /// Does the job.
  ///
  /// - Throws: `RunFailure` for files, specs, models or texts that cannot be used, and for models
  ///   that do not fit the chip.
  public static func perform(_ request: Request) throws(RunFailure) -> RunReport {
    // Descriptions first: a mistake in a name should not cost a minute of simulation.
    var chip = try RunFailure.readingInput { try SpecLibrary.chip(request.hardware) }
    // The description's hash stays: the settings of the report say what differs from it.
    if let method = request.normMethod { chip.timing.normMethod = method }
    let devices = try RunFailure.readingInput {
      try request.references.map { try SpecLibrary.device($0) }
    }
    let model = try RunFailure.readingInput { try LoadedModel.load(folder: request.modelFolder) }
    var warnings: [String] = []
    var tokens = tokenise(request.texts, with: model.tokenizer, warnings: &warnings)
    var graph = model.graph
    if let flow = request.position {
      graph = graph.positioned(by: flow)
      warnings.append(
        "positions by the flow \(flow): chip and reference run a model that was not trained, the "
          + "checkpoint's weights without its learned positions")
    }
    let machine = try RunFailure.readingInput { [graph] in
      let program = try LatticeCompiler.compile(
        graph, for: chip, precision: request.precision,
        gateThreshold: request.gateThreshold)
      return try VirtualNPU(program: program, chip: chip)
    }
    var settings = request.settings
    if let lattice = request.tokenLattice {
      settings.tokenWires = try lattice.wires(mostTokens: tokens.map(\.count).max() ?? 1)
      warnings.append(try lattice.sentence(tokenCounts: tokens.map(\.count)))
    }
    let start = ContinuousClock.now
    let executions = try simulate(tokens, on: machine, settings: settings, request: request)
    // A checkpoint holds events of earlier processes as well.
    if request.checkpoint == nil {
      EventReport.showRate(executions, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
    if executions.count < tokens.count {
      guard !executions.isEmpty else { throw RunFailure(.internalError, "interrupted") }
      let further = request.checkpoint.map { "; the same command goes on from \($0)" } ?? ""
      warnings.append(
        "interrupted: \(executions.count) of \(tokens.count) texts were run\(further)")
      tokens.removeLast(tokens.count - executions.count)
    }
    let references = try RunFailure.computing {
      try DenseExecutor(graph: graph).run(tokens: tokens, threads: request.threads)
    }
    var report = try RunFailure.computing {
      try Self.report(
        request: request, chip: chip, devices: devices, model: model, graph: graph,
        machine: machine,
        tokens: tokens, executions: executions, references: references, warnings: warnings)
    }
    if let dies = request.dies {
      let outcome = try DieRuns.perform(
        dies, tokens: tokens, references: references, firstCosines: report.outputs.map(\.cosine),
        machine: machine, settings: settings, threads: request.threads)
      report.dies = outcome.statistics
      report.warnings += outcome.warnings
    }
    return report
  }

  static func tokenise(
    _ texts: [String], with tokenizer: Tokenizer, warnings: inout [String]
  ) -> [[Int]] {
    texts.enumerated().map { index, text in
      let encoded = tokenizer.encode(text)
      if encoded.isTruncated {
        warnings.append(
          "text \(index + 1) has \(encoded.untruncatedCount) tokens: "
            + "cut to the first \(encoded.ids.count)")
      }
      return encoded.ids
    }
  }

  private static func simulate(
    _ tokens: [[Int]], on machine: VirtualNPU, settings: RunSettings, request: Request
  ) throws(RunFailure) -> [VirtualNPU.Execution] {
    let progress = ProgressBar("simulating", total: tokens.count, unit: "texts")
    defer { progress.finish() }
    if let path = request.checkpoint {
      return try CheckpointedRun(path: path, tokens: tokens, settings: settings, machine: machine)
        .perform(threads: request.threads) { progress.advance() }
    }
    return try ParallelTexts.map(tokens, threads: request.threads) { text throws(RunFailure) in
      let execution = try RunFailure.readingInput {
        try machine.run(tokens: text, settings: settings)
      }
      progress.advance()
      return execution
    }
  }

  /// Weights that are finite can still leave float32 on their way through the layers.
  static func checkFinite(
    _ output: [Float], of machine: String, text: Int
  ) throws(RunFailure) {
    guard let index = output.firstIndex(where: { !$0.isFinite }) else { return }
    throw RunFailure(
      .badInput,
      "text \(text + 1): output \(index) of the \(machine) is \(output[index]), expected a finite "
        + "number: the model's values leave float32")
  }

  private static func report(
    request: Request, chip: ChipSpec, devices: [DeviceSpec], model: LoadedModel,
    graph: ModelGraph, machine: VirtualNPU, tokens: [[Int]], executions: [VirtualNPU.Execution],
    references: [[Float]], warnings: [String]
  ) throws -> RunReport {
    var record = executions[0].record
    for execution in executions.dropFirst() { record.append(execution.record) }
    let twin = DigitalTwin.record(of: record)
    let start = machine.start()
    let outputs = try executions.indices.map { index in
      try Self.checkFinite(executions[index].output, of: "chip", text: index)
      try Self.checkFinite(references[index], of: "reference", text: index)
      return RunReport.Output(
        text: request.texts[index], tokenIDs: tokens[index], embedding: executions[index].output,
        referenceEmbedding: references[index],
        cosine: try Similarity.cosine(executions[index].output, references[index]))
    }
    let pairs = try Similarity.pairs(outputs)
    var warnings = warnings
    if outputs.count > Similarity.mostTexts {
      warnings.append(
        "similarities compare the first \(Similarity.mostTexts) of \(outputs.count) texts")
    }
    let provenance = Provenance(
      arguments: request.arguments, seed: request.settings.seed, specHash: chip.hash)
    let budget = ChipBudget(record: record, chip: chip)
    return RunReport(
      provenance: [
        .init("format_version", .number(UInt64(provenance.formatVersion))),
        .init("program_version", .word(provenance.programVersion)),
        .init("seed", .number(provenance.seed)),
        .init("spec_hash", .word(chip.hash)),
      ],
      arguments: request.arguments, model: model.name, parameters: model.parameterCount,
      hardware: chip.name, hardwareSummary: chip.summary, hardwareHash: chip.hash,
      settings: RunSettingsList.settings(of: request, chip: chip),
      accuracy: Similarity.accuracy(outputs, pairs: pairs), pairs: pairs, outputs: outputs,
      chip: EventReport.machine(executions, record: record, budget: budget),
      start: .init(record: start, budget: ChipBudget(record: start, chip: chip)),
      twin: .init(record: twin, budget: ChipBudget(record: twin, chip: chip)),
      ceilings: CeilingPrices(record: record, chip: chip),
      devices: DeviceRuns.costs(of: graph, tokens: tokens, on: devices),
      warnings: warnings + RunWarnings.warnings(budget: budget, chip: chip, record: record)
        + RunWarnings.devices(
          chip, program: machine.program, fidelity: request.settings.fidelity.word))
  }
}
