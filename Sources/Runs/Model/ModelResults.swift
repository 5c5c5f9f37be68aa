import ByteFormats
import ChipComponents
import EnergyBudgets
import ExecutionRecords
import HardwareSpecs
import Jobs
import MappingChecks
import Reports
import TransformerModels
import VirtualChip

/// Turns the executions of a run into a report.
struct ModelResults {
  let request: ModelRun.Request
  let devices: [DeviceSpec]
  let measured: [MeasuredDevice]
  let model: LoadedModel
  /// The model as it was run, with the positions that were asked for.
  let graph: ModelGraph
  let machine: VirtualChip
  /// The places of the texts that were run among those that were given.
  let places: [Int]
  /// Of the texts that were run.
  let tokens: [[Int]]
  /// How many of them the vocabulary does not spell, a text each.
  let unknownTokens: [Int]
  let texts: FoldedTexts
  /// The dense executor's outputs.
  let references: [[Float]]
  /// What ran beside it.
  let beside: CompanionRuns
  let warnings: [String]
  /// What the model's head makes of rows of its output.
  let logits: ([Float]) -> [Float]

  /// The report, without dies.
  ///
  /// - Throws: `RunFailure` for outputs that are not finite.
  func report() throws -> RunReport {
    let chip = machine.chip
    let record = texts.record.record
    let prices = DrawnPrices(chip)
    let budget = ChipBudget(record: record, prices: prices)
    let outputs = try outputs()
    // After Ctrl-C nobody waits for half a million pairs.
    let mostPaired =
      Interruption.isRequested ? Similarity.mostTextsAfterInterruption : Similarity.mostTexts
    let pairs = try Similarity.pairs(outputs, most: mostPaired, threads: request.threads)
    func priced(_ record: ExecutionRecord) -> RunReport.Machine {
      .init(record: record, budget: ChipBudget(record: record, prices: prices))
    }
    func costs(
      _ record: ExecutionRecord, _ throughput: Throughput, texts: Int = outputs.count
    ) -> TextCosts {
      TextCosts(of: record, at: prices, texts: texts, throughput: throughput)
    }
    var report = RunReport(
      provenance: Provenance(
        arguments: request.arguments, seed: request.settings.seed, specHash: chip.hash),
      model: ModelName(name: model.name, parameters: model.parameterCount),
      hardware: ChipName(name: chip.name, summary: chip.summary, hash: chip.hash),
      settings: RunSettingsList.settings(of: request, chip: chip),
      accuracy: Similarity.accuracy(outputs, pairs: pairs), outputs: outputs,
      chip: EventReport.machine(texts, record: record, budget: budget),
      start: priced(machine.start()), twin: priced(DigitalTwin.record(of: record)))
    report.defaultSettings = RunSettingsList.defaults(of: request, chip: chip)
    report.showsBreakdown = request.showsBreakdown
    report.area_mm2 = ChipPlan(chip).parts?.floor.area.value
    report.chip.times = TimeShares(texts.times)
    report.analogTwin = AnalogTwin.record(of: record).map(priced)
    report.pairs = pairs
    let tokenCount = tokens.prefix(outputs.count).reduce(0) { $0 + $1.count }
    report.chip.correction = EventCorrection(
      of: request.settings, on: chip,
      meanTokens: Double(tokenCount) / Double(max(1, outputs.count)))
    report.floorCosine = request.floorCosine
    report.twinCosine = beside.twinCosine
    if let potts = beside.potts {
      report.others = [
        RunReport.Other(
          name: potts.settings.attention.words.dynamics.rawValue, texts: potts.texts,
          cosineMean: potts.cosineMean,
          costs: costs(potts.record, potts.throughputs.chip, texts: potts.texts),
          twin: costs(
            DigitalTwin.record(of: potts.record), potts.throughputs.twin, texts: potts.texts))
      ]
    }
    if let (overlapping, twin) = beside.throughputs {
      report.chip.costs = costs(record, overlapping)
      report.twin.costs = costs(report.twin.record, twin)
      if let analog = report.analogTwin { report.analogTwin?.costs = costs(analog.record, twin) }
    }
    report.ceilings = CeilingPrices(record: record, prices: prices)
    report.devices = DeviceRuns.costs(of: graph, tokens: tokens, on: devices)
    let measuredRuns = MeasuredRuns(
      of: graph, longestText: tokens.map(\.count).max() ?? 0, on: measured)
    report.measured = measuredRuns.shown
    report.uncertainty = RunUncertainty(of: report, at: prices)
    report.retrieval = try request.retrieval.flatMap { try RetrievalReport($0, outputs: outputs) }
    report.warnings = warnings
    if outputs.count > mostPaired {
      report.warnings.append(
        "similarities compare the first \(mostPaired) of \(outputs.count) texts")
    }
    let doubts = RunWarnings.soundness(
      beside.soundness, cosine: report.accuracy.cosineMean, floor: RunWarnings.soundCosine)
    report.doubts = doubts.map { String($0.prefix { $0 != ":" }) }
    report.warnings +=
      measuredRuns.sentences + doubts + RunWarnings.overlapping(request.settings)
      + RunWarnings.warnings(budget: budget, chip: chip, record: record)
      + RunWarnings.devices(
        chip, program: machine.program, fidelity: request.settings.fidelity.word,
        followsDie: request.control != nil)
    return report
  }

  private func outputs() throws -> [RunReport.Output] {
    try zip(texts.finished, references).enumerated().map { index, pair in
      let (output, reference) = pair
      try Outputs.checkFinite(output, of: "chip", text: places[index])
      try Outputs.checkFinite(reference, of: "reference", text: places[index])
      let (ids, task) = (tokens[index], graph.head?.task)
      func vector(_ output: [Float]) -> [Float] {
        HeadScores.vector(of: output, tokens: ids.count, task: task)
      }
      func scores(_ output: [Float]) -> HeadScores? {
        HeadScores(
          of: output, tokens: ids, task: task, tokenizer: model.tokenizer, logits: logits)
      }
      var result = RunReport.Output(
        text: request.inputs[places[index]].text, tokenIDs: ids.map(TokenWord.id),
        embedding: vector(output), referenceEmbedding: vector(reference),
        cosine: try Outputs.cosine(output, reference), unknownTokens: unknownTokens[index],
        index: places[index])
      if let pair = request.inputs[places[index]].pair {
        (result.pair, result.typeIDs) = (pair, ids.map(TokenWord.type))
      }
      (result.scores, result.referenceScores) = (scores(output), scores(reference))
      return result
    }
  }
}
