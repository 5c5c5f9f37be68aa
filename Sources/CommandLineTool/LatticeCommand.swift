import ArgumentParser
import Foundation
import LatticePhysics
import Runs
import Sampling

/// `ising-npu lattice`.
struct LatticeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lattice",
    abstract: "Lattice physics: observables against temperature, critical points, pictures.",
    discussion: """
      Energies are E = −Σ J s s − h Σ s, probabilities e^{−βE}, times mean intervals of an agent's \
      clock. `lattice --list` shows all lattices, boundaries and engines.
      """)

  @Flag(help: "List lattices, boundaries, couplings and engines.")
  var list = false

  @Option(help: "The lattice, a name of `lattice --list`. (default: square)")
  var lattice: String?

  @Option(
    parsing: .upToNextOption,
    help: "Sizes, e.g. 64 or 64x32. From several, critical points are estimated.")
  var size: [String] = []

  @Option(help: "Boundary condition.")
  var boundary: String?

  @OptionGroup(title: "Lattice parameters") var parameters: LatticeParameterOptions
  @OptionGroup(title: "Couplings") var couplings: CouplingOptions

  @Option(
    parsing: .upToNextOption,
    help: "Inverse temperatures: values, or start:end:count. (default: 0.44)")
  var beta: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: "Temperatures 1/β instead: values, or start:end:count.")
  var temperature: [String] = []

  @OptionGroup(title: "Engine") var engine: EngineOptions

  @Option(help: "Measured sweeps of each replica.")
  var sweeps = 10_000

  @Option(help: "Sweeps before the first measurement.")
  var warmUp = 1000

  @Option(help: "Sweeps from one measurement to the next.")
  var measureEvery = 1

  @Option(help: "Independent chains at each temperature.")
  var replicas = 4

  @Option(help: "Where chains begin: up, random (default: up for ferromagnets).")
  var start: String?

  @Flag(help: "Measure correlations in space: correlation.csv, the correlation length.")
  var correlations = false

  @Flag(help: "Compare replicas site by site: overlap.csv, the overlap of spin glasses.")
  var overlap = false

  @Flag(help: "Write all energies, magnetisations and last spins as .npy (needs --out).")
  var series = false

  @Flag(help: "Show a chain on the terminal while it runs.")
  var live = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if list, let option = common.output.given, option != "json" {
      throw ValidationError(
        "list: found it with --\(option), expected it alone or with --json: it prints text")
    }
    for (name, value, range) in [
      ("sweeps", sweeps, 1...1_000_000_000), ("warm-up", warmUp, 0...1_000_000_000),
      ("measure-every", measureEvery, 1...1_000_000), ("replicas", replicas, 1...4096),
    ] where !range.contains(value) {
      throw ValidationError(
        "\(name): found \(value), expected \(range.lowerBound) to \(range.upperBound)")
    }
    guard measureEvery <= sweeps else {
      throw ValidationError(
        "measure-every: found \(measureEvery), expected at most the \(sweeps) sweeps")
    }
    if series, common.output.out == nil {
      throw ValidationError("series: needs --out with a folder for the files")
    }
  }

  func run() throws {
    if list {
      return try Output.write(
        common.output.json ? try LatticeRun.listJSON() : LatticeRun.list())
    }
    let output = try common.output.output()
    let report = try LatticeRun.perform(
      LatticeRequest(
        recipe: LatticeRecipe(
          lattice: lattice, sizes: size, boundary: boundary, parameters: parameters.values,
          couplings: couplings.request, field: couplings.field,
          fieldDeviation: couplings.fieldDeviation),
        engine: engine.request, plan: try plan, threads: try common.threadCount(),
        arguments: CommonOptions.arguments))
    try output.write(report, print: Output.write)
  }

  private var plan: SamplingPlan {
    get throws {
      var plan = SamplingPlan(
        betas: try LatticeRun.betas(betas: beta, temperatures: temperature), sweeps: sweeps,
        warmUp: warmUp, measureEvery: measureEvery, replicas: replicas,
        start: try start.map(LatticeRun.start), seed: common.seed)
      plan.statesTemperatures = !temperature.isEmpty
      plan.placesTemperatures = engine.placeTemperatures
      plan.measuresCorrelations = correlations
      plan.measuresOverlaps = overlap
      plan.keepsStates = series
      plan.isWatched = live
      return plan
    }
  }
}

/// Parameters that only some lattices have.
struct LatticeParameterOptions: ParsableArguments {
  @Option(help: "Neighbours a site: random-regular, bethe.")
  var degree: Int?

  @Option(help: "Probability of an edge: erdos-renyi.")
  var probability: Double?

  @Option(help: "Dimensions: hypercubic.")
  var dimension: Int?

  @Option(help: "Corners of a cell: hyperbolic.")
  var p: Int?

  @Option(help: "Cells around a corner: hyperbolic.")
  var q: Int?

  /// The values that were given, by name.
  var values: [String: Double] {
    var values: [String: Double] = [:]
    values["degree"] = degree.map { Double($0) }
    values["probability"] = probability
    values["dimension"] = dimension.map { Double($0) }
    values["p"] = p.map { Double($0) }
    values["q"] = q.map { Double($0) }
    return values
  }
}

/// Couplings and fields.
struct CouplingOptions: ParsableArguments {
  @Option(help: "Law of couplings: uniform, plus-minus, gaussian. (default: uniform)")
  var couplings: String?

  @Option(
    help: "J of uniform and plus-minus couplings, mean of gaussian ones.")
  var coupling: Double?

  @Option(help: "Share of positive couplings: plus-minus.")
  var plusProbability: Double?

  @Option(help: "Standard deviation: gaussian.")
  var deviation: Double?

  @Option(
    help: "A problem file instead of a lattice, in any format of `anneal --list`, with its signs.")
  var couplingFile: String?

  @Option(help: "Its format, a name of `anneal --list`. (default: found from the file)")
  var couplingFormat: String?

  @Option(help: "What it means, where its format leaves that open: max-cut, qubo, ising.")
  var couplingKind: String?

  @Option(
    help: "Uniform field h.")
  var field = 0.0

  @Option(help: "Standard deviation of normal random fields about it.")
  var fieldDeviation = 0.0

  /// The request.
  var request: LatticeRecipe.Couplings {
    if let couplingFile {
      return .file(couplingFile, format: couplingFormat, kind: couplingKind)
    }
    return .law(
      name: couplings ?? "uniform", strength: coupling ?? (couplings == "gaussian" ? 0 : 1),
      probabilityOfPlus: plusProbability, deviation: deviation)
  }
}

/// Comma-separated numbers.
struct RateList: ExpressibleByArgument {
  var values: [Double]

  init(values: [Double]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { Double($0) }
    guard values.count == parts.count else { return nil }
    self.values = values
  }
}

extension CouplingOptions {
  func validate() throws {
    guard couplingFile != nil else {
      for (option, value) in [
        ("coupling-format", couplingFormat), ("coupling-kind", couplingKind),
      ] where value != nil {
        throw ValidationError("\(option): says what --coupling-file is, expected that too")
      }
      return
    }
    for (option, isGiven) in [
      ("couplings", couplings != nil), ("coupling", coupling != nil),
      ("plus-probability", plusProbability != nil), ("deviation", deviation != nil),
    ] where isGiven {
      throw ValidationError("\(option): a file of couplings has its own, expected none")
    }
  }
}

/// The process and its options.
struct EngineOptions: ParsableArguments {
  @Option(
    help:
      "The engine, a name of `lattice --list`; auto takes bit-sliced for periodic hypercubic lattices of 4096 sites and more with J or ±J, else sequential."
  )
  var engine = EngineCatalogue.automaticName

  @Option(help: "Update rule or rate law: heat-bath, metropolis, arrhenius.")
  var rule: String?

  @Option(
    help: "Clock rates, comma-separated, repeated over the agents: asynchronous, next-reaction.")
  var rates: RateList?

  @Option(
    help: "Coupling delay in mean clock intervals: asynchronous, event-queue.")
  var delay: Double?

  @Option(help: "Law of the delay: fixed, exponential.")
  var delayLaw: String?

  @Option(help: "Probability that an agent updates in a step: synchronous.")
  var tickProbability: Double?

  @Option(help: "States of an agent: potts. (default: 3)")
  var states: Int?

  @Option(help: "Share of up spins: kawasaki.")
  var upFraction: Double?

  @Option(help: "Which pairs exchange: bonds, all: kawasaki.")
  var pairs: String?

  @Flag(help: "Parallel tempering: temperatures exchange their states.")
  var tempering = false

  @Flag(
    help:
      "Move the temperatures between the first and the last during the warm-up, until all exchanges are as likely (with --tempering)."
  )
  var placeTemperatures = false

  /// The request.
  var request: CatalogueRequest {
    CatalogueRequest(
      engine,
      [
        "rule": rule.map { .word($0) }, "rates": rates.map { .numbers($0.values) },
        "delay": delay.map { .number($0) }, "delay-law": delayLaw.map { .word($0) },
        "tick-probability": tickProbability.map { .number($0) },
        "states": states.map { .whole($0) }, "up-fraction": upFraction.map { .number($0) },
        "pairs": pairs.map { .word($0) }, "tempering": tempering ? .flag(true) : nil,
      ])
  }
}
