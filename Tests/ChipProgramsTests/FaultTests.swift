import ChipPrograms
import HardwareSpecs
import IsingModels
import MoebiusGeometry
import Testing

/// Each rule of the verifier: a sound program, one thing broken, and what the verifier says.
@Suite("Faults of programs") struct FaultTests {
  struct Break: CustomTestStringConvertible, Sendable {
    var message: String
    var change: @Sendable (inout Program) -> Void
    var testDescription: String { message }

    init(_ message: String, _ change: @escaping @Sendable (inout Program) -> Void) {
      self.message = message
      self.change = change
    }
  }

  private func check(_ program: Program, _ fault: Break) {
    var changed = program
    fault.change(&changed)
    #expect(changed.faults().first?.description == fault.message)
  }

  @Test(arguments: [
    Break(
      "layer0.key: found layer0.key 4x6 13b block 3 tiles 3x1 at 4...5,9 resident, expected 2 to 12 "
        + "bits, a block that divides the inputs, tiles and rounds"
    ) { $0.arrays[0].bits = 13 },
    Break(
      "layer0.key: found layer0.key 4x6 5b block 4 tiles 3x1 at 4...5,9 resident, expected 2 to 12 "
        + "bits, a block that divides the inputs, tiles and rounds"
    ) { $0.arrays[0].block = 4 },
    Break(
      "layer0.key: found layer0.key 4x6 5b block 3 at 4...5,9 resident, expected 2 to 12 "
        + "bits, a block that divides the inputs, tiles and rounds"
    ) {
      ($0.arrays[0].placement.rowTiles, $0.arrays[0].placement.columnTiles) = (0, 0)
    },
    Break("layer0.key: found 23 codes, expected 24") { $0.arrays[0].codes.removeLast() },
    Break("layer0.key: found 7 scales, expected 8") { $0.arrays[0].scales.removeLast() },
    Break("layer0.key: found 5 fields, expected 4") { $0.arrays[0].fields.append(1) },
    Break("layer0.key: found 2 tiles, expected 3") { $0.arrays[0].placement.tiles.removeLast() },
    Break("layer0.key: found 2 rounds, expected 1") { $0.arrays[0].placement.rounds = 2 },
    Break("layer0.key: found a code out of 5 bits, expected magnitudes up to 15") {
      $0.arrays[0].codes[3] = -16
    },
    Break("layer0.key: found a number that is not finite, expected finite numbers") {
      $0.arrays[0].scales[0] = .infinity
    },
    Break("layer0.key: found a number that is not finite, expected finite numbers") {
      $0.arrays[0].fields[0] = .nan
    },
    Break(
      "layer0.key: found tile 4, which belongs to layer0.key, a resident array, expected a tile of "
        + "its own"
    ) { $0.arrays.append($0.arrays[0]) },
    Break("words: found 31 codes, expected 30") { $0.tables[0].codes.append(0) },
    Break("words: found 4 scales, expected 5") { $0.tables[0].scales.removeLast() },
    Break("words: found a code out of 11 bits, expected magnitudes up to 1023") {
      $0.tables[0].codes[7] = 1024
    },
    Break("words: found a number that is not finite, expected finite numbers") {
      $0.tables[0].scales[0] = .nan
    },
    Break("V1: found a number that is not finite, expected finite numbers") {
      $0.vectors[1][2] = -.infinity
    },
    Break("found values without a precision or tokens, expected both where there are values") {
      $0.precision = nil
    },
    Break("found values without a precision or tokens, expected both where there are values") {
      $0.maximumTokens = nil
    },
    Break("found 0 outputs, expected one, sent by the last instruction") {
      $0.instructions.removeLast()
    },
    Break("found 1 outputs, expected one, sent by the last instruction") {
      $0.instructions.append(.init(at: 0, .barrier))
    },
    Break("found barrier in the setup, expected load, bias, beta and control") {
      $0.setup.append(.init(at: 0, .barrier))
    },
  ])
  func declarations(_ fault: Break) { check(SampleProgram.program, fault) }

  /// One operation put in the place of another.
  private static func put(
    _ message: String, _ place: Int, _ operation: any Instruction.Operation
  ) -> Break { Break(message) { $0.instructions[place].operation = operation } }

  @Test(arguments: [
    Break("layer0.key.clamp: found %1, which is not written yet, expected a value that is") {
      $0.instructions.swapAt(1, 2)
    },
    put(
      "norm: found %-1, which is not written yet, expected a value that is", 1, .unit(-1, into: 1)),
    put("norm: found %99, expected one of 12 values", 1, .unit(0, into: 99)),
    put("norm: found %0 written a second time, expected each value once", 1, .unit(0, into: 0)),
    put("load: found A2, expected one of 2 arrays", 8, .load(array: 2)),
    put("bias: found A-1, expected one of 2 arrays", 9, .bias(array: -1)),
    Break("layer0.key: found A0, which is not loaded, expected an array that is") {
      $0.setup.removeFirst()
    },
    put("layer0.key: found A9, expected one of 2 arrays", 4, .read(array: 9, codes: 2, into: 3)),
    Break("layer1.read: found A1 with no barrier after its load, expected one between them") {
      $0.instructions.remove(at: 10)
    },
    Break("layer1.read: found A1, which is not loaded, expected an array that is") {
      // Another array of the pool takes its tiles.
      $0.arrays.append($0.arrays[1])
      $0.instructions[9].operation = .load(array: 2)
    },
    Break("layer0.key: found %2 codes nx5, expected codes nx6") {
      $0.values[2].width = 5
      $0.instructions[2].operation = .fetch(tables: [3], into: 2)
      $0.tables.append($0.tables[2])
      $0.tables[3].width = 5
      $0.tables[3].codes.removeLast()
      $0.instructions[2].operation = Codes(into: 2)
    },
    put("embedding: found no table, expected one at least", 0, .fetch(tables: [], into: 0)),
    put("embedding: found T3, expected one of 3 tables", 0, .fetch(tables: [0, 3], into: 0)),
    Break("embedding: found T1 of width 6, expected 5") {
      $0.tables[0].width = 5
      $0.tables[0].codes.removeLast(5)
      $0.values[0].width = 5
    },
    Break("embedding: found %0 field 1x6, expected field nx6") { $0.values[0].pooled = true },
    put(
      "layer0.key.clamp: found 8 bits, expected 7, as the precision states", 2,
      .clamp(1, bits: 8, outlierChannels: 2, into: 2)),
    put(
      "layer0.key.clamp: found 6 outliers, expected fewer than 6 channels", 2,
      .clamp(1, bits: 7, outlierChannels: 6, into: 2)),
    Break("layer0.key.clamp: found %2 codes 1x6, expected codes nx6") {
      $0.values[2].pooled = true
    },
    put(
      "layer1.clamp: found %2 codes nx6, expected field nx6", 7,
      .clamp(2, bits: 7, outlierChannels: 2, into: 5)),
    put(
      "layer0.key.move: found 1 routes, expected 2, one a block", 3,
      .move(2, blockWidth: 4, bitsPerElement: 7, routes: [Route(0, 1)])),
    put(
      "layer0.key.move: found blocks of 0, expected one element at least", 3,
      .move(2, blockWidth: 0, bitsPerElement: 7, routes: [])),
    put(
      "layer0.key.move: found a path from elsewhere, expected one from a stop of the block's first "
        + "path", 3,
      .move(
        2, blockWidth: 6, bitsPerElement: 7, routes: [Route(paths: [[0, 1], [2, 3]])])),
    put(
      "layer0.key.move: found a path from elsewhere, expected one from a stop of the block's first "
        + "path", 3, .move(2, blockWidth: 6, bitsPerElement: 7, routes: [Route(paths: [])])),
    put(
      "layer0.race: found 3 key heads, expected a divisor of 4 heads", 6, race(heads: 4, keys: 3)),
    put(
      "layer0.race: found 0 key heads, expected a divisor of 4 heads", 6, race(heads: 4, keys: 0)),
    put("layer0.race: found 13 bits, expected 4 to 12", 6, race(bits: 13)),
    put("layer0.race: found %3 field nx4, expected field nx6", 6, race(heads: 3, keys: 3)),
    put("layer0.race: found %3 field nx4, expected field nx2", 6, race(keys: 1)),
    Break("layer0.race: found %4 field nx5, expected field nx4") { $0.values[4].width = 5 },
    Break("gate: found %6 field nx6, expected field nx7") { $0.values[7].width = 7 },
    put(
      "norm: found epsilon -1.0, expected a finite number of 0 or more", 1,
      .normalise(0, epsilon: -1, into: 1)),
    put(
      "norm: found epsilon nan, expected a finite number of 0 or more", 1,
      .normalise(0, epsilon: .nan, into: 1)),
    Break("norm: found %0 field nx6, expected field 1x6") { $0.values[1].pooled = true },
    put(
      "sum: found V2, expected one of 2 vectors", 13,
      .accumulate(7, 0, gain: nil, shift: 2, into: 8)),
    put(
      "sum: found %4 field nx4, expected field nx6", 13,
      .accumulate(7, 4, gain: nil, shift: nil, into: 8)),
    Break("scale: found V0 of width 7, expected 6") { $0.vectors[0].append(1) },
    Break("pool: found %10 field nx6, expected field 1x6") { $0.values[10].pooled = false },
    put("pool: found %2 codes nx6, expected field nx6", 15, .pool(2, into: 10)),
    Break("unit: found %10 field 1x6, expected field nx6") { $0.values[11].pooled = false },
    put("output: found %2 codes nx6, expected field nx6", 17, .send(2)),
    put("gate: found no agents, expected `agents N`", 12, .relax(.init(1, .sweeps))),
    put("gate: found no agents, expected `agents N`", 12, .beta(1)),
    put("gate: found no agents, expected `agents N`", 12, .release([])),
    put(
      "layer0.barrier: found %6, which no race makes, expected a value that a race makes", 5,
      .control(.race(6), to: .entropy(1), gain: 1)),
    put(
      "layer0.barrier: found an entropy `65`, expected a number from 0 to 64", 5,
      .control(.race(4), to: .entropy(65), gain: 1)),
    put(
      "layer0.barrier: found an acceptance `-0.5`, expected a number from 0 to 1", 5,
      .control(.race(4), to: .acceptance(-0.5), gain: 1)),
    put(
      "layer0.barrier: found a gain `nan`, expected a number from 0 to 1000000", 5,
      .control(.race(4), to: .acceptance(0.5), gain: .nan)),
    Break(": found factor inf, expected a finite number") {
      $0.setup[2].operation = .beta(factor: .infinity)
    },
  ])
  func instructions(_ fault: Break) {
    #expect(SampleProgram.program.faults() == [])
    check(SampleProgram.program, fault)
  }

  private static func race(
    heads: Int = 2, keys: Int = 2, bits: Int = 6
  ) -> Instruction.Race {
    .race(
      .init(heads: heads, keyValueHeads: keys, headSize: 2, causal: false, bits: bits), query: 3,
      key: 3, value: 3, into: 4)
  }

  @Test(arguments: [
    Break("found a number of agents `0`, expected a whole number from 1 to 16777216") {
      $0.agents?.count = 0
    },
    Break("found a number of agents `20000000`, expected a whole number from 1 to 16777216") {
      $0.agents?.count = 20_000_000
    },
    Break("found agents in a row of the grid `5`, expected a whole number from 1 to 4") {
      $0.agents?.columns = 5
    },
    Break("found 3 names, expected 4, one an agent") { $0.agents?.names.removeLast() },
    Break("found the name `a` twice, expected each name once") { $0.agents?.names[1] = "a" },
    Break("found the name `4d`, expected a name that starts with a letter") {
      $0.agents?.names[1] = "4d"
    },
    Break("found the name `d d`, expected a name that starts with a letter") {
      $0.agents?.names[1] = "d d"
    },
    Break("found the name `agents`, expected a name that starts with a letter") {
      $0.agents?.names[1] = "agents"
    },
    Break("found agent `4`, expected a number from 0 to 3") {
      $0.agents?.couplings.append(Bond(0, 4, 1))
    },
    Break("found agent a coupled with itself, expected two agents") {
      $0.agents?.couplings.append(Bond(0, 0, 1))
    },
    Break("found a second coupling of a and b', expected one") {
      $0.agents?.couplings.append(Bond(1, 0, 2))
    },
    Break("found a coupling `nan`, expected a number from -1000000 to 1000000") {
      $0.agents?.couplings[0].coupling = .nan
    },
    Break("found agent `-1`, expected a number from 0 to 3") {
      $0.agents?.fields.append(.init(-1, 1))
    },
    Break("found a second field of a, expected one") { $0.agents?.fields.append(.init(0, 1)) },
    Break("found a field `2000000`, expected a number from -1000000 to 1000000") {
      $0.agents?.fields[1].value = 2e6
    },
    Break("found the label `alike` twice, expected each label once") {
      $0.agents?.observables[1].label = "alike"
    },
    Break("found the label ``, expected one word") { $0.agents?.observables[1].label = "" },
    Break("found no agents, expected at least one agent") { $0.agents?.observables[2].agents = [] },
    Break("found agent d4 twice, expected each agent once") {
      $0.agents?.observables[2].agents = [3, 3]
    },
    Break("found the pattern `+`, expected 2 signs + or -, one an agent") {
      $0.agents?.observables[0].kind = .share([[1, 1], [1]])
    },
    put("0 beta: found β `-1`, expected a number from 0 to 1000000", 0, .beta(-1)),
    put(
      "0 beta: found β `inf`, expected a number from 0 to 1000000", 0,
      .ramp(from: 0, to: .infinity, over: .init(1, .sweeps))),
    put(
      "0 beta: found the duration `0`, expected a number above 0 and at most 1e15", 0,
      .ramp(from: 0, to: 1, over: .init(0, .sweeps))),
    put(
      "2 relax: found the duration `nan`, expected a number above 0 and at most 1e15", 2,
      .relax(.init(.nan, .sweeps))),
    put("1 clamp: found agent `9`, expected a number from 0 to 3", 1, .clamp([.init(9, 1)])),
    put(
      "1 clamp: found agent a twice, expected each agent once", 1,
      .clamp([.init(0, 1), .init(0, -1)])),
    put(
      "1 clamp: found no agents or states, expected agents, each with +1 or -1", 1,
      .clamp([.init(0, 0)])),
    put("4 release: found agent a twice, expected each agent once", 4, .release([0, 0])),
    put(
      "6 read: found agent `4`, expected a number from 0 to 3", 6,
      .read(every: .init(1, .sweeps), times: 1, agents: [4])),
    put(
      "6 read: found a number of reads `0`, expected a whole number from 1 to 1000000000", 6,
      .read(every: .init(1, .sweeps), times: 0, agents: [])),
    put(
      "6 read: found the duration `-1`, expected a number above 0 and at most 1e15", 6,
      .read(every: .init(-1, .sweeps), times: 1, agents: [])),
  ])
  func agents(_ fault: Break) { check(SampleProgram.agents, fault) }

  @Test("all faults are named, each with its place") func allFaults() {
    var program = SampleProgram.agents
    program.instructions[0].operation = .beta(-1)
    program.instructions[2].operation = .relax(.init(0, .sweeps))
    program.agents?.fields.append(.init(0, 1))
    #expect(program.faults().map(\.place) == [.field(2), .instruction(0), .instruction(2)])
  }
}

/// An operation that makes codes of nothing, to reach rules behind that of clamps.
private struct Codes: Instruction.Computation {
  static let mnemonic = "codes"
  var into: Int

  init(into: Int) { self.into = into }

  init(_ words: inout ProgramWords) throws(ProgramTextError) { into = 0 }

  func check(_ state: inout ProgramState) throws(Fault.Reason) {}
}

/// What a chip lacks for a program.
@Suite("Faults on a chip") struct ChipFaultTests {
  private func chip(_ change: (inout ChipSpec) -> Void = { _ in }) throws -> ChipSpec {
    var chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    chip.name = "chip"
    (chip.geometry.tileRows, chip.geometry.tileColumns) = (2, 6)
    change(&chip)
    return chip
  }

  /// A sample for any chip.
  private func anyChip(_ sample: Program) -> Program {
    var program = sample
    program.chip = nil
    return program
  }

  private var values: Program { anyChip(SampleProgram.program) }

  @Test func soundProgramsPass() throws {
    var agents = SampleProgram.agents
    agents.instructions.remove(at: 8)
    #expect(try values.faults(on: chip()) == [] && agents.faults(on: chip()) == [])
  }

  @Test func chipsThatAreTooSmall() throws {
    let (program, sound) = (values, try chip())
    func first(_ chip: ChipSpec, _ change: (inout Program) -> Void = { _ in }) -> Fault? {
      var changed = program
      change(&changed)
      return changed.faults(on: chip).first
    }
    var fault = first(sound) { $0.chip = .init(name: "other", hash: "f00") }
    #expect(fault?.place == .chip)
    #expect(
      fault?.description
        == "found a program for other with the description f00, expected one for chip, whose "
        + "description has the hash \(sound.identity)")
    #expect(first(sound) { $0.chip = .init(name: "other", hash: sound.identity) } == nil)
    fault = first(try chip { $0.geometry.tileRows = 3 })
    #expect(
      fault?.description
        == "layer0.key: found tiles 3x1, expected 2x1 below \(sound.geometry.linearTiles)")
    fault = first(try chip { $0.geometry.linearTiles = 9 })
    #expect(fault?.description == "layer0.key: found tiles 3x1, expected 3x1 below 9")
    fault = first(sound) {
      $0.instructions[3].operation = .move(
        2, blockWidth: 6, bitsPerElement: 7, routes: [Route(0, sound.geometry.meshTiles)])
    }
    #expect(
      fault?.description
        == "layer0.key.move: found tile \(sound.geometry.meshTiles), expected one below "
        + "\(sound.geometry.meshTiles)")
    func race(_ shape: Instruction.RaceShape) -> Fault? {
      first(sound) {
        for value in 3...4 { $0.values[value].width = shape.heads * shape.headSize }
        $0.instructions[4].operation = .fetch(tables: [3], into: 3)
        $0.tables.append(
          PresetTable(
            name: "t", index: .constant, rows: 1, width: shape.heads * shape.headSize, bits: 8,
            codes: [], scales: [], onChip: true))
        $0.instructions[6].operation = .race(shape, query: 3, key: 3, value: 3, into: 4)
      }
    }
    #expect(
      first(try chip { $0.geometry.raceTiles = 1 })?.description
        == "layer0.race: keys of 3 tokens of all causal races stay in 2 race tiles, chip has 1")
    fault = first(sound) {
      var other = $0.instructions[6].operation as? Instruction.Race
      other?.shape.causal = false
      other?.into = $0.values.count
      $0.values.append($0.values[4])
      if let other { $0.instructions.insert(.init(at: 7, other), at: 7) }
    }
    #expect(
      fault?.description
        == "layer0.race: found causal races and races over all tokens, expected one kind in a program"
    )
    #expect(
      race(
        .init(
          heads: 1, keyValueHeads: 1, headSize: 5, causal: false, bits: 6,
          position: .elliptic(base: 10)))?.description
        == "layer0.race: head size: found 5, expected an even one for rotations")
    #expect(
      race(.init(heads: 1, keyValueHeads: 1, headSize: 1024, causal: false, bits: 12))?.description
        == "layer0.race: scores of 1024 products of 12 bits reach 8583644160, expected at most "
        + "2147483647")
    #expect(
      anyChip(SampleProgram.controlled).faults(on: sound).map(\.description)
        == [
          "layer0.control: found β handed to a thermostat, which chip does not have, expected β set "
            + "by `beta` alone"
        ])
  }

  @Test("converters that resolve too few sums stop all but events") func converters() throws {
    let few = try chip { $0.timing.readOut = .converter(bits: 1, columnsPerConverter: 1) }
    let faults = values.faults(on: few)
    #expect(faults.map(\.name) == ["layer0.key", "layer0.race", "layer1.read"])
    #expect(faults.allSatisfy { $0.reason.stops == .laws })
    #expect(
      faults[0].reason.description
        == "column sums of 2 rows need converters of 2 bits, chip has 1; fidelity event can follow "
        + "them")
    let narrow = try chip {
      $0.timing.readOut = .converter(bits: 2, columnsPerConverter: 1)
      $0.devices.converterFullScale = 1
    }
    #expect(
      values.faults(on: narrow).first?.reason.description
        == "column sums of 2 rows need converters of that full scale, chip has 1; fidelity event "
        + "can follow them")
    #expect(
      try values.faults(
        on: chip { $0.timing.readOut = .converter(bits: 2, columnsPerConverter: 1) }) == [])
  }

  @Test func agents() throws {
    var program = SampleProgram.agents
    program.instructions.remove(at: 8)
    func only(_ change: (inout ChipSpec) -> Void) throws -> Fault? {
      let faults = try program.faults(on: chip(change))
      #expect(faults.count == 1)
      return faults.first
    }
    var fault = try only { $0.geometry.latticeAgents = 3 }
    #expect(
      fault?.reason.description == "needs 4 lattice agents, chip has 3 (geometry.lattice_agents)")
    fault = try only { $0.geometry.maximumFanIn = 1 }
    #expect(fault?.reason.description == "agent a has 2 couplings, an agent of chip at most 1")
    fault = try only { $0.devices.fieldBits = 4 }
    #expect(fault?.reason.stops == .closedForms)
    #expect(fault?.reason.description.contains("field converter") == true)
    #expect(
      SampleProgram.agents.faults(on: try chip()).map(\.description)
        == [
          "8 control: found β handed to a thermostat, which chip does not have, expected β set by "
            + "`beta` alone"
        ])
  }

  @Test("closed forms visit the states of few free agents") func free() throws {
    let program = Program(
      name: "large", agents: .init(count: 22, names: (0..<22).map { "n\($0)" }),
      [
        .clamp([.init(0, 1), .init(1, 1)]), .relax(.init(1, .sweeps)), .release([0]),
        .read(every: .init(1, .sweeps), times: 1, agents: [3]), .clamp([.init(0, -1)]),
        .ramp(from: 0, to: 1, over: .init(1, .sweeps)), .release([]), .beta(1), .barrier,
        .relax(.init(1, .sweeps)),
      ])
    #expect(program.faults() == [])
    let faults = try program.faults(on: chip())
    #expect(faults.map(\.place) == [.instruction(3), .instruction(9)])
    #expect(faults.allSatisfy { $0.reason.stops == .closedForms })
    #expect(
      faults[0].reason.description
        == "`read every 1 sweeps times 1 agents n3` has 21 free agents; expectation visits all "
        + "states of at most 20: expected --fidelity sampled or event")
  }
}
