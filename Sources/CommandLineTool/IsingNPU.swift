import ArgumentParser

/// The `ising-npu` command.
@main
struct IsingNPU: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ising-npu",
    abstract: "A cycle-approximate simulator of an Ising NPU that runs real transformers.")
}
