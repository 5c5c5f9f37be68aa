import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import Jobs

extension Session {
  /// The version of the form; states of another one are refused.
  fileprivate static let stateVersion: UInt32 = 3

  /// All that is needed to go on from here with the same bits, on this machine and under these settings
  /// alone.
  public var stateBytes: [UInt8] {
    var out = ByteWriter()
    out.put(Self.stateVersion)
    out.put(machine.fingerprint.text(of: program, on: chip))
    let words = settings.words.sorted { $0.key < $1.key }
    out.put(words.count)
    for (name, word) in words {
      out.put(name)
      out.put(word)
    }
    out.put(replica)
    out.put(tokens)
    out.put(part.lowerBound)
    out.put(next)
    out.put(partEnd)
    out.put(output)
    out.put(programBeta)
    out.put(tokenBetas) { $0.put($1) }
    out.put(values.fields) { $0.put($1) }
    out.put(values.codes) { $0.put($1) }
    out.put(keyRows) { out, rows in
      out.put(rows.keys)
      out.put(rows.values)
    }
    out.put(valueReads) { $0.put($1) }
    for record in records { out.put(record) }
    out.put(clock)
    out.put(twinClock)
    out.put(events)
    agents?.put(into: &out)
    for bytes in tiles.stateBytes { out.put(bytes) }
    return out.bytes
  }
}

extension VirtualChip {
  /// A session that goes on where another one stopped.
  ///
  /// - Parameters:
  ///   - settings: those of the other one.
  ///   - bytes: its `stateBytes`.
  /// - Throws: `MachineError.unusableCheckpoint` for a state of another program, chip or settings, with what
  ///   differs, and for bytes that are no state.
  public func session(
    _ settings: RunSettings, resuming bytes: [UInt8]
  ) throws(MachineError) -> Session {
    try check(settings)
    var reader = ByteReader(bytes)
    let session: Session
    do {
      try expectIdentity(settings, &reader)
      session = Session(machine: self, settings: settings, replica: try reader.get())
      try session.restore(&reader)
      guard reader.isAtEnd else { throw ByteReader.Damaged() }
    } catch let error as MachineError {
      throw error
    } catch { throw .unusableCheckpoint(reason: "found a damaged state") }
    return session
  }

  /// Refuses a state of another run.
  private func expectIdentity(_ settings: RunSettings, _ reader: inout ByteReader) throws {
    guard try reader.get(UInt32.self) == Session.stateVersion else {
      throw MachineError.unusableCheckpoint(reason: "of another version of this program")
    }
    let program = try reader.text()
    var words: [String: String] = [:]
    for _ in 0..<(try reader.count()) {
      let name = try reader.text()
      words[name] = try reader.text()
    }
    let own = identity(texts: [], settings: settings)
    let found = Self.identity(
      program: program, settings: words, texts: ProgramFingerprint.text(of: []))
    if let difference = found.difference(from: own) {
      throw MachineError.unusableCheckpoint(reason: "of another run: \(difference)")
    }
  }
}

extension Session {
  /// Takes over what a session at its start has not.
  fileprivate func restore(_ reader: inout ByteReader) throws {
    try restoreTokens(&reader)
    output = try reader.list()
    programBeta = try reader.get()
    for (token, beta) in try reader.numbers(Float.self) {
      guard token >= 0, token < .max, beta.isFinite else { throw ByteReader.Damaged() }
      setBeta(beta, ofTokens: token..<(token + 1))
    }
    try restoreValues(&reader)
    for index in records.indices { try reader.counts(into: &records[index]) }
    let clock_Hz = chip.timing.clock_Hz
    clock = try reader.clock(clock_Hz: clock_Hz, instructions: records.count)
    twinClock = try reader.clock(clock_Hz: clock_Hz, instructions: records.count)
    events = try reader.tally()
    flitsBefore = events.flits
    try agents?.restore(&reader)
    try tiles.restore(crossbar: reader.list(), gates: reader.list(), norms: reader.list())
  }

  private func restoreTokens(_ reader: inout ByteReader) throws {
    let tokens: [Int] = try reader.list()
    let (start, reached, end): (Int, Int, Int) = (
      try reader.get(), try reader.get(), try reader.get()
    )
    let ends = [machine.steps.count, machine.answerStart ?? machine.steps.count]
    guard ends.contains(end), (0...end).contains(reached), (0...tokens.count).contains(start) else {
      throw ByteReader.Damaged()
    }
    for part in [tokens[..<start], tokens[start...]] where !part.isEmpty {
      // A program of agents alone takes no tokens.
      guard isFinished else { throw ByteReader.Damaged() }
      try feed(Array(part), answers: end == machine.steps.count)
      next = partEnd
    }
    next = reached
  }

  private func restoreValues(_ reader: inout ByteReader) throws {
    let declared = program.values
    func width(_ value: Int, _ kind: Program.ValueDeclaration.Kind) throws -> Int {
      guard declared.indices.contains(value), declared[value].kind == kind else {
        throw ByteReader.Damaged()
      }
      return declared[value].width
    }
    var (fields, codes): ([Int: Matrix], [Int: CodedMatrix]) = ([:], [:])
    for _ in 0..<(try reader.count()) {
      let value: Int = try reader.get()
      fields[value] = try reader.matrix(width: width(value, .field))
    }
    for _ in 0..<(try reader.count()) {
      let value: Int = try reader.get()
      codes[value] = try reader.codedMatrix(width: width(value, .codes))
    }
    guard fields.allSatisfy({ $1.rows == rows(of: $0) }),
      codes.allSatisfy({ $1.rows == rows(of: $0) }), holdsAllThatIsRead(fields, codes)
    else { throw ByteReader.Damaged() }
    values = ValueStore(fields: fields, codes: codes)
    for _ in 0..<(try reader.count()) {
      let instruction: Int = try reader.get()
      try restoreKeys(of: instruction, keys: reader.list(), values: reader.list())
    }
    for (instruction, reads) in try reader.numbers(Double.self) {
      _ = countValueReads(reads, of: instruction)
    }
  }

  /// Whether what was made before this place and is read behind it is there.
  private func holdsAllThatIsRead(
    _ fields: [Int: Matrix], _ codes: [Int: CodedMatrix]
  ) -> Bool {
    let instructions = program.instructions
    let made = Set(instructions.prefix(next).compactMap(\.operation.result))
    return instructions.dropFirst(next).flatMap(\.operation.operands)
      .allSatisfy { !made.contains($0) || fields[$0] != nil || codes[$0] != nil }
  }

  /// Writes the keys and values of a causal race into its tiles again; they were counted before.
  private func restoreKeys(of instruction: Int, keys: [Float], values: [Float]) throws {
    guard machine.racePlaces[instruction] != nil, records.indices.contains(instruction),
      let race = program.instructions[instruction].operation as? Instruction.Race
    else { throw ByteReader.Damaged() }
    let width = race.shape.keyValueHeads * race.shape.headSize
    let rows = keys.count / width
    guard keys.count == rows * width, values.count == keys.count, rows <= tokens.count else {
      throw ByteReader.Damaged()
    }
    race.hold(
      Matrix(rows: rows, width: width, elements: keys),
      Matrix(rows: rows, width: width, elements: values), instruction: instruction, self)
  }
}
