import ChipPrograms
import DenseExecutor
import HardwareSpecs
import Jobs
import ModelCompiler
import TransformerModels
import VirtualChip

/// A decoder in the tiles of a chip.
struct ChipDecoder {
  let machine: VirtualChip
  let settings: RunSettings

  /// Tokens of a text that are fed together where the logits of all of them are wanted.
  private static let part = 64

  /// Compiles the model for texts of so many tokens.
  ///
  /// - Throws: `CompileError` for a model that does not fit, and `MachineError`.
  init(
    _ request: ChipRequest, on chip: ChipSpec, _ model: LoadedModel, result: ProgramResult,
    mostTokens: Int
  ) throws {
    settings = request.settings
    if case .nextToken(let draw) = result, let temperature = draw.temperature,
      !Instruction.TokenDraw.temperatureRange.contains(temperature)
    {
      throw OptionError(
        "temperature: found \(temperature), expected \(Instruction.TokenDraw.temperatureRange) on a chip"
      )
    }
    machine = try BusyLine.showing("compiling \(model.name) for \(chip.name)") {
      let program = try ModelCompiler.compile(
        model.graph, for: chip, precision: request.precision, gateThreshold: request.gateThreshold,
        result: result, mostTokens: mostTokens)
      return try VirtualChip(program: program, chip: chip)
    }
  }

  /// The most tokens of a text.
  var mostTokens: Int { machine.program.maximumTokens ?? 0 }

  /// How likely the chip finds a text, from the logits behind each of its tokens.
  ///
  /// - Parameter tokens: at least 2 ids; the machine's program sends logits.
  func likelihood(ofTokens tokens: [Int]) throws -> Likelihood {
    let session = try machine.session(settings)
    var total = 0.0
    let read = tokens.dropLast()
    for first in stride(from: 0, to: read.count, by: Self.part) {
      let part = first..<min(read.count, first + Self.part)
      try session.feed(Array(read[part]))
      while !session.isFinished { session.step() }
      _ = try session.result()
      let logits = session.takeOutput()
      let width = logits.count / part.count
      for (row, place) in part.enumerated() {
        total += Likelihood.negativeLog(
          of: tokens[place + 1], logits: logits[(row * width)..<((row + 1) * width)])
      }
    }
    return Likelihood(tokens: read.count, negativeLog: total)
  }
}

extension TokenChoice {
  /// The choice as an instruction of the chip: drawn with a temperature, it is a race, whatever the word.
  var draw: Instruction.TokenDraw {
    rule == .greedy
      ? .greedy : Instruction.TokenDraw(temperature: temperature, topK: topK, topP: topP)
  }
}
