import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

@Suite("Norm tiles, step by step")
struct NormTileTests {
  static func rows() -> [[Float]] {
    var numbers = SmallNumbers(seed: 3)
    var rows: [[Float]] = (0..<20).map { row in
      (0..<37).map { _ in Float(row) - 8 + Float(1 + row) * numbers.next() }
    }
    rows.append([Float](repeating: 0, count: 37))
    rows.append([Float](repeating: 2, count: 37))
    return rows
  }

  @Test(
    "settling over the row itself takes the steps that mean and variance tell",
    arguments: NormMethod.allCases)
  func settled(_ method: NormMethod) throws {
    var bench = try TileBench { $0.timing.normMethod = method }
    let rows = Self.rows()
    let program = Bench.program(
      rows: rows, chip: bench.chip, values: [.init(kind: .field, width: 37)],
      [.normalise(0, epsilon: 1e-6, into: 1)])
    let trace = try VirtualChip(program: program, chip: bench.chip)
      .trace(tokens: Array(0..<rows.count), settings: RunSettings(fidelity: .expectation))
    let fields = try #require(trace.fields[0])
    let expected = try #require(trace.fields[1])
    var tile = NormTile()
    for row in rows.indices {
      let part = Array(fields.elements[(row * 37)..<((row + 1) * 37)])
      let result = tile.accept(
        .init(fields: Matrix(rows: 1, width: 37, elements: part), epsilon: 1e-6),
        in: bench.context(token: row), record: &bench.record, events: &bench.events)
      for (found, exact) in zip(result.fields.elements, expected.elements[(row * 37)...]) {
        #expect(abs(found - exact) < 2e-5 * max(1, abs(exact)), "row \(row)")
      }
    }
    #expect(trace.execution.record.instructions.last?.counts == bench.record.counts)
  }

  @Test("rows whose squares leave float32")
  func extremes() throws {
    for scale in [Float(1e-25), 1e25] {
      var bench = try TileBench { $0.timing.normMethod = .twoPasses }
      let row = Self.rows()[3].map { $0 * scale }
      var tile = NormTile()
      let result = tile.accept(
        .init(fields: Matrix(rows: 1, width: 37, elements: row), epsilon: 0),
        in: bench.context(), record: &bench.record, events: &bench.events)
      let square = result.fields.elements.reduce(0) { $0 + $1 * $1 } / 37
      #expect(abs(square - 1) < 1e-4)
    }
  }
}
