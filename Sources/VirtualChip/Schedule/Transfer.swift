import ByteFormats
import HardwareSpecs

extension ChipSpec {
  /// Cycles to carry `bits`; 0 without a link, which nothing crosses.
  func cycles(bits: Int, bitsPerSecond: Double?) -> Int {
    guard bits > 0, let bitsPerSecond else { return 0 }
    let cycles = (Double(bits) / bitsPerSecond * timing.clock_Hz).rounded(.up)
    return Int(cycles < Self.mostCycles ? cycles : Self.mostCycles)
  }

  /// The longest duration that is told from longer ones: sums of many stay far from the end of the
  /// integers.
  static let mostCycles = 1e12

  /// An asynchronous duration as the clock sees it: ⌈t f⌉ and the synchroniser. Devices can make agents as
  /// slow as they like; beyond `mostCycles` nobody waits for them.
  func cycles(seconds: Double) -> Int {
    let cycles = (seconds * timing.clock_Hz).rounded(.up)
    return Int(cycles < Self.mostCycles ? cycles : Self.mostCycles) + timing.synchroniserCycles
  }

  /// The same of a duration that a program states: one of a whole number of cycles but for rounding is not
  /// rounded up.
  func cycles(stated seconds: Double) -> Int {
    let cycles = (seconds * timing.clock_Hz * (1 - 1e-12)).rounded(.up)
    return Int(min(cycles, 9e15)) + timing.synchroniserCycles
  }

  /// Cycles of writing the states of agents over the periphery's lanes.
  func writeCycles(agents: Int) -> Int { laneCycles(agents) + timing.synchroniserCycles }

  /// Cycles of so many digital operations on the lanes of the periphery.
  func laneCycles(_ operations: Int) -> Int {
    ceilingDivide(operations, geometry.digitalLanes)
  }

  /// How many times longer a plane takes because columns of `bits` coupling planes share converters.
  func conversionCycles(_ bits: Int) -> Int {
    switch timing.readOut {
    case .counter: 1
    case .converter(_, let columnsPerConverter): columnsPerConverter * bits
    }
  }
}
