import ChipPrograms
import ExecutionRecords
import Foundation
import HardwareSpecs
import IsingTestSupport
import RandomStreams
import Testing
import VirtualChip

@Suite("Crossbar tiles, event by event")
struct CrossbarTileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var inputs: Int
    var outputs: Int
    var weights = 8
    var activations = 8
    var outliers = 0
    var block: Int?
    var tile = 16
    var testDescription: String {
      "\(inputs)→\(outputs) w\(weights) a\(activations) k\(outliers) block \(block ?? 0) tile \(tile)"
    }
  }

  static let cases: [Case] = [
    Case(inputs: 16, outputs: 16),
    Case(inputs: 37, outputs: 21, outliers: 3),
    Case(inputs: 200, outputs: 130, outliers: 4, tile: 128),
    Case(inputs: 130, outputs: 19, weights: 12, activations: 12, outliers: 2, tile: 128),
    Case(inputs: 48, outputs: 33, weights: 5, activations: 4, outliers: 4, block: 16),
    Case(inputs: 48, outputs: 33, weights: 3, activations: 9, outliers: 4, block: 24),
    Case(inputs: 96, outputs: 7, weights: 2, outliers: 1, block: 8, tile: 24),
    // Sums beyond 32 bits: the machine adds a tile's worth at a time.
    Case(inputs: 512, outputs: 5, weights: 12, activations: 12, outliers: 3, tile: 128),
  ]

  static func array(_ example: Case) -> CouplingArray {
    var numbers = SmallNumbers(seed: 11)
    let limit = Float((1 << (example.weights - 1)) - 1)
    let block = example.block ?? example.inputs
    let blocks = example.inputs / block
    return CouplingArray(
      name: "array", layer: nil, inputs: example.inputs, outputs: example.outputs,
      bits: example.weights, block: block,
      codes: (0..<(example.inputs * example.outputs)).map { index in
        // The ends of the range, too.
        index % 13 == 0 ? Int16(-limit) : Int16((numbers.next() * limit).rounded())
      },
      scales: (0..<(example.outputs * blocks)).map { _ in 0.01 + abs(numbers.next()) / 50 },
      fields: (0..<example.outputs).map { _ in numbers.next() },
      placement: .init(
        rowTiles: (example.inputs + example.tile - 1) / example.tile,
        columnTiles: (example.outputs + example.tile - 1) / example.tile, tiles: [0],
        resident: true, rounds: 1))
  }

  /// What the machine makes of three rows by exact products, and the tile by planes.
  static func run(
    _ example: Case, chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> (
    exact: [Float], event: [Float], record: InstructionRecord, bench: TileBench, codes: CodedMatrix
  ) {
    let array = array(example)
    var bench = try TileBench {
      $0.geometry.tileRows = example.tile
      $0.geometry.tileColumns = example.tile
      change(&$0)
    }
    var numbers = SmallNumbers(seed: 5)
    let rows: [[Float]] = (0..<3).map { row in
      (0..<example.inputs).map { $0 % 29 == row ? 9 * numbers.next() : numbers.next() }
    }
    var exactChip = bench.chip
    exactChip.timing.readOut = .counter
    let program = Bench.program(
      rows: rows, chip: exactChip,
      values: [
        .init(kind: .codes, width: example.inputs), .init(kind: .field, width: example.outputs),
      ], arrays: [array], precision: Precision(activationBits: example.activations),
      [
        .clamp(0, bits: example.activations, outlierChannels: example.outliers, into: 1),
        .read(array: 0, codes: 1, into: 2),
      ])
    let trace = try VirtualChip(program: program, chip: exactChip)
      .trace(tokens: [0, 1, 2], settings: RunSettings(fidelity: .expectation))
    let prepared = try PreparedArray(array, activationBits: example.activations)
    let codes = try #require(trace.codes[1])
    var event: [Float] = []
    var tile = CrossbarTile()
    for row in 0..<3 {
      event +=
        tile.accept(
          .init(array: prepared, codes: codes.rows(row..<(row + 1))),
          in: bench.context(token: row), record: &bench.record, events: &bench.events
        ).fields.elements
    }
    let record = try #require(trace.execution.record.instructions.last)
    return (try #require(trace.fields[2]).elements, event, record, bench, codes)
  }

  @Test(
    "planes pulsed and counted give the bits of exact products, and its counts", arguments: cases)
  func counters(_ example: Case) throws {
    let (exact, event, record, bench, codes) = try Self.run(example)
    #expect(exact == event)
    #expect(record.counts == bench.record.counts)
    #expect(record.twin == bench.record.twin)
    let array = Self.array(example)
    let products = (0..<3).reduce(0) { sum, row in
      let row = codes.rows(row..<(row + 1))
      let coded = PlainUnits.CodedRow(
        scale: 1, zero: 0,
        codes: row.bits <= 8 ? row.codes8.map(Int.init) : row.codes16.map(Int.init),
        outlierScale: 1,
        outliers: zip(row.outlierChannel, row.outlierCode).map { (Int($0), Int($1)) })
      return sum + PlainProducts.ones(coded, planes: row.bits, array)
    }
    #expect(bench.record.twin?.analog?.activeProducts == UInt64(products))
    #expect(bench.events.pulses == record.counts[.linearTiles]?[.clampWrite])
    #expect(bench.events.conversions == 0)
  }

  @Test("converters that resolve every sum change nothing but the counts", arguments: cases)
  func exactConverters(_ example: Case) throws {
    let bits = example.tile == 16 ? 5 : (example.tile == 24 ? 5 : 8)
    let (exact, event, _, bench, _) = try Self.run(example) {
      $0.timing.readOut = .converter(bits: bits, columnsPerConverter: 2)
    }
    #expect(exact == event)
    #expect(bench.events.conversions == bench.record.counts[.linearTiles]?[.adcConversion])
    #expect(bench.events.conversions == bench.record.counts[.linearTiles]?[.counterStep])
  }

  /// Σ over pairs of planes of what a scalar converter makes of the count, tile by tile.
  static func converted(
    _ array: CouplingArray, codes: [Int], bits: Int, tile: Int, fullScale: Double,
    converterBits: Int
  ) -> [Double] {
    // float32, as the device: a half step is rounded by what float32 makes of it.
    let step = max(1, Float(fullScale) / Float((1 << converterBits) - 1))
    return (0..<array.outputs).map { output in
      var sum = 0.0
      for start in stride(from: 0, to: array.inputs, by: tile) {
        for p in 0..<bits {
          for w in 0..<array.bits {
            var count = 0
            for input in start..<min(array.inputs, start + tile) {
              let coupling = Int(array.codes[output * array.inputs + input])
              count += (codes[input] >> p) & 1 & (coupling >> w)
            }
            let steps = (Float(count) * (1 / step)).rounded(.toNearestOrEven)
            let value = min(fullScale, Double(steps * step))
            sum += value * Double(1 << (p + w)) * (w == array.bits - 1 ? -1 : 1)
          }
        }
      }
      return sum
    }
  }

  @Test(
    "few bits quantise and a small full scale saturates, as a scalar converter says",
    arguments: [(5, 128), (3, 128), (6, 24), (8, 10)])
  func saturation(bits: Int, fullScale: Int) throws {
    let example = Case(inputs: 200, outputs: 30, weights: 5, activations: 6, tile: 128)
    let (exact, event, _, _, codes) = try Self.run(example) {
      $0.timing.readOut = .converter(bits: bits, columnsPerConverter: 1)
      $0.devices.converterFullScale = fullScale == 128 ? nil : fullScale
    }
    let array = Self.array(example)
    #expect(exact != event)
    for row in 0..<3 {
      let code = codes.rows(row..<(row + 1))
      let sums = Self.converted(
        array, codes: code.codes8.map { Int($0) }, bits: 6, tile: 128,
        fullScale: Double(fullScale), converterBits: bits)
      for output in 0..<30 {
        let couplings = array.codes[(output * 200)..<((output + 1) * 200)].reduce(0) {
          $0 + Int($1)
        }
        let count = sums[output] - Double(Int(code.zero[0]) * couplings)
        let field =
          count * Double(code.scale[0]) * Double(array.scales[output])
          + Double(array.fields[output])
        let found = Double(event[row * 30 + output])
        #expect(abs(found - field) < 1e-4 * max(1, abs(field)), "\(found), \(field)")
      }
    }
  }

  @Test("a converter's noise adds its variance for each pair of planes")
  func noise() throws {
    let example = Case(inputs: 32, outputs: 2000, weights: 3, activations: 4, tile: 32)
    let sigma = 3.0
    let (exact, event, _, _, codes) = try Self.run(example) {
      $0.timing.readOut = .converter(bits: 20, columnsPerConverter: 1)
      $0.devices.converterNoise = sigma
      $0.devices.converterFullScale = 1_000_000
    }
    let array = Self.array(example)
    // Rounding to whole counts adds 1/12; Σ 4^{p+w} over 4 × 3 planes.
    let planes = (0..<4).reduce(0.0) { sum, p in
      (0..<3).reduce(sum) { $0 + Double(1 << (2 * (p + $1))) }
    }
    let variance = (sigma * sigma + 1.0 / 12) * planes
    var squares = 0.0
    var mean = 0.0
    for row in 0..<3 {
      for output in 0..<2000 {
        let scale = Double(codes.scale[row]) * Double(array.scales[output])
        let error = Double(event[row * 2000 + output] - exact[row * 2000 + output]) / scale
        squares += error * error / 6000
        mean += error / 6000
      }
    }
    // Near a full scale without clipping: the fourth moment of a sum of twelve normal numbers is 3σ⁴.
    let verdict = compare(
      squares, with: variance, standardError: variance * (2.0 / 6000).squareRoot())
    #expect(verdict.passed, "\(verdict)")
    let centred = compare(mean, with: 0, standardError: (variance / 6000).squareRoot())
    #expect(centred.passed, "\(centred)")
  }

  @Test("couplings that vary change a column's current by σ² for each bit that is driven")
  func variation() throws {
    // So many rows that a column's error is more than a count, and rounding adds its 1/12.
    let example = Case(inputs: 128, outputs: 1500, weights: 3, activations: 4, tile: 128)
    let sigma = 0.25
    let (exact, event, _, _, codes) = try Self.run(example) {
      $0.timing.readOut = .converter(bits: 10, columnsPerConverter: 1)
      $0.devices.couplingVariation = sigma
    }
    let array = Self.array(example)
    var ratio = 0.0
    for output in 0..<1500 {
      // Var = Σ_{w, i} σ² 4^w (bit of i in w)·(code_i)² + (1/12)·Σ 4^{p+w}, codes being driven whole.
      var variance = 0.0
      for input in 0..<128 {
        let code = Double(codes.codes8[input])
        let coupling = Int(array.codes[output * 128 + input])
        for w in 0..<3 where (coupling >> w) & 1 == 1 {
          variance += sigma * sigma * Double(1 << (2 * w)) * code * code
        }
      }
      for p in 0..<4 { for w in 0..<3 { variance += Double(1 << (2 * (p + w))) / 12 } }
      let scale = Double(codes.scale[0]) * Double(array.scales[output])
      let error = Double(event[output] - exact[output]) / scale
      ratio += error * error / variance / 1500
    }
    let verdict = compare(ratio, with: 1, standardError: (2.0 / 1500).squareRoot())
    #expect(verdict.passed, "\(verdict)")
    let again = try Self.run(example) {
      $0.timing.readOut = .converter(bits: 10, columnsPerConverter: 1)
      $0.devices.couplingVariation = sigma
    }
    #expect(again.event == event)
  }
}
