public import ChipPrograms
import Foundation
import HardwareSpecs
import Jobs
import Reports
import VirtualChip

/// Lattice programs on the virtual chip.
public enum SimulateRun {
  /// Does the job.
  /// - Parameter request: what to do.
  /// - Returns: the report.
  /// - Throws: `RunFailure` for a program, chip or checkpoint that cannot be used, and where Ctrl-C came
  ///   before the end.
  public static func perform(_ request: SimulateRequest) throws(RunFailure) -> SimulateReport {
    guard (1...SimulateRequest.mostReplicas).contains(request.replicas) else {
      throw RunFailure(
        .usage,
        "replicas: found \(request.replicas), expected 1 to \(SimulateRequest.mostReplicas)")
    }
    let chip = try RunFailure.readingInput { try SpecLibrary.chip(request.hardware) }
    let program = try program(
      request.program, parameters: request.parameters, beta: request.beta)
    let agents = try agents(of: program)
    try checkSize(program, agents: agents.count, replicas: request.replicas)
    let machine = try RunFailure.readingInput {
      let machine = try VirtualChip(program: program, chip: chip)
      try machine.check(request.settings)
      return machine
    }
    let began = ContinuousClock.now
    let job = ReplicasJob(machine: machine, settings: request.settings, count: request.replicas)
    let replicas = try job.run(threads: request.threads, checkpoint: request.checkpoint)
    let wall_s = (ContinuousClock.now - began) / .seconds(1)
    return try RunFailure.computing {
      try SimulateResults(
        request: request, chip: chip, machine: machine, agents: agents, replicas: replicas,
        wall_s: wall_s
      ).report()
    }
  }

  /// The program of a file, or of a generator.
  /// - Parameters:
  ///   - name: a file that exists, or the name of a generator.
  ///   - parameters: `key=value` for a generator.
  ///   - beta: the last β; `nil` for the program's own.
  /// - Returns: the program.
  /// - Throws: `RunFailure` for what is neither, and for a text or a parameter that cannot be used.
  public static func program(
    _ name: String, parameters: [String], beta: Double? = nil
  ) throws(RunFailure) -> Program {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if exists, isFolder.boolValue {
      throw RunFailure(
        .badInput,
        "\(name): is a folder, expected a lattice program; models run with `ising-npu run`")
    }
    if let beta, !(beta >= 0 && beta <= 1e6) {
      throw RunFailure(.usage, "beta: found \(beta), expected a number from 0 to 1000000")
    }
    var program: Program
    let isName = LatticeLibrary.entries.contains { $0.name == name }
    if exists, !isName {
      guard parameters.isEmpty else {
        throw RunFailure(
          .usage,
          "--set \(parameters[0]): \(name) is a file, and only built-in programs have parameters")
      }
      let bytes = try RunFailure.readingInput { try FileReading.bytes(of: name, limit: 1 << 30) }
      program = try Self.program(bytes, file: name)
    } else {
      let numbers = try Self.numbers(parameters)
      program = try RunFailure.readingInput { try LatticeLibrary.program(name, numbers) }
    }
    guard let agents = program.agents else {
      throw RunFailure(.badInput, "\(name): found no `agents N`, expected a program with agents")
    }
    guard let beta else { return program }
    var last = AgentPhase(agents: agents.count)
    for instruction in program.instructions { last.pass(instruction.operation) }
    guard last.beta > 0 else {
      throw RunFailure(
        .usage, "beta: found it with a program whose last β is 0, expected one that can be scaled")
    }
    return program.scaled(toBeta: beta)
  }

  private static func program(_ bytes: [UInt8], file: String) throws(RunFailure) -> Program {
    if ProgramFile.isProgram(bytes) {
      return try RunFailure.readingInput { try ProgramFile.read(bytes, file: file) }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RunFailure(.badInput, "\(file): found bytes that are no UTF-8, expected text")
    }
    return try RunFailure.readingInput { try Listing.program(text, file: file) }
  }

  private static func numbers(
    _ parameters: [String]
  ) throws(RunFailure) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for parameter in parameters {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw RunFailure(.usage, "--set: found `\(parameter)`, expected key=number")
      }
      numbers[String(parts[0])] = value
    }
    return numbers
  }

  /// The agents of a program that needs no tokens.
  private static func agents(of program: Program) throws(RunFailure) -> Program.Agents {
    guard let agents = program.agents else {
      throw RunFailure(
        .badInput, "lattice program \(program.name): found no agents, expected `agents N`")
    }
    guard program.values.isEmpty else {
      throw RunFailure(
        .badInput,
        "lattice program \(program.name): found values, which need tokens, expected agents alone")
    }
    return agents
  }

  private static func checkSize(
    _ program: Program, agents count: Int, replicas: Int
  ) throws(RunFailure) {
    var states = 0.0
    for case let read as Instruction.ReadAgents in program.instructions.map(\.operation) {
      let agents = read.agents.isEmpty ? count : read.agents.count
      states += Double(read.times) * Double(agents)
    }
    guard states * Double(replicas) <= Double(SimulateRequest.mostStates) else {
      throw RunFailure(
        .badInput,
        "\(program.name): reads \(states * Double(replicas)) states, expected at most "
          + "\(SimulateRequest.mostStates): read less often, or fewer agents")
    }
  }

  /// All generators with their parameters.
  public static func list() -> String {
    LatticeLibrary.entries.map { entry in
      "\(entry.name): \(entry.summary)\n"
        + entry.parameters.map {
          "  \($0.name)=\($0.fallback.formatted()): \($0.summary)\n"
        }.joined()
    }.joined()
  }
}
