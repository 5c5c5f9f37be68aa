public import ChipPrograms
public import enum DenseAlgebra.WeightFormat
import DenseExecutor
import EnergyBudgets
import ExecutionRecords
import Foundation
public import HardwareSpecs
public import Jobs
import ModelCompiler
import MappingChecks
public import MoebiusGeometry
import Reports
import SampleStatistics
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
    /// The texts, or pairs of texts.
    public var inputs: [InputText]
    /// The prompt before every text, by its name in the model's files; `nil` for the model's default.
    public var promptName: String?
    /// Channels of embeddings that are kept, the first ones; `nil` for what the model's files say.
    public var truncatedWidth: Int?
    /// What the texts are, where documents are looked for; `nil` for texts of their own.
    public var retrieval: RetrievalSet?
    /// How weights of the dense reference are held.
    public var referenceWeights = WeightFormat.float32
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

    /// Creates a request for texts.
    public init(
      modelFolder: String, texts: [String], hardware: String, references: [String],
      precision: Precision, gateThreshold: GateThreshold?, normMethod: NormMethod? = nil,
      position: PositionFlow? = nil, tokenLattice: TokenLattice? = nil, settings: RunSettings,
      threads: Int, arguments: [String]
    ) {
      self.init(
        modelFolder: modelFolder, inputs: texts.map { InputText($0) }, hardware: hardware,
        references: references, precision: precision, gateThreshold: gateThreshold,
        normMethod: normMethod, position: position, tokenLattice: tokenLattice,
        settings: settings, threads: threads, arguments: arguments)
    }

    /// Creates a request for texts and pairs of texts.
    public init(
      modelFolder: String, inputs: [InputText], hardware: String, references: [String],
      precision: Precision, gateThreshold: GateThreshold?, normMethod: NormMethod? = nil,
      position: PositionFlow? = nil, tokenLattice: TokenLattice? = nil, settings: RunSettings,
      threads: Int, arguments: [String]
    ) {
      self.modelFolder = modelFolder
      self.inputs = inputs
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
    var warnings = prepared.warnings
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
          program, on: chip, control, model: model, settings: settings,
          threads: request.threads
        ).program
    }
    let machine = try VirtualChip(program: program, chip: chip)
    let executor = DenseExecutor(graph: graph, weights: request.referenceWeights)
    let blocks = ReferenceBlocks(executor, tokens: prepared.tokens)
    let start = ContinuousClock.now
    let texts = try simulate(
      ReferencedTexts(
        texts: TextsJob(
          machine: machine, tokens: prepared.tokens, settings: settings,
          path: request.checkpoint ?? ""),
        references: blocks),
      count: prepared.tokens.count, of: program, request: request)
    let places = texts.places
    // A checkpoint holds events of earlier processes as well.
    if request.checkpoint == nil {
      EventReport.showRate(texts.events, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
    if places.count < prepared.tokens.count {
      warnings.append(
        try interruption(places, of: prepared.tokens.count, checkpoint: request.checkpoint))
    }
    let tokens = places.map { prepared.tokens[$0] }
    let references = try blocks.outputs(of: places)
    try checkRange(of: references, places: places, tokens: tokens, graph: graph, executor)
    let beside = try CompanionRuns(
      tokens: tokens, references: references, on: machine, settings: settings,
      threads: request.threads)
    var report = try ModelResults(
      request: request, devices: prepared.devices, measured: prepared.measured, model: model,
      graph: graph, machine: machine, places: places, tokens: tokens,
      unknownTokens: places.map { prepared.unknownTokens[$0] }, texts: texts,
      references: references,
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
    of references: [[Float]], places: [Int], tokens: [[Int]], graph: ModelGraph,
    _ executor: DenseExecutor
  ) throws {
    guard
      let text = references.firstIndex(where: { $0.contains { !$0.isFinite } })
    else { return }
    let values = try executor.values(tokens: tokens[text])
    let node = graph.nodes.first { node in
      values[node.name]?.elements.contains { !$0.isFinite } ?? false
    }
    try Outputs.checkFinite(
      references[text], of: "reference" + (node.map { ", from \($0.name) on," } ?? ""),
      text: places[text])
  }

  private static func simulate(
    _ job: ReferencedTexts, count: Int, of program: Program, request: Request
  ) throws -> FoldedTexts {
    let runner = JobRunner(
      threads: request.threads,
      progress: ProgressBar("simulating", total: count, unit: "texts"))
    return try FoldedTexts.run(
      job, count: count, of: program, runner: runner, checkpoint: request.checkpoint)
  }

  /// What is said of a run that Ctrl-C stopped: how many texts there are, and which if there are gaps.
  ///
  /// - Throws: `InterruptedError` where there are none.
  static func interruption(
    _ places: [Int], of count: Int, checkpoint: String?
  ) throws(InterruptedError) -> String {
    let further = checkpoint.map { "the same command goes on from \($0)" }
    guard let last = places.last else {
      throw InterruptedError(
        "interrupted before the first text was through" + (further.map { ": " + $0 } ?? ""))
    }
    let named = last == places.count - 1 ? "" : ": texts " + PlaceRanges.words(places)
    return "interrupted: \(places.count) of \(count) texts were run\(named)"
      + (further.map { "; " + $0 } ?? "")
  }
}
