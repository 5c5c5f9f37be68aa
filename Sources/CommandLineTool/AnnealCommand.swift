import ArgumentParser
import Foundation
import Runs
import Sampling

/// `ising-npu anneal`.
struct AnnealCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anneal",
    abstract: "Optimisation: spins of low energy for Ising, QUBO and maximum-cut files.",
    discussion: """
      The best that is seen is not proved to be the optimum, except where the report says so. \
      `anneal --list` shows all methods and formats.
      """)

  @Flag(help: "List methods and formats.")
  var list = false

  @Argument(help: "The problem's file.")
  var file: String?

  @Option(help: "Its format, a name of `anneal --list`. (default: found from the file)")
  var format: String?

  @Option(help: "What a Matrix Market or COO file means: max-cut, qubo, ising.")
  var kind: String?

  @OptionGroup(title: "Method") var method: MethodOptions

  @Option(
    help:
      "Length of a read in sweeps: N update attempts, or steps of the method. (default: 1000; with --seconds growing)"
  )
  var sweeps: Int?

  @Option(help: "Reads: independent attempts. (default: 64; with --seconds as many as fit)")
  var reads: Int?

  @Option(help: "Stop after so many seconds.")
  var seconds: Double?

  @Option(
    help: "Stop at a cut of at least this, or at an objective of at most this.")
  var target: Double?

  @Flag(help: "Make all reads although the target is reached, for its success probability.")
  var allReads = false

  @Flag(help: "Search the model as it is, without the exact reduction before.")
  var noPresolve = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if list, let option = common.output.given, option != "json" {
      throw ValidationError(
        "list: found it with --\(option), expected it alone or with --json: it prints text")
    }
    guard list || file != nil else {
      throw ValidationError("no problem: give a FILE, or --list")
    }
  }

  func run() throws {
    if list {
      return try Output.write(common.output.json ? try AnnealRun.listJSON() : AnnealRun.list())
    }
    let output = try common.output.output()
    let report = try AnnealRun.perform(
      AnnealRequest(
        file: file ?? "", format: format, kind: kind, method: method.request, sweeps: sweeps,
        reads: reads,
        seconds: seconds, target: target, makesAllReads: allReads, presolves: !noPresolve,
        keepsSamples: output.hasFolder, seed: common.seed, threads: try common.threadCount(),
        arguments: CommonOptions.arguments))
    try output.write(report, print: Output.write)
  }
}

/// The method and its options.
struct MethodOptions: ParsableArguments {
  @Option(
    help:
      "The method, a name of `anneal --list`. (default: annealing, one-hot for one-hot sets; with --seconds alone restarts)"
  )
  var method: String?

  @Option(help: "How β grows: automatic, linear, geometric: annealing, population, restarts.")
  var schedule: String?

  @Option(
    help: "First β: annealing, tempering, population, restarts. (default: from the model)")
  var betaStart: Double?

  @Option(
    help: "Last β: annealing, tempering, population, restarts. (default: from the model)")
  var betaEnd: Double?

  @Option(help: "Temperatures of a ladder: tempering.")
  var temperatures: Int?

  @Option(help: "Sweeps between exchanges: tempering.")
  var exchangeEvery: Int?

  @Option(help: "Replicas: population.")
  var population: Int?

  @Option(help: "Sweeps after each step of β: population.")
  var sweepsPerStep: Int?

  @Option(
    help: "Δt of a step: bifurcation, oscillators.")
  var timeStep: Double?

  @Option(
    help: "Strength of the couplings: bifurcation.")
  var strength: Double?

  @Option(
    help: "Growth of momenta: bifurcation.")
  var heating: Double?

  @Option(
    help: "Locking to two phases at the end: oscillators.")
  var locking: Double?

  @Option(
    help: "Temperature of the noise at the start: oscillators.")
  var noise: Double?

  /// The request.
  var request: CatalogueRequest {
    CatalogueRequest(
      method,
      [
        "schedule": schedule.map { .word($0) }, "beta-start": betaStart.map { .number($0) },
        "beta-end": betaEnd.map { .number($0) },
        "temperatures": temperatures.map { .whole($0) },
        "exchange-every": exchangeEvery.map { .whole($0) },
        "population": population.map { .whole($0) },
        "sweeps-per-step": sweepsPerStep.map { .whole($0) },
        "time-step": timeStep.map { .number($0) }, "strength": strength.map { .number($0) },
        "heating": heating.map { .number($0) }, "locking": locking.map { .number($0) },
        "noise": noise.map { .number($0) },
      ])
  }
}
