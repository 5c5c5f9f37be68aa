import ChipPrograms
import IsingModels
import MoebiusGeometry

/// Draws sound programs.
struct RandomProgram {
  private var garbler: Garbler
  private var program = Program(name: "")
  /// Values that are written.
  private var written: [Int] = []

  init(seed: UInt64) { garbler = Garbler(seed: seed &* 77 &+ 1) }

  private mutating func next(below bound: Int) -> Int { garbler.next(below: bound) }

  private mutating func chance() -> Bool { next(below: 2) == 0 }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[next(below: elements.count)]
  }

  private mutating func name() -> String {
    pick([
      "layer0.x", "layer12.y", "layer01.z", "plain", "two words", "\"", "\\", "#", ";", ",", "é",
      "",
    ])
  }

  private mutating func float() -> Float {
    let number = Float(next(below: 2000) - 1000) / Float(1 + next(below: 50))
    return chance() ? number : number * 1e-30
  }

  private mutating func number(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * Double(next(below: 1001)) / 1000
  }

  private mutating func time() -> Instruction.Time {
    .init(
      Double(1 + next(below: 1000)) / Double(1 + next(below: 7)),
      pick(Instruction.Time.Unit.allCases))
  }

  // MARK: Values

  /// A program of values for a chip.
  mutating func values() -> Program {
    let precision = Precision(
      weightBits: 2 + next(below: 11), activationBits: 4 + next(below: 9),
      outlierChannels: next(below: 65), weightBlock: pick([nil, 0, 8, 4096]),
      weightRange: pick(Precision.WeightRange.allCases),
      normGains: pick(Precision.NormGains.allCases), embeddingBits: 8 + next(below: 9))
    program = Program(
      name: name(), chip: .init(name: name(), hash: name()), precision: precision,
      maximumTokens: 1 + next(below: 1000))
    written = []
    fetch(width: 2 * (1 + next(below: 4)))
    for _ in 0..<(3 + next(below: 12)) { step() }
    let fields = written.filter { program.values[$0].kind == .field }
    append(.send(pick(fields)))
    if chance() {
      program.setup.append(.init(name: name(), layer: nil, operation: .beta(factor: float())))
    }
    return program
  }

  private mutating func declare(
    _ width: Int, _ kind: Program.ValueDeclaration.Kind = .field, pooled: Bool = false
  ) -> Int {
    program.values.append(.init(kind: kind, width: width, pooled: pooled))
    written.append(program.values.count - 1)
    return program.values.count - 1
  }

  private mutating func append(_ operation: any Instruction.Operation) {
    program.instructions.append(
      chance()
        ? Instruction(at: program.instructions.count, operation)
        : .init(name: name(), layer: pick([nil, 0, 3, 65_535]), operation: operation))
  }

  private mutating func fetch(width: Int) {
    let rows = 1 + next(below: 3)
    let bits = 2 + next(below: 15)
    let largest = (1 << (bits - 1)) - 1
    program.tables.append(
      PresetTable(
        name: name(), index: pick([.token, .position, .type, .constant]), rows: rows, width: width,
        bits: bits,
        codes: (0..<(rows * width)).map { _ in Int16(next(below: 2 * largest + 1) - largest) },
        scales: (0..<rows).map { _ in float() }, onChip: chance()))
    let table = program.tables.count - 1
    append(.fetch(tables: chance() ? [table] : [table, table], into: declare(width)))
  }

  private mutating func vector(_ width: Int) -> Int? {
    guard chance() else { return nil }
    program.vectors.append((0..<width).map { _ in float() })
    return program.vectors.count - 1
  }

  private mutating func step() {
    let source = pick(written.filter { program.values[$0].kind == .field })
    let (width, pooled) = (program.values[source].width, program.values[source].pooled)
    switch next(below: 10) {
    case 0:
      append(.normalise(source, epsilon: float().magnitude, into: declare(width, pooled: pooled)))
    case 1:
      append(.gate(pick(GateThreshold.allCases), source, into: declare(width, pooled: pooled)))
    case 2:
      append(
        .accumulate(
          source, source, gain: vector(width), shift: vector(width),
          into: declare(width, pooled: pooled)))
    case 3:
      append(
        .rescale(
          source, gain: vector(width), shift: vector(width), into: declare(width, pooled: pooled)))
    case 4: append(.unit(source, into: declare(width, pooled: pooled)))
    case 5 where !pooled: append(.pool(source, into: declare(width, pooled: true)))
    case 6 where !pooled:
      let heads = pick([1, 2])
      append(
        .race(
          .init(
            heads: heads, keyValueHeads: pick([1, heads]) == heads ? heads : heads,
            headSize: width / heads, causal: chance(), bits: 4 + next(below: 9),
            position: pick([
              nil, .elliptic(base: 10_000), .hyperbolic(slope: nil), .parabolic(slope: 0.25),
            ])), query: source, key: source, value: source, into: declare(width)))
    case 7:
      let block = 1 + next(below: width)
      append(
        .move(
          source, blockWidth: block, bitsPerElement: 1 + next(below: 64),
          routes: (0..<((width + block - 1) / block)).map { _ in
            let start = next(below: 9)
            return Route(paths: chance() ? [[start]] : [[start, 4, 5], [4, next(below: 100)]])
          }))
    case 8: append(.barrier)
    default: read(source, width: width, pooled: pooled)
    }
  }

  private mutating func read(_ source: Int, width: Int, pooled: Bool) {
    let (outputs, bits) = (2 * (1 + next(below: 3)), 2 + next(below: 11))
    let largest = (1 << (bits - 1)) - 1
    let block = pick((1...width).filter { width % $0 == 0 })
    let isResident = chance()
    let index = program.arrays.count
    // Tiles of its own, or the pool's two tiles in two rounds.
    program.arrays.append(
      CouplingArray(
        name: name(), layer: pick([nil, 4]), inputs: width, outputs: outputs, bits: bits,
        block: block,
        codes: (0..<(width * outputs)).map { _ in Int16(next(below: 2 * largest + 1) - largest) },
        scales: (0..<(outputs * width / block)).map { _ in float() },
        fields: (0..<outputs).map { _ in float() },
        placement: .init(
          rowTiles: 2, columnTiles: 2,
          tiles: isResident ? Array((10 * index + 10)..<(10 * index + 14)) : [0, 1, 0, 1],
          resident: isResident, rounds: isResident ? 1 : 2)))
    if isResident {
      program.setup.append(.init(name: name(), layer: nil, operation: .load(array: index)))
    } else {
      append(.load(array: index))
      append(.bias(array: index))
      append(.barrier)
    }
    let codes = declare(width, .codes, pooled: pooled)
    append(
      .clamp(
        source, bits: program.precision?.activationBits ?? 0, outlierChannels: next(below: width),
        into: codes))
    append(.read(array: index, codes: codes, into: declare(outputs, pooled: pooled)))
  }

  // MARK: Agents

  /// A program of agents for any chip.
  mutating func agents() -> Program {
    let count = 1 + next(below: 9)
    var agents = Program.Agents(
      count: count, columns: chance() ? nil : 1 + next(below: count),
      names: chance() ? [] : (0..<count).map { "n\($0)" + pick(["", "é", "=", "+", "'"]) })
    for a in 0..<count {
      for b in 0..<a where chance() {
        agents.couplings.append(
          chance() ? Bond(a, b, number(-4...4)) : Bond(b, a, number(-1e6...1e6)))
      }
      if chance() { agents.fields.append(.init(a, number(-3...3))) }
    }
    for index in 0..<next(below: 4) {
      let named = some(of: count, atLeast: 1)
      func pattern(_ random: inout Self) -> [Int8] { named.map { _ in random.chance() ? 1 : -1 } }
      let kind: Program.Agents.Observable.Kind =
        switch next(below: 3) {
        case 0: .share([pattern(&self), pattern(&self)])
        case 1: .overlap(pattern(&self))
        default: .product
        }
      agents.observables.append(.init("o\(index)", agents: named, kind))
    }
    let operations = (0..<next(below: 12)).map { _ -> any Instruction.Operation in
      switch next(below: 8) {
      case 0: .beta(number(0...1e6))
      case 1: .ramp(from: number(0...2), to: number(0...2), over: time())
      case 2:
        .clamp(
          some(of: count, atLeast: 1).map { agent -> Instruction.ClampAgents.State in
            .init(agent, chance() ? 1 : -1)
          })
      case 3: .release(some(of: count, atLeast: 0))
      case 4: .relax(time())
      case 5:
        .read(every: time(), times: 1 + next(below: 1000), agents: some(of: count, atLeast: 0))
      case 6:
        .control(
          .agents, to: chance() ? .entropy(number(0...64)) : .acceptance(number(0...1)),
          gain: number(0...9))
      default: .barrier
      }
    }
    var program = Program(name: name(), agents: agents, operations)
    if chance(), !program.instructions.isEmpty {
      program.instructions[0].name = name()
      program.instructions[0].layer = 2
    }
    return program
  }

  private mutating func some(of count: Int, atLeast least: Int) -> [Int] {
    var all = Array(0..<count)
    for index in all.indices { all.swapAt(index, next(below: count)) }
    return Array(all.prefix(max(least, next(below: count + 1))))
  }
}
