import ArgumentParser
import ChipPrograms
import Runs
import VirtualNPU

/// `ising-npu simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a lattice program on the lattice tiles of a chip, event by event.",
    discussion: """
      PROGRAM is a file in the text form of docs/lattice-programs.md, or a name of `simulate --list`. \
      Models run with `ising-npu run`.
      """)

  @Flag(help: "List the built-in programs and their parameters.")
  var list = false

  @Flag(help: "Print the program as text and do no more.")
  var print = false

  @Argument(help: "The program: a file, or a built-in name.")
  var program: String?

  @Option(name: .customLong("set"), help: "A parameter of a built-in program: key=number.")
  var parameters: [String] = []

  @Option(help: "The chip: a name of `spec list`, or a YAML file.")
  var hardware = ModelRun.defaultHardware

  @Option(help: "event, sampled (ideal devices, no delay) or expectation (all states).")
  var fidelity = Fidelity.event

  @Option(
    parsing: .unconditional,
    help: "The last β of the program; its other values of β scale with it.")
  var beta: Double?

  @Option(help: "Independent executions.")
  var replicas = 1

  @Option(help: "Which manufactured chip: number of the draw of its variation.")
  var die: UInt32 = 0

  @Option(help: "File that keeps the state every 5 s and at Ctrl-C; one that exists is taken up.")
  var checkpoint: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard list || program != nil else {
      throw ValidationError("no program: give a PROGRAM, or --list")
    }
  }

  func run() throws {
    if list { return try Output.write(SimulateRun.list()) }
    let name = program ?? ""
    if print {
      return try Output.write(
        SimulateRun.program(name, parameters: parameters, beta: beta).text)
    }
    let folder = try common.out.map { try ResultFolder(path: $0) }
    var settings = RunSettings(fidelity: fidelity, seed: common.seed)
    settings.die = die
    let report = try SimulateRun.perform(
      SimulateRequest(
        program: name, parameters: parameters, hardware: hardware, beta: beta,
        settings: settings, replicas: replicas, threads: try common.threadCount(),
        checkpoint: checkpoint, keepsSamples: folder != nil, arguments: CommonOptions.arguments))
    try folder?.write(report)
    try Output.write(
      common.json ? SimulateRun.json(of: report) : SimulateRun.terminal(of: report))
  }
}
