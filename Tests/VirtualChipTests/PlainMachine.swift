import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams
import Testing
import VirtualChip

/// Compares every value that the machine made with the plain units' result from the same operands.
///
/// Operands come from the machine, so that roundings do not add up over instructions: codes must then
/// be equal, and fields agree within a few float32 roundings of the terms that make them.
struct PlainMachine {
  let machine: VirtualChip
  let tokens: [Int]
  let settings: RunSettings
  let trace: VirtualChip.Trace
  /// Instructions compared.
  private(set) var compared = 0

  /// Roundings of float32 allowed for each field, in units of 2⁻²⁴ of its terms' magnitudes.
  static let roundings = 32.0

  init(_ machine: VirtualChip, tokens: [Int], settings: RunSettings) throws {
    self.machine = machine
    self.tokens = tokens
    self.settings = settings
    trace = try machine.trace(tokens: tokens, settings: settings)
  }

  private var program: Program { machine.program }

  private func rows(_ value: Int) -> [[Float]] {
    let matrix = trace.fields[value]!
    return (0..<matrix.rows).map {
      Array(matrix.elements[($0 * matrix.width)..<(($0 + 1) * matrix.width)])
    }
  }

  /// Compares all instructions.
  mutating func compareAll() {
    for (index, instruction) in program.instructions.enumerated() {
      compare(index, instruction.operation, name: instruction.name)
    }
    #expect(compared > 0)
  }

  private mutating func compare(_ index: Int, _ operation: any Instruction.Operation, name: String)
  {
    let draws = PlainDraws(
      settings: settings, tokens: tokens, instruction: machine.streamNumber(of: index))
    compared += 1
    switch operation {
    case let operation as Instruction.Fetch:
      let (tables, into) = (operation.tables, operation.into)
      check(name, into) { row, column in fetched(tables, row, column) }
    case let operation as Instruction.Clamp:
      let (value, bits, outliers, into) = (
        operation.value, operation.bits, operation.outlierChannels, operation.into
      )
      compareCodes(name, rows(value), bits: bits, outliers: outliers, into: into)
    case let operation as Instruction.Read:
      let (array, codes, into) = (operation.array, operation.codes, operation.into)
      let coded = codedRows(codes)
      check(name, into) {
        PlainUnits.read(program.arrays[array], output: $1, coded: coded[$0])
      }
      let planes = trace.codes[codes]!.bits
      compareActiveProducts(
        index, name,
        coded.reduce(0) { $0 + PlainProducts.ones($1, planes: planes, program.arrays[array]) })
    case let operation as Instruction.Race:
      let (shape, query, key, value, into) = (
        operation.shape, operation.query, operation.key, operation.value, operation.into
      )
      let products = compareRace(name, shape, query, key, value, into: into, draws)
      compareActiveProducts(index, name, products)
    case let operation as Instruction.Gate:
      let (threshold, value, into) = (operation.threshold, operation.value, operation.into)
      let x = rows(value)
      check(name, into) { row, column in
        let field = x[row][column]
        let share = draws.gate(
          PlainUnits.gate(threshold, field), row: row, agent: column, of: x[row].count)
        return (Double(field) * share, Double(field.magnitude))
      }
    case let operation as Instruction.Normalise:
      let (value, epsilon, into) = (operation.value, operation.epsilon, operation.into)
      compareNorm(index, name, rows(value), epsilon: epsilon, into: into)
    case let operation as Instruction.Accumulate:
      let (gain, shift, into) = (operation.gain, operation.shift, operation.into)
      let (left, right) = (rows(operation.left), rows(operation.right))
      check(name, into) { row, column in
        let scaled = rescaled(right[row][column], gain, shift, column)
        let x = Double(left[row][column])
        return (x + scaled.0, abs(x) + scaled.1)
      }
    case let operation as Instruction.Rescale:
      let (value, gain, shift, into) = (
        operation.value, operation.gain, operation.shift, operation.into
      )
      let x = rows(value)
      check(name, into) { rescaled(x[$0][$1], gain, shift, $1) }
    case let operation as Instruction.Pool:
      let (value, into) = (operation.value, operation.into)
      let x = rows(value).dropFirst(operation.after)
      check(name, into) { _, column in
        let terms = x.map { Double($0[column]) / Double(x.count) }
        return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
      }
    case let operation as Instruction.Unit:
      let (value, into) = (operation.value, operation.into)
      let x = rows(value).map { $0.map(Double.init) }
      check(name, into) { row, column in
        let norm = x[row].reduce(0) { $0 + $1 * $1 }.squareRoot()
        return (x[row][column] / norm, abs(x[row][column]) / norm)
      }
    case let operation as Instruction.Send:
      let sent = rows(operation.value).flatMap { $0.prefix(operation.channels ?? $0.count) }
      #expect(trace.execution.output == sent, "\(name)")
    default: compared -= 1
    }
  }

  private func check(
    _ name: String, _ value: Int, _ plain: (Int, Int) -> (Double, Double)
  ) {
    let matrix = trace.fields[value]!
    for row in 0..<matrix.rows {
      for column in 0..<matrix.width {
        let (expected, magnitude) = plain(row, column)
        let found = Double(matrix.elements[row * matrix.width + column])
        let bound = Self.roundings * magnitude / 16_777_216 + 1e-37
        #expect(
          abs(found - expected) <= bound,
          "\(name)[\(row), \(column)]: found \(found), expected \(expected) ± \(bound)")
      }
    }
  }

  private func fetched(_ tables: [Int], _ row: Int, _ column: Int) -> (Double, Double) {
    let terms = tables.map { index in
      let table = program.tables[index]
      let source =
        switch table.index {
        case .token: TokenWord.id(tokens[row])
        case .position: row
        case .type: TokenWord.type(tokens[row])
        case .constant: 0
        }
      return Double(table.codes[source * table.width + column]) * Double(table.scales[source])
    }
    return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
  }

  private func rescaled(
    _ x: Float, _ gain: Int?, _ shift: Int?, _ column: Int
  ) -> (Double, Double) {
    let scaled = Double(x) * (gain.map { Double(program.vectors[$0][column]) } ?? 1)
    let shift = shift.map { Double(program.vectors[$0][column]) } ?? 0
    return (scaled + shift, abs(scaled) + abs(shift))
  }

  private func codedRows(_ value: Int) -> [PlainUnits.CodedRow] {
    let coded = trace.codes[value]!
    return (0..<coded.rows).map { row in
      let places = (row * coded.width)..<((row + 1) * coded.width)
      let apart = (row * coded.outliers)..<((row + 1) * coded.outliers)
      return PlainUnits.CodedRow(
        scale: coded.scale[row], zero: Int(coded.zero[row]),
        codes: coded.bits <= 8
          ? coded.codes8[places].map(Int.init) : coded.codes16[places].map(Int.init),
        outlierScale: coded.outlierScale[row],
        outliers: apart.map { (Int(coded.outlierChannel[$0]), Int(coded.outlierCode[$0])) })
    }
  }

  private func compareCodes(
    _ name: String, _ fields: [[Float]], bits: Int, outliers: Int, into: Int
  ) {
    for (row, found) in codedRows(into).enumerated() {
      let expected = PlainUnits.clamp(fields[row], bits: bits, outliers: outliers)
      #expect(found.scale == expected.scale, "\(name)[\(row)] scale")
      #expect(found.zero == expected.zero, "\(name)[\(row)] zero")
      #expect(found.codes == expected.codes, "\(name)[\(row)] codes")
      #expect(found.outlierScale == expected.outlierScale, "\(name)[\(row)] outliers' scale")
      let order = { (left: (Int, Int), right: (Int, Int)) in left.0 < right.0 }
      #expect(
        found.outliers.sorted(by: order).map(\.code)
          == expected.outliers.sorted(by: order).map(\.code), "\(name)[\(row)] outliers")
    }
  }

  private func compareActiveProducts(_ index: Int, _ name: String, _ expected: Int) {
    let analog = trace.execution.record.instructions[index].twin?.analog
    #expect(analog?.activeProducts == UInt64(expected), "\(name): active products")
  }

  /// - Returns: active products.
  private func compareRace(
    _ name: String, _ shape: Instruction.RaceShape, _ query: Int, _ key: Int, _ value: Int,
    into: Int, _ draws: PlainDraws
  ) -> Int {
    var products = 0
    let (queries, keys, values) = (rows(query), rows(key), rows(value))
    let size = shape.headSize
    var context: [[(Double, Double)]] = Array(repeating: [], count: tokens.count)
    for token in tokens.indices {
      for head in 0..<shape.heads {
        let group = head * shape.keyValueHeads / shape.heads
        let own = (group * size)..<((group + 1) * size)
        let q = Array(queries[token][(head * size)..<((head + 1) * size)])
        let code = PlainUnits.Affine(q, bits: shape.bits)
        let scores = keys.map { row -> Float in
          let k = PlainUnits.signed(Array(row[own]), bits: shape.bits)
          let sum = zip(q, k.codes).reduce(0) { $0 + (code.code($1.0) - code.zero) * $1.1 }
          return Float(sum) * (code.scale * k.scale)
        }
        func codes(_ rows: [[Float]]) -> [[Int]] {
          rows.map { PlainUnits.signed(Array($0[own]), bits: shape.bits).codes }
        }
        products += PlainProducts.ones(
          query: q.map(code.code), keys: codes(keys), scores: scores, values: codes(values),
          bits: shape.bits)
        let weights = draws.race(
          scores, timing: machine.chip.timing, row: token * shape.heads + head)
        let total = weights.reduce(0, +)
        let decoded = values.map { row in
          let v = PlainUnits.signed(Array(row[own]), bits: shape.bits)
          return v.codes.map { Double($0) * Double(v.scale) }
        }
        context[token] += (0..<size).map { channel in
          let terms = zip(weights, decoded).map { $0 * $1[channel] / total }
          return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
        }
      }
    }
    check(name, into) { context[$0][$1] }
    return products
  }

  private func compareNorm(
    _ index: Int, _ name: String, _ fields: [[Float]], epsilon: Float, into: Int
  ) {
    let timing = machine.chip.timing
    let potentials = fields.map {
      PlainUnits.potentials($0, epsilon: epsilon, timing: timing)
    }
    check(name, into) { row, column in
      let (chemical, multiplier, _) = potentials[row]
      let field = Double(fields[row][column])
      return (
        (field - chemical) / multiplier,
        (abs(field) + (fields[row].map { Double($0.magnitude) }.max() ?? 0)) / multiplier
      )
    }
    let steps = potentials.reduce(0) { $0 + $1.steps }
    #expect(
      trace.execution.record.instructions[index].counts[.normUnits]![.dacSet]
        == UInt64(2 * steps), "\(name): DACs of \(steps) feedback steps")
  }
}
