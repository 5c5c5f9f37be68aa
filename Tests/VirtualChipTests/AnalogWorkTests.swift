import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import IsingTestSupport
import Testing
import VirtualChip

/// What an analog twin does; `PlainMachine` counts its active products bit by bit.
@Suite("Analog work")
struct AnalogWorkTests {
  static let tokens = [1, 2, 3, 4, 5, 6, 7]

  static func records(
    _ fidelity: Fidelity.Word, chip change: (inout ChipSpec) -> Void = { _ in }
  ) throws -> (machine: VirtualChip, record: ExecutionRecord) {
    let model = TinyModel(
      hidden: 32, heads: 4, keyValueHeads: 2, layers: 2, inner: 64, positions: 8)
    let machine = try Bench.machine(model, chip: change)
    let settings = RunSettings(fidelity: fidelity.fidelity(), samples: 32, seed: 5)
    return (machine, try machine.run(tokens: tokens, settings: settings).record)
  }

  @Test(
    "counted from the same values, it is the same at every fidelity, as far as nothing is drawn")
  func fidelities() throws {
    let (machine, expectation) = try Self.records(.expectation)
    let first = try #require(
      machine.program.instructions.firstIndex { $0.operation is Instruction.Race })
    for fidelity in [Fidelity.Word.sampled, .event] {
      let record = try Self.records(fidelity).record
      var compared = 0
      for (one, other) in zip(expectation.instructions, record.instructions) {
        let (own, found) = (one.twin?.analog, other.twin?.analog)
        // Products and conversions follow from the program and the number of tokens.
        #expect(own?.products == found?.products && own?.conversions == found?.conversions)
        guard one.instruction <= first, let own else { continue }
        #expect(own.activeProducts == found?.activeProducts, "\(one.name)")
        #expect(own.activeProducts < own.products)
        compared += 1
      }
      #expect(compared == 4)
    }
    #expect(expectation.instructions.allSatisfy { $0.twin == nil || $0.twin?.analog != nil })
  }

  @Test("products of a race: scores against keys, then values on tiles whose rows are tokens")
  func race() throws {
    // Two heads of 3, three tokens on tiles of two rows: values take two tiles.
    let shape = Instruction.RaceShape(
      heads: 2, keyValueHeads: 2, headSize: 3, causal: false, bits: 4)
    let record = try CountTests.record(
      [.race(shape, query: 0, key: 0, value: 0, into: 1)], values: [CountTests.field]
    ) { $0.geometry.tileRows = 2 }
    let analog = try #require(record.twin?.analog)
    #expect(analog.products == 2 * (6 * 3) * 3 * 16)
    #expect(analog.conversions == (6 * 3 + 6 * 3 * 2) * 16)
    #expect(analog.sparedOperations == 2 * 3 * record.total[.agentRead])
  }

  @Test("a reading converts each column's sum that is counted")
  func reading() throws {
    for outliers in [0, 1] {
      let record = try CountTests.reading(outliers: outliers)
      #expect(record.twin?.analog?.products == record.total[.couplingEvaluation])
      #expect(record.twin?.analog?.conversions == record.total[.counterStep])
    }
  }

  @Test("where columns share converters the twins wait for them as the chip does")
  func sharedConverters() throws {
    let own = try Self.records(.expectation).record.twinTimeline.totalCycles
    let shared = try Self.records(.expectation) {
      $0.timing.readOut = .converter(bits: 5, columnsPerConverter: 4)
    }.record.twinTimeline.totalCycles
    #expect(shared > 2 * own)
  }

  // MARK: States

  @Test("states of earlier versions go on; what their analog twin did is not known")
  func earlierStates() throws {
    let machine = try Self.records(.expectation).machine
    let settings = RunSettings(fidelity: .event(die: 0), samples: 32, seed: 5)
    let session = try machine.session(settings)
    try session.feed(Self.tokens)
    for _ in 0..<4 { session.step() }
    let state = session.stateBytes
    let earlier = Self.earlier(state)
    #expect(earlier.count < state.count)
    let (rest, later) = (
      try machine.session(settings, resuming: earlier),
      try machine.session(settings, resuming: state)
    )
    for session in [rest, later] { while !session.isFinished { session.step() } }
    #expect(rest.output == later.output)
    let (found, expected) = (rest.execution.record, later.execution.record)
    #expect(found.instructions.contains { $0.twin != nil && $0.twin?.analog == nil })
    for (one, other) in zip(found.instructions, expected.instructions) {
      #expect(one.counts == other.counts)
      #expect(one.twin?.multiplierBits == other.twin?.multiplierBits)
    }
  }

  /// A state as it was before analog work was counted: without the last two actions and the last four
  /// numbers of each twin.
  private static func earlier(_ bytes: [UInt8]) -> [UInt8] {
    func word(_ place: Int) -> Int? {
      guard place + 8 <= bytes.count else { return nil }
      return (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    let (cells, left) = (3 * Action.allCases.count, 3 * (Action.allCases.count - 2))
    var (result, place): ([UInt8], Int) = ([], 0)
    while place < bytes.count {
      let (component, count) = (word(place), word(place + 8))
      let isComponent = component.map { (0..<ChipComponent.allCases.count).contains($0) } ?? false
      // Behind the end of counts; behind two −1 stands the empty list of an instruction without a twin.
      let isTwin =
        isComponent && count == 8 && place >= 16 && word(place - 8) == -1
        && word(place - 16) != -1
      let isRecord =
        isComponent && count == cells
        && (left..<cells).allSatisfy { word(place + 16 + 8 * $0) == 0 }
      guard isTwin || isRecord else {
        result.append(bytes[place])
        place += 1
        continue
      }
      var writer = ByteWriter()
      writer.put(component!)
      writer.put(isTwin ? 4 : left)
      result += writer.bytes
      result += bytes[(place + 16)..<(place + 16 + 8 * (isTwin ? 4 : left))]
      place += 16 + 8 * (isTwin ? 8 : cells)
    }
    return result
  }
}
