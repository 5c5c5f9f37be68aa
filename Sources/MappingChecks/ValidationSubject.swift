import ChipPrograms
package import DenseExecutor
package import HardwareSpecs
import Jobs
package import ModelCompiler
import Synchronization
package import TransformerModels
package import VirtualChip

/// A model, a chip and texts, with the runs that several checks share.
///
/// A model that does not fit is run on the same chip with as much of everything as it needs, so that
/// what can be said of its numbers is said.
package final class ValidationSubject {
  /// What a variation may change.
  struct Variation {
    /// The chip: times and device laws, not the sizes that a program was compiled for.
    var chip: ChipSpec
    /// Bits and their use.
    var precision: Precision
    /// A threshold for all gates.
    var gateThreshold: GateThreshold?
  }

  /// The model.
  package let graph: ModelGraph
  /// The chip as described.
  package let chip: ChipSpec
  /// Token ids of the texts.
  package let tokens: [[Int]]
  /// Settings and limits.
  package let options: ValidationOptions
  /// What the model needs; the error if no energy terms stand for it.
  package let needs: Result<CapacityNeeds, CompileError>
  /// Why the model cannot run on the chip as described; `nil` if it can.
  package let fault: String?
  /// The machine that runs it: the chip's own if there is no fault, else one of ample size; `nil` if no
  /// size helps.
  package let machine: VirtualChip?

  private let reference: (ModelGraph) -> DenseExecutor
  private var references: [[Float]]?
  private var expected: [[Float]]?
  private var drawn: [VirtualChip.Execution]?
  private var keptTraces: [VirtualChip.Trace]?

  /// Compiles the model.
  ///
  /// - Parameters:
  ///   - graph: the model.
  ///   - chip: the chip's description.
  ///   - tokens: token ids of at least one text.
  ///   - options: settings and limits.
  ///   - reference: makes the dense reference when it is first asked for.
  package init(
    graph: ModelGraph, chip: ChipSpec, tokens: [[Int]], options: ValidationOptions,
    reference: @escaping (ModelGraph) -> DenseExecutor = { DenseExecutor(graph: $0) }
  ) {
    self.reference = reference
    self.graph = graph
    self.chip = chip
    self.tokens = tokens
    self.options = options
    let needs = Result<CapacityNeeds, CompileError> { () throws(CompileError) in
      try CapacityNeeds(of: graph, on: chip, precision: options.precision)
    }
    self.needs = needs
    let variation = Variation(
      chip: chip, precision: options.precision, gateThreshold: options.gateThreshold)
    do {
      let machine = try Self.machine(graph, variation, options.control)
      var settings = options.settings
      settings.fidelity = .sampled
      try machine.check(settings)
      self.machine = machine
      fault = nil
    } catch {
      fault = "\(error)"
      var ample = variation
      if case .success(let needs) = needs { ample.chip = Self.ample(chip, for: needs) }
      machine = try? Self.machine(graph, ample, options.control)
    }
  }

  private static func machine(
    _ graph: ModelGraph, _ variation: Variation,
    _ control: ((Program, ChipSpec) throws -> Program)?
  ) throws -> VirtualChip {
    let program = try ModelCompiler.compile(
      graph, for: variation.chip, precision: variation.precision,
      gateThreshold: variation.gateThreshold)
    return try VirtualChip(
      program: control?(program, variation.chip) ?? program, chip: variation.chip)
  }

  /// The chip with room for everything that the needs list, and for all legal widths.
  private static func ample(_ chip: ChipSpec, for needs: CapacityNeeds) -> ChipSpec {
    var chip = chip
    let geometry = chip.geometry
    chip.geometry.linearTiles = max(geometry.linearTiles, needs.allTiles)
    chip.geometry.raceTiles = max(geometry.raceTiles, 1)
    chip.geometry.gateAgents = max(geometry.gateAgents, 1)
    chip.geometry.normUnits = max(geometry.normUnits, 1)
    chip.geometry.couplingBits = max(geometry.couplingBits, Precision.weightBitRange.upperBound)
    chip.geometry.activationBits = max(
      geometry.activationBits, Precision.activationBitRange.upperBound)
    chip.geometry.tileRows = max(geometry.tileRows, needs.raceRows.map(\.amount).max() ?? 1)
    chip.geometry.maximumFanIn = nil
    let stored = needs.tables.reduce(needs.buffers_bits) { $0 + $1.amount }
    chip.memory.onChip_bits = max(chip.memory.onChip_bits, stored * chip.dies.count)
    if case .converter(let bits, let columns) = chip.timing.readOut {
      let needed = Int.bitWidth - chip.geometry.tileRows.leadingZeroBitCount
      chip.timing.readOut = .converter(bits: max(bits, needed), columnsPerConverter: columns)
    }
    return chip
  }

  // MARK: - Runs

  /// Runs texts until somebody asks to stop.
  var runner: JobRunner {
    var runner = JobRunner(threads: options.threads)
    runner.isInterrupted = options.isInterrupted
    return runner
  }

  /// The machine of ample size or its own; a check that needs one is made only if there is one.
  func requireMachine() throws(MappingError) -> VirtualChip {
    guard let machine else { throw .noMachine(fault ?? "no machine") }
    return machine
  }

  /// The settings at another fidelity, and with another number of samples.
  func settings(_ fidelity: Fidelity.Word, samples: Int? = nil) -> RunSettings {
    var settings = options.settings
    settings.fidelity = fidelity.fidelity(die: settings.fidelity.die)
    if let samples { settings.samples = samples }
    return settings
  }

  /// All texts on a machine.
  ///
  /// - Throws: `MappingError` for a text that the machine refuses, outputs that are not finite, and
  ///   Ctrl-C.
  func executions(
    on machine: VirtualChip, _ settings: RunSettings
  ) throws(MappingError) -> [VirtualChip.Execution] {
    let job = TextsJob(machine: machine, tokens: tokens, settings: settings)
    let found = Mutex([VirtualChip.Execution?](repeating: nil, count: tokens.count))
    try MappingError.reading {
      try runner.runBriefly(job, keys: tokens.indices) { place, execution in
        found.withLock { $0[place] = execution }
      }
    }
    let all = found.withLock { $0 }.compactMap(\.self)
    guard all.count == tokens.count else { throw MappingError.interrupted }
    for (index, execution) in all.enumerated() {
      try Outputs.checkFinite(execution.output, of: "chip", text: index)
    }
    return all
  }

  /// The dense reference's outputs.
  package func referenceOutputs() throws(MappingError) -> [[Float]] {
    if let references { return references }
    let (executor, tokens) = (reference(graph), tokens)
    let blocks = DenseExecutor.blocks(of: tokens)
    let results = try MappingError.reading {
      try runner.map(blocks) { try executor.run(block: $0, of: tokens) }
    }
    guard results.count == blocks.count else { throw .interrupted }
    let outputs = results.flatMap(\.self)
    for (index, output) in outputs.enumerated() {
      try Outputs.checkFinite(output, of: "reference", text: index)
    }
    references = outputs
    return outputs
  }

  /// Outputs with infinitely many samples.
  func expectation() throws(MappingError) -> [[Float]] {
    if let expected { return expected }
    let outputs = try executions(on: try requireMachine(), settings(.expectation)).map(\.output)
    expected = outputs
    return outputs
  }

  /// Outputs with infinitely many samples on a variation of the chip or of the mapping.
  ///
  /// A variation of precision is compiled for a chip that holds it, whatever this one holds.
  func expectation(
    varying change: (inout Variation) -> Void
  ) throws(MappingError) -> [[Float]] {
    let base = try requireMachine()
    var variation = Variation(
      chip: base.chip, precision: options.precision, gateThreshold: options.gateThreshold)
    change(&variation)
    let machine = try MappingError.computing {
      if variation.precision == options.precision,
        variation.gateThreshold == options.gateThreshold
      {
        // The mapping is the same on both chips.
        var program = base.program
        program.chip?.hash = variation.chip.identity
        return try VirtualChip(program: program, chip: variation.chip)
      }
      let needs = try CapacityNeeds(
        of: graph, on: variation.chip, precision: variation.precision)
      variation.chip = Self.ample(variation.chip, for: needs)
      return try Self.machine(graph, variation, options.control)
    }
    return try executions(on: machine, settings(.expectation)).map(\.output)
  }

  /// The texts with the samples that the settings ask for, each draw with its exact law.
  package func sampled() throws(MappingError) -> [VirtualChip.Execution] {
    if let drawn { return drawn }
    let all = try executions(on: try requireMachine(), settings(.sampled))
    drawn = all
    return all
  }

  /// At most this many texts are looked into value by value.
  package static let mostTraces = 8

  /// Every value of the first texts, with infinitely many samples.
  package func traces() throws(MappingError) -> [VirtualChip.Trace] {
    if let keptTraces { return keptTraces }
    let machine = try requireMachine()
    let settings = settings(.expectation)
    let first = Array(tokens.prefix(Self.mostTraces))
    let all = try runner.map(first) { text throws(MappingError) in
      try MappingError.reading { try machine.trace(tokens: text, settings: settings) }
    }
    guard all.count == first.count else { throw MappingError.interrupted }
    keptTraces = all
    return all
  }

  // MARK: - Comparison

  /// Mean and smallest cosine between two lists of outputs, text by text.
  func cosines(
    _ left: [[Float]], _ right: [[Float]]
  ) throws(MappingError) -> (mean: Double, smallest: Double) {
    let all = try MappingError.computing {
      try zip(left, right).map { try Outputs.cosine($0, $1) }
    }
    return (all.reduce(0, +) / Double(max(all.count, 1)), all.min() ?? 0)
  }

  /// Mean cosine of outputs with the reference's.
  func cosine(_ outputs: [[Float]]) throws(MappingError) -> Double {
    try cosines(outputs, try referenceOutputs()).mean
  }
}
