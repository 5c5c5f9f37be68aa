import ExecutionRecords

/// An instruction that writes the chip's registers and arrays: it stands in the setup of a program as well,
/// where no text is under way.
protocol SetupInstruction: RowInstruction {
  /// Counts the actions.
  func setUp(on machine: VirtualChip, _ record: inout InstructionRecord) -> Work
}

extension SetupInstruction {
  var passage: Passage { Passage(isSingle: true) }

  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work {
    setUp(on: stage.machine, &stage.record)
  }

  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work { perform(rows, stage) }
}

extension Work {
  /// Cycles of a setup, which nothing else overlaps.
  var setUpCycles: Int {
    switch self {
    case .load(let writing, let transfer, _): max(writing, transfer)
    case .lanes(let cycles, let depth): cycles + depth
    case .wait(let cycles), .host(let cycles): cycles
    case .tiles, .packets, .fetch: preconditionFailure("\(self) sets nothing up")
    }
  }
}
