import ChipPrograms
import Foundation
import HardwareSpecs
import Jobs
import Reports
import VirtualChip

/// Programs of agents on the virtual chip.
public enum SimulateRun {
  /// Does the job.
  /// - Parameter request: what to do.
  /// - Returns: the report.
  /// - Throws: `RunFailure` for a program, chip or checkpoint that cannot be used, and where Ctrl-C came
  ///   before the first read.
  public static func perform(_ request: SimulateRequest) throws(RunFailure) -> SimulateReport {
    try RunFailure.ending {
      guard (1...SimulateRequest.mostReplicas).contains(request.replicas) else {
        throw OptionError(
          "replicas: found \(request.replicas), expected 1 to \(SimulateRequest.mostReplicas)")
      }
      let chip = try SpecLibrary.chip(request.hardware)
      let program = try ProgramReading.program(
        request.program, parameters: request.parameters, beta: request.beta, on: chip)
      guard let agents = program.agents, program.values.isEmpty else {
        let found = program.values.isEmpty ? "no `agents N`" : "values, which need tokens"
        throw FileError(request.program, "found \(found), expected agents alone")
      }
      try checkSize(program, agents: agents.count, request)
      let machine = try VirtualChip(program: program, chip: chip)
      try machine.check(request.settings)
      let draws = machine.expectedDraws(request.settings) * Double(request.replicas)
      try checkWork(draws, request)
      let began = ContinuousClock.now
      let job = ReplicasJob(
        machine: machine, settings: request.settings, count: request.replicas,
        version: Provenance.currentProgramVersion,
        progress: ProgressBar(
          "simulating", total: ReplicasJob.units(ofDraws: draws), unit: "million draws"))
      let (replicas, warning) = try job.run(
        threads: request.threads, checkpoint: request.checkpoint)
      let wall_s = (ContinuousClock.now - began) / .seconds(1)
      return try SimulateResults(
        request: request, chip: chip, machine: machine, agents: agents, replicas: replicas,
        words: try ProgramReading.words(request.program, parameters: request.parameters),
        wall_s: wall_s, warnings: warning.map { [$0] } ?? []
      ).report()
    }
  }

  /// Refuses what nobody would wait for.
  private static func checkWork(
    _ draws: Double, _ request: SimulateRequest
  ) throws(OptionError) {
    guard request.mostDraws > 0, request.mostDraws.isFinite else {
      throw OptionError(
        "most-draws: found \(request.mostDraws), expected a finite number above 0")
    }
    func figure(_ number: Double) -> String { String(format: "%.3g", number) }
    guard draws <= request.mostDraws else {
      throw OptionError(
        "\(request.program): agents would draw \(figure(draws)) times, about "
          + "\(figure(draws / SimulateRequest.drawsPerSecond)) s of one core, expected at most "
          + "\(figure(request.mostDraws)): make times shorter, or give --most-draws "
          + figure(draws))
    }
  }

  private static func checkSize(
    _ program: Program, agents count: Int, _ request: SimulateRequest
  ) throws(FileError) {
    var states = 0.0
    for case let read as Instruction.ReadAgents in program.instructions.map(\.operation) {
      let agents = read.agents.isEmpty ? count : read.agents.count
      states += Double(read.times) * Double(agents)
    }
    states *= Double(request.replicas)
    guard states <= Double(SimulateRequest.mostStates) else {
      throw FileError(
        program.name,
        "reads \(String(format: "%.0f", states)) states, expected at most \(SimulateRequest.mostStates): read less "
          + "often, or fewer agents or replicas")
    }
  }

  /// A program's text as one JSON document.
  ///
  /// - Throws: `RunFailure` as ``ProgramReading/program(_:parameters:beta:on:)``.
  public static func listingJSON(
    _ name: String, parameters: [String], beta: Double?
  ) throws(RunFailure) -> String {
    let program = try ProgramReading.program(name, parameters: parameters, beta: beta)
    let facts: Facts = [
      "schema": "ising-npu-listing/1", "program": program.name,
      "listing": Listing.text(of: program),
    ]
    return try ReportOutput.json(facts)
  }

  /// All generators with their parameters as one JSON document.
  public static func listJSON() throws(RunFailure) -> String {
    let facts: Facts = [
      "schema": "ising-npu-simulate-list/1",
      "programs": LatticeLibrary.entries.map { entry in
        [
          "name": entry.name, "help": entry.summary,
          "parameters": entry.parameters.map { parameter in
            [
              "name": parameter.name, "default": parameter.fallback,
              "least": parameter.range.lowerBound, "most": parameter.range.upperBound,
              "whole": parameter.isWhole, "help": parameter.summary,
            ] as Facts
          },
        ] as Facts
      },
    ]
    return try ReportOutput.json(facts)
  }

  /// All generators with their parameters.
  public static func list() -> String {
    LatticeLibrary.entries.flatMap { entry in
      ["\(entry.name): \(entry.summary)"]
        + entry.parameters.map { "  \($0.name)=\($0.fallback.formatted()): \($0.summary)" }
    }.flatMap { TextLines.folded($0) }.map { $0 + "\n" }.joined()
  }
}
