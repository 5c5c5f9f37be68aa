public import ChipPrograms
import DenseExecutor
import EnergyBudgets
import ExecutionRecords
import Foundation
public import HardwareSpecs
import Jobs
import ModelCompiler
import MappingChecks
public import MoebiusGeometry
import Reports
import SampleStatistics
import Synchronization
import TransformerModels
public import VirtualChip

/// The main job: compile a model, simulate it, run the dense reference, compare.
public enum ModelRun {
  /// Mean cosine below which no costs are compared, unless a request says otherwise.
  public static let defaultFloorCosine = 0.99

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
    /// Mean cosine below which no costs are compared.
    public var floorCosine = ModelRun.defaultFloorCosine
    /// Whether the text for a terminal has the tables of where energy and time go.
    public var showsBreakdown = false
    /// Thermostat, calibration and errors of β; `nil` where none is asked for.
    public var control: ControlRequest?
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
    try RunFailure.ending { try report(request) }
  }

  private static func report(_ request: Request) throws -> RunReport {
    let prepared = try ModelPreparation(request)
    let (chip, model, graph) = (prepared.chip, prepared.model, prepared.graph)
    var (tokens, warnings) = (prepared.tokens, prepared.warnings)
    if let sentence = prepared.positionWarning {
      warnings.append(sentence + ", the checkpoint's weights without its learned positions")
    }
    if let sentence = prepared.latticeWarning { warnings.append(sentence) }
    let settings = prepared.settings
    var program = try ModelCompiler.compile(
      graph, for: chip, precision: request.precision, gateThreshold: request.gateThreshold)
    if let control = request.control, control.thermostat != .off {
      program =
        try ThermostatCalibration(
          program, on: chip, control, tokenizer: model.tokenizer, settings: settings,
          threads: request.threads
        ).program
    }
    let machine = try VirtualChip(program: program, chip: chip)
    let start = ContinuousClock.now
    let texts = try simulate(tokens, on: machine, settings: settings, request: request)
    let count = texts.record.count
    // A checkpoint holds events of earlier processes as well.
    if request.checkpoint == nil {
      EventReport.showRate(texts.events, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
    if count < tokens.count {
      guard count > 0 else { throw InterruptedError() }
      let further = request.checkpoint.map { "; the same command goes on from \($0)" } ?? ""
      warnings.append(
        "interrupted: \(count) of \(tokens.count) texts were run\(further)")
      tokens.removeLast(tokens.count - count)
    }
    let executor = DenseExecutor(graph: graph)
    let references = try executor.run(tokens: tokens, threads: request.threads)
    try checkRange(of: references, tokens: tokens, graph: graph, executor)
    let beside = try CompanionRuns(
      tokens: tokens, references: references, on: machine, settings: settings,
      threads: request.threads)
    var report = try ModelResults(
      request: request, devices: prepared.devices, measured: prepared.measured, model: model,
      graph: graph, machine: machine, tokens: tokens,
      unknownTokens: prepared.unknownTokens, texts: texts, references: references,
      beside: beside,
      warnings: warnings, logits: executor.logits(ofRows:)
    ).report()
    report.control = request.control.map {
      ControlResult($0, texts: texts, machine: machine, settings: settings)
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

  /// Refuses a reference that left float32, with the node of the model where it did.
  ///
  /// - Throws: `MappingError.notFinite`.
  private static func checkRange(
    of references: [[Float]], tokens: [[Int]], graph: ModelGraph, _ executor: DenseExecutor
  ) throws {
    guard
      let text = references.firstIndex(where: { $0.contains { !$0.isFinite } })
    else { return }
    let values = try executor.values(tokens: tokens[text])
    let node = graph.nodes.first { node in
      values[node.name]?.elements.contains { !$0.isFinite } ?? false
    }
    try Outputs.checkFinite(
      references[text], of: "reference" + (node.map { ", from \($0.name) on," } ?? ""), text: text)
  }

  private static func simulate(
    _ tokens: [[Int]], on machine: VirtualChip, settings: RunSettings, request: Request
  ) throws -> FoldedTexts {
    let runner = JobRunner(
      threads: request.threads,
      progress: ProgressBar("simulating", total: tokens.count, unit: "texts"))
    guard let path = request.checkpoint else {
      return try FoldedTexts.run(tokens, on: machine, settings: settings, runner: runner)
    }
    let job = EventTextsJob(machine: machine, tokens: tokens, settings: settings, path: path)
    let texts = Mutex(FoldedTexts(count: tokens.count, of: machine.program))
    try runner.run(job, keys: tokens.indices, checkpoint: path) { place, execution in
      texts.withLock { $0.add(execution, at: place) }
    }
    let folded = texts.withLock { $0 }
    guard folded.record.count > 0 else {
      throw InterruptedError(
        "interrupted before the first text was through: the same command goes on from \(path)")
    }
    return folded
  }
}
