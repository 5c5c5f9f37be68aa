import ChipPrograms
import Foundation
import HardwareSpecs
import IsingModels
import IsingTestSupport
import SampleStatistics
import Testing
import VirtualChip

/// Lattice programs and machines for tests.
enum LatticeBench {
  /// The default chip with an agent's clock of 1 GHz, changed as a test likes: a sweep is 1 ns.
  static func chip(_ change: (inout ChipSpec) -> Void = { _ in }) throws -> ChipSpec {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.geometry.latticeAgents = 1 << 20
    chip.timing.latticeRate_Hz = 1e9
    // Reads never wait for the link.
    chip.memory.host_bitsPerSecond = 1e18
    change(&chip)
    return chip
  }

  /// Many copies of a small model: one run gives many independent samples.
  static func copies(of model: IsingModel, count: Int) -> Program {
    let size = model.spinCount
    return Program(
      name: "copies",
      agents: .init(
        count: size * count,
        couplings: (0..<count).flatMap { copy in
          model.bonds.map {
            Bond(Int($0.first) + copy * size, Int($0.second) + copy * size, $0.coupling)
          }
        },
        fields: (0..<count).flatMap { copy in
          model.fields.enumerated().filter { $0.element != 0 }.map {
            .init($0.offset + copy * size, $0.element)
          }
        }))
  }

  /// A replica that has reached the end of its program.
  static func run(
    _ program: Program, on chip: ChipSpec, fidelity: Fidelity.Word = .event, seed: UInt64 = 7,
    die: UInt32 = 0, replica: UInt32 = 0
  ) throws -> Session {
    let settings = RunSettings(fidelity: fidelity.fidelity(die: die), seed: seed)
    let session = try VirtualChip(program: program, chip: chip).session(settings, replica: replica)
    while !session.isFinished { session.step() }
    return session
  }

  /// By copy, the mean of a function of a copy's state over the reads of the last instruction.
  static func means(
    _ replica: Session, size: Int, _ observable: (Int) -> Double
  ) throws -> SampleSummary {
    let program = replica.machine.program
    let count = try #require(program.agents?.count)
    let spins = try #require(replica.reads[program.instructions.count - 1])
    let (agents, copies) = (count, count / size)
    let table = (0..<(1 << size)).map(observable)
    var sums = [Double](repeating: 0, count: copies)
    for start in stride(from: 0, to: spins.count, by: agents) {
      for copy in 0..<copies {
        var state = 0
        for k in 0..<size where spins[start + copy * size + k] > 0 { state |= 1 << k }
        sums[copy] += table[state]
      }
    }
    let reads = Double(spins.count / agents)
    return try SampleSummary(sums.map { $0 / reads })
  }

  /// Rows of the exact values of delayed agents that the host's samplers are tested with.
  static func delayRows(
    _ name: String
  ) throws -> [(strength: Double, delay: Double, observable: String, value: Double)] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../SamplingTests/Fixtures/async_delay_reference.csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
    var rows: [(strength: Double, delay: Double, observable: String, value: Double)] = []
    for line in lines {
      let cells = line.split(separator: ",").map(String.init)
      guard cells[0] == name else { continue }
      let strength = try #require(Double(cells[1]))
      let delay = try #require(Double(cells[2]))
      rows.append((strength, delay, cells[3], try #require(Double(cells[4]))))
    }
    return rows
  }

  static func andGate() throws -> IsingModel {
    try IsingModel(
      spinCount: 3, bonds: [Bond(0, 1, -1), Bond(0, 2, 2), Bond(1, 2, 2)], fields: [1, 1, -2])
  }
}

extension Program {
  /// What the instructions do, named by their places.
  var operations: [any Instruction.Operation] {
    get { instructions.map(\.operation) }
    set { instructions = newValue.enumerated().map { Instruction(at: $0.offset, $0.element) } }
  }
}
