import ChipPrograms
import HardwareSpecs

/// What the machine knows about an operation of the language.
protocol ChipInstruction: Instruction.Operation {
  /// How the machine goes about it.
  var step: MachineStep { get }
}

/// How the machine goes about an instruction.
enum MachineStep {
  /// Rows of values pass it, those of several tokens at once.
  case rows(any RowInstruction)
  /// Agents act on it, in steps.
  case agents(any AgentInstruction)
  /// Every row waits until all others have passed what stands before it.
  case barrier
}

/// An instruction that rows pass: its values, its actions and its time, written once for every fidelity.
///
/// The schedule of `expectation` and `sampled` hands over all rows at once, `event` one row after the
/// other as they come. Actions are counted by the rows and what was done to them, so that they add up to
/// the same either way.
protocol RowInstruction: ChipInstruction {
  /// How rows pass it.
  var passage: Passage { get }
  /// What becomes of the machine's registers when it is reached in program order.
  func enter(_ session: Session)
  /// What is done before the first row, where `passage` asks for it: cycles until rows may enter.
  func prepare(_ stage: Stage) -> Int
  /// Makes rows of its result from rows of its operands, and counts the actions.
  func perform(_ rows: Range<Int>, _ stage: Stage) -> Work
  /// Counts what `perform` does with rows whose values nobody has, in the mean, by the same rules; where it depends on
  /// values, as the session assumes (`RowAssumptions`).
  func foresee(_ rows: Range<Int>, _ stage: Stage) -> Work
  /// What is done behind the last row, where `passage` asks for it: lane cycles.
  func complete(_ stage: Stage) -> Int
}

extension RowInstruction {
  var step: MachineStep { .rows(self) }
  var passage: Passage { Passage() }

  func enter(_ session: Session) {}

  func prepare(_ stage: Stage) -> Int { 0 }

  func complete(_ stage: Stage) -> Int { 0 }
}

/// How rows pass an instruction.
struct Passage {
  /// One row stands for all tokens: it waits for all of them, and all of them go on behind it.
  var isSingle = false
  /// Rows pass tiles of its own, one after the other.
  var hasTiles = false
  /// Lanes of the periphery code a row before it enters the tiles, and do not work on its results.
  var lanesFirst = false
  /// Values of which all rows are written into the tiles before the first row enters.
  var prepared: [Instruction.Value] = []
  /// What earlier parts of a text left is brought back before the first row enters.
  var bringsBack = false
  /// Rows enter in the order of their tokens.
  var isOrdered = false
  /// Something is left to do behind the last row.
  var isCompleted = false

  /// Whether something is done before the first row.
  var isPrepared: Bool { bringsBack || !prepared.isEmpty }
}

/// What rows at an instruction ask of the chip, and for how long.
enum Work {
  /// Lanes of the periphery, then a tree of adders.
  case lanes(cycles: Int, depth: Int)
  /// Tiles, a run a row.
  case tiles([TileRun])
  /// Packets on the mesh, the same for each row.
  case packets(PacketLoad)
  /// The host link, then memory, then lanes.
  case fetch(FetchedRows)
  /// The host link.
  case host(cycles: Int)
  /// Writing of couplings while they come from memory or from the host.
  case load(writing: Int, transfer: Int, fromHost: Bool)
  /// Nothing but time.
  case wait(cycles: Int)
}

/// How long one row stays in a tile.
package struct TileRun: Equatable {
  /// Cycles from the row's entry to its result.
  package var latency: Int
  /// Cycles after its entry when the next row may enter.
  package var busy: Int

  /// How long a row stays.
  package init(latency: Int, busy: Int) {
    self.latency = latency
    self.busy = busy
  }
}
