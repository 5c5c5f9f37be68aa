import ChipPrograms
import Jobs
import RandomStreams
package import Reports
import VirtualChip

/// Whether the fidelities agree on parts of the model: draws must scatter around what `expectation`
/// computes, deterministic parts must equal it.
package enum AgreementChecks {
  /// The largest distance that is sound, in standard errors.
  package static let limit = 4.0
  /// Runs of each part, with seeds of their own. With 64 runs, four directions and four parts that draw
  /// a sound chip fails once in 400 times.
  private static let runs = 64
  /// Directions on which outputs are projected.
  private static let directions = 4
  /// Rows of races and norms.
  private static let mostRows = 8
  /// Rows of gates and reads, whose events are many.
  private static let mostWideRows = 2

  /// `agreement.sampled` and, at fidelity `event`, `agreement.event`.
  package static func checks(of subject: ValidationSubject) throws -> [ValidationCheck] {
    var fidelities = [Fidelity.Word.sampled]
    if subject.options.settings.fidelity.word == .event { fidelities.append(.event) }
    let blocks = try parts(of: subject)
    return try fidelities.map { try check($0, blocks, of: subject) }
  }

  /// Race, gate, linear layer and norm of the first and of the last layer that has one.
  private static func parts(of subject: ValidationSubject) throws -> [SubBlock] {
    let machine = try subject.requireMachine()
    let program = machine.program
    guard let trace = try subject.traces().first else { return [] }
    var blocks: [SubBlock] = []
    for unit in [ChipUnit.linear, .race, .gate, .norm] {
      let all = program.instructions.indices.filter {
        ChipUnit(program.instructions[$0].operation) == unit
      }
      let rows = [.race, .norm].contains(unit) ? mostRows : mostWideRows
      blocks += Set([all.first, all.last].compactMap(\.self)).sorted().compactMap {
        SubBlock($0, of: program, trace: trace, mostRows: rows)
      }
    }
    return blocks
  }

  private static func check(
    _ fidelity: Fidelity.Word, _ blocks: [SubBlock], of subject: ValidationSubject
  ) throws -> ValidationCheck {
    var worst = (distance: 0.0, name: "")
    var figures: [(key: String, value: JSONValue)] = []
    for block in blocks {
      let distance = try distance(of: block, fidelity, subject)
      figures.append((block.name, .number(distance)))
      // A distance that is not a number is the worst of all.
      if !(distance < worst.distance) { worst = (distance, block.name) }
    }
    return ValidationCheck(
      "agreement.\(fidelity.rawValue)", value: blocks.isEmpty ? nil : worst.distance,
      limit: limit, unit: "σ",
      detail: "\(blocks.count) parts of the model, \(runs) runs each, against expectation; the "
        + "farthest is \(worst.name)", figures: figures)
  }

  /// The largest distance, over projections on random signs, between the mean of the runs and the
  /// expectation, in standard errors of that mean. Where the runs do not scatter, 0 if they equal the
  /// expectation to 10⁻⁶ of its length, else infinity.
  private static func distance(
    of block: SubBlock, _ fidelity: Fidelity.Word, _ subject: ValidationSubject
  ) throws -> Double {
    let machine = try VirtualChip(
      program: block.program, chip: try subject.requireMachine().chip)
    let expected = try machine.run(
      tokens: block.tokens, settings: subject.settings(.expectation)
    ).output
    let seeds = Array(0..<runs)
    let outputs = try subject.runner.map(seeds) {
      [settings = subject.settings(fidelity)] run throws(MappingError) in
      var settings = settings
      settings.seed = settings.seed &+ UInt64(run) &* 0x9e37_79b9_7f4a_7c15
      return try MappingError.computing {
        try machine.run(tokens: block.tokens, settings: settings).output
      }
    }
    guard outputs.count == runs else { throw MappingError.interrupted }
    let length = expected.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    var largest = 0.0
    for direction in 0..<directions {
      let signs = Self.signs(direction, count: expected.count)
      func projection(_ output: [Float]) -> Double {
        zip(zip(output, expected), signs).reduce(0) {
          $0 + (Double($1.0.0) - Double($1.0.1)) * $1.1
        }
      }
      let values = outputs.map(projection)
      let mean = values.reduce(0, +) / Double(runs)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = (squares / Double(runs * (runs - 1))).squareRoot()
      let tolerance = 1e-6 * length * Double(expected.count).squareRoot()
      let distance =
        error > tolerance
        ? abs(mean) / error : (abs(mean) <= tolerance ? 0 : Double.infinity)
      if !(distance < largest) { largest = distance }
    }
    return largest
  }

  /// Signs of a direction: bits of splitmix64.
  private static func signs(_ direction: Int, count: Int) -> [Double] {
    (0..<count).map { index in
      SplitMix64.word(UInt64(direction * count + index + 1)) & 1 == 0 ? 1 : -1
    }
  }
}
