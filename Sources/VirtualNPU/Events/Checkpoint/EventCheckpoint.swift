import ChipPrograms
import ExecutionRecords

/// A text at a barrier, where no event is in flight: everything that the rest of its run depends on.
///
/// Numbers are kept as bit patterns: no format can change them.
public struct EventCheckpoint: Codable, Sendable, Equatable {
  /// Which run a checkpoint belongs to.
  public struct Identity: Codable, Sendable, Equatable {
    /// A hash of program and chip.
    public var program: String
    /// The settings by name, in words.
    public var settings: [String: String]
    /// A hash of the texts' tokens.
    public var texts: String

    /// What differs first, in words; `nil` if nothing does.
    /// - Parameter other: the run that wants to go on.
    public func difference(from other: Identity) -> String? {
      if program != other.program {
        return "the model, its precision, thresholds, norms or positions, or the chip are others"
      }
      if settings != other.settings {
        let names = Set(settings.keys).union(other.settings.keys).sorted()
        return names.filter { settings[$0] != other.settings[$0] }.map {
          "found \($0) \(settings[$0] ?? "none"), expected \(other.settings[$0] ?? "none")"
        }.joined(separator: "; ")
      }
      return texts == other.texts ? nil : "the texts are others"
    }
  }

  struct Fields: Codable, Equatable {
    var rows: Int
    var width: Int
    var bits: [UInt32]

    init(_ matrix: Matrix) {
      rows = matrix.rows
      width = matrix.width
      bits = matrix.elements.map(\.bitPattern)
    }

    var matrix: Matrix {
      Matrix(rows: rows, width: width, elements: bits.map(Float.init(bitPattern:)))
    }
  }

  struct Codes: Codable, Equatable {
    var width: Int
    var bits: Int
    var codes: [UInt16]
    var scale: UInt32
    var zero: Int32
    var outlierChannel: [Int32]
    var outlierCode: [Int32]
    var outlierScale: UInt32

    init(_ row: CodedMatrix) {
      width = row.width
      bits = row.bits
      codes = row.bits <= 8 ? row.codes8.map(UInt16.init) : row.codes16
      scale = row.scale[0].bitPattern
      zero = row.zero[0]
      outlierChannel = row.outlierChannel
      outlierCode = row.outlierCode
      outlierScale = row.outlierScale[0].bitPattern
    }

    var row: CodedMatrix {
      CodedMatrix(
        rows: 1, width: width, bits: bits, outliers: outlierChannel.count,
        codes8: bits <= 8 ? codes.map { UInt8(truncatingIfNeeded: $0) } : [],
        codes16: bits <= 8 ? [] : codes, scale: [Float(bitPattern: scale)], zero: [zero],
        outlierChannel: outlierChannel, outlierCode: outlierCode,
        outlierScale: [Float(bitPattern: outlierScale)])
    }
  }

  let identity: Identity
  let next: Int
  let time: UInt64
  let beta: UInt32
  let lastLoad: UInt64
  let fields: [Int: Fields]
  let codes: [Int: [Codes]]
  let output: [UInt32]
  let records: [InstructionRecord]
  let spans: [Timeline.Span]
  let twinTimeline: Timeline
  let lastTwinLoad: UInt64
  let tally: EventTally

  init(of machine: EventMachine) {
    identity = machine.machine.checkpointIdentity(
      texts: [machine.tokens], settings: machine.settings)
    next = machine.next
    time = machine.time
    beta = machine.beta.bitPattern
    lastLoad = machine.lastLoad
    fields = machine.fields.mapValues(Fields.init)
    codes = machine.codes.mapValues { $0.map(Codes.init) }
    output = machine.output.map(\.bitPattern)
    records = machine.records
    spans = machine.spans
    twinTimeline = machine.twin.timeline
    lastTwinLoad = machine.twin.lastLoad
    tally = machine.tally
  }
}

extension EventMachine {
  /// Takes over a checkpoint's state.
  /// - Throws: `MachineError.unusableCheckpoint` if it is another run's, or one that no run leaves.
  func resume(from checkpoint: EventCheckpoint) throws(MachineError) {
    let identity = machine.checkpointIdentity(texts: [tokens], settings: settings)
    if let difference = checkpoint.identity.difference(from: identity) {
      throw .unusableCheckpoint(reason: "of another run: \(difference)")
    }
    guard isWhole(checkpoint) else {
      throw .unusableCheckpoint(reason: "its values do not fit the program")
    }
    next = checkpoint.next
    time = checkpoint.time
    beta = Float(bitPattern: checkpoint.beta)
    lastLoad = checkpoint.lastLoad
    fields = checkpoint.fields.mapValues(\.matrix)
    codes = checkpoint.codes.mapValues { $0.map(\.row) }
    output = checkpoint.output.map(Float.init(bitPattern:))
    records = checkpoint.records
    spans = checkpoint.spans
    twin = TwinClock(timeline: checkpoint.twinTimeline, lastLoad: checkpoint.lastTwinLoad)
    tally = checkpoint.tally
    flitsBefore = checkpoint.tally.flits
  }

  private func isWhole(_ checkpoint: EventCheckpoint) -> Bool {
    let values = program.values
    let alive = Set(checkpoint.fields.keys).union(checkpoint.codes.keys)
    // What was made before the barrier and is read behind it.
    var made: Set<Int> = []
    for instruction in program.instructions.prefix(max(0, checkpoint.next)) {
      if let result = instruction.operation.result { made.insert(result) }
    }
    let needed = program.instructions.dropFirst(max(0, checkpoint.next))
      .flatMap(\.operation.operands).filter(made.contains)
    return (1..<max(2, program.instructions.count)).contains(checkpoint.next)
      && checkpoint.records.count == checkpoint.next
      && alive.allSatisfy(values.indices.contains) && needed.allSatisfy(alive.contains)
      && checkpoint.fields.allSatisfy { value, fields in
        values[value].kind == .field && fields.rows == rows(of: value)
          && fields.width == values[value].width
          && fields.bits.count == fields.rows * fields.width
      }
      && checkpoint.codes.allSatisfy { value, codes in
        values[value].kind == .codes && codes.count == rows(of: value)
          && codes.allSatisfy {
            $0.width == values[value].width && $0.codes.count == $0.width
              && (1...16).contains($0.bits) && $0.outlierCode.count == $0.outlierChannel.count
              && $0.outlierChannel.allSatisfy { (0..<Int32(values[value].width)).contains($0) }
          }
      }
  }
}
