import ChipPrograms
import EnergyBudgets
import HardwareSpecs
import ModelCompiler
import Reports
import TransformerModels
import VirtualChip

/// Estimation without weights: a model's configuration, and what it does, takes and costs on a chip, on what that chip
/// would need to be, and on reference devices.
public enum EstimateRun {
  /// Does the job.
  ///
  /// - Throws: `RunFailure` for descriptions and configurations that cannot be used, and for work that they cannot do.
  public static func perform(_ request: EstimateRequest) throws(RunFailure) -> EstimateReport {
    try RunFailure.ending { try report(request) }
  }

  private static func report(_ request: EstimateRequest) throws -> EstimateReport {
    var described = try SpecLibrary.chip(request.hardware)
    if let method = request.normMethod { described.timing.normMethod = method }
    let (devices, measured) = try SpecLibrary.references(request.references)
    let outline = try ModelOutline.read(configuration: request.configuration)
    var graph = outline.graph
    if let flow = request.position { graph = graph.positioned(by: flow) }
    let work = try work(of: graph, request)
    // A decoder keeps state for the tokens that it will have; an encoder has room for all that it takes.
    if graph.isCausal { graph.maximumTokens = work.context + work.newTokens }
    var report = EstimateReport(
      provenance: Provenance(arguments: request.arguments, specHash: described.hash),
      model: ModelName(name: graph.name, parameters: graph.parameterCount),
      hardware: ChipName(
        name: described.name, summary: described.summary, hash: described.hash),
      settings: settings(of: request, described), batch: request.batch, work: work,
      layers: graph.layerCount, width: graph.hiddenSize)
    report.warnings = outline.notes
    report.stateElements = stateElements(of: graph)
    report.attentionBits = request.precision.attentionBits
    do {
      let needs = try CapacityNeeds(
        of: graph.extended(to: Self.result(of: graph)), on: described,
        precision: request.precision)
      report.needs = needs
      report.machines = try machines(of: graph, on: described, needs, request, work, &report)
    } catch let error as CompileError {
      // The devices' side stands without the chip's.
      report.warnings.append("no estimate on a chip: \(error)")
    }
    report.devices = devices.map {
      DeviceEstimate(
        of: graph, on: $0, batch: request.batch, work, stateElements: report.stateElements)
    }
    if !measured.isEmpty {
      report.warnings.append(
        "left out, known by measurements alone: "
          + measured.map(\.name).joined(separator: ", "))
    }
    return report
  }

  /// The chip as described, and where it does not hold all couplings, with them streamed and resident.
  private static func machines(
    of graph: ModelGraph, on chip: ChipSpec, _ needs: CapacityNeeds,
    _ request: EstimateRequest, _ work: TextWork, _ report: inout EstimateReport
  ) throws -> [MachineEstimate] {
    let bandwidth = request.offChip_bytesPerSecond
    var machines: [MachineEstimate] = []
    do {
      machines.append(
        try MachineEstimate(of: graph, on: ChipVariant(described: chip), request, work))
    } catch let error as CompileError {
      guard case .doesNotFit = error else { throw error }
      report.warnings.append("as described the chip cannot take the model: \(error)")
      machines.append(
        try MachineEstimate(
          of: graph,
          on: .streamed(chip, needs, offChip_bytesPerSecond: bandwidth), request, work))
    }
    guard machines[0].residentShare < 1,
      let resident = ChipVariant.resident(chip, needs, offChip_bytesPerSecond: bandwidth)
    else { return machines }
    machines.append(try MachineEstimate(of: graph, on: resident, request, work))
    report.warnings.append(
      "resident: each norm unit is taken with an adder for every lane of all dies, so silicon and static power of "
        + "norm units grow with the square of the dies: that row's area, power and energy are upper bounds"
    )
    return machines
  }

  /// What the chip sends: the next token of a decoder, taken by its largest logit, or the vector of a text.
  static func result(of graph: ModelGraph) -> ProgramResult {
    graph.head?.task == .nextToken ? .nextToken(.greedy) : .body
  }

  /// How much is asked for.
  ///
  /// - Throws: `RunFailure` for more tokens than the model takes, and for continuations of an encoder.
  private static func work(of graph: ModelGraph, _ request: EstimateRequest) throws -> TextWork {
    let isDecoder = graph.head?.task == .nextToken
    let most = graph.maximumTokens
    if !isDecoder, let tokens = request.newTokens, tokens > 0 {
      throw RunFailure(
        .usage, "new-tokens: found \(tokens) for a model that continues no texts, expected 0")
    }
    let newTokens =
      isDecoder
      ? request.newTokens ?? max(0, min(EstimateRequest.defaultNewTokens, most - 1)) : 0
    let context = request.context ?? max(1, min(EstimateRequest.defaultContext, most - newTokens))
    guard context + newTokens <= most else {
      throw RunFailure(
        .usage,
        "context: found \(context) tokens"
          + (newTokens > 0 ? " and \(newTokens) new ones" : "")
          + ", expected at most the \(most) that \(graph.name) takes")
    }
    return TextWork(context: context, newTokens: newTokens)
  }

  /// Elements of keys and values that a text leaves for its next token.
  private static func stateElements(of graph: ModelGraph) -> Int {
    graph.nodes.reduce(0) { sum, node in
      guard case .attention(let shape) = node.operation, shape.causal else { return sum }
      let tokens = min(graph.maximumTokens, shape.window ?? graph.maximumTokens)
      return sum + 2 * shape.keyValueHeads * shape.headSize * tokens
    }
  }

  private static func settings(of request: EstimateRequest, _ chip: ChipSpec) -> Facts {
    var run = ModelRun.Request(
      modelFolder: request.configuration, texts: [], hardware: request.hardware,
      references: request.references, precision: request.precision,
      gateThreshold: request.gateThreshold, normMethod: request.normMethod,
      position: request.position, settings: request.settings, threads: 1,
      arguments: request.arguments)
    run.settings.fidelity = .expectation
    return RunSettingsList.settings(of: run, chip: chip)
  }
}
