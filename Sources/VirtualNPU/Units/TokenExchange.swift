import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs

/// Wires between the cells of tokens that lie on a lattice: each token's key and value are in a cell of
/// their own, and go to all others along a tree.
public struct TokenWires: Sendable, Equatable {
  /// The lattice, for reports.
  public let name: String
  /// By the number of tokens n, from 0: the length of all wires of the tree over the first n cells, in
  /// pitches of the flat mesh.
  public let lengths: [Double]
  /// By the number of tokens: the most hops between two of the first n cells in the tree.
  public let diameters: [Int]

  /// Creates wires.
  /// - Parameters:
  ///   - name: The lattice.
  ///   - lengths: Total wire length in pitches by the number of tokens, from 0.
  ///   - diameters: Largest number of hops by the number of tokens, from 0; as many as lengths.
  public init(name: String, lengths: [Double], diameters: [Int]) {
    self.name = name
    self.lengths = lengths
    self.diameters = diameters
  }
}

/// The exchange of keys and values between the cells of tokens.
enum TokenExchange {
  /// Each token's key and value, all heads', cross every wire of the tree once: bits · length · tokens,
  /// a bit over a pitch counting as a hop of the flat mesh. The busiest link carries all tokens' flits,
  /// behind the hops of the longest way. 0 cycles without wires.
  static func account(
    _ shape: Instruction.RaceShape, tokens: Int, wires: TokenWires?, timing: ChipTiming,
    record: inout InstructionRecord
  ) -> Int {
    guard let wires, tokens > 1, tokens < wires.lengths.count else { return 0 }
    let bits = 2 * shape.keyValueHeads * shape.headSize * shape.bits
    let bitPitches = Double(bits * tokens) * wires.lengths[tokens]
    record.add(.networkBitHop, .deterministic, on: .network, Int(bitPitches.rounded()))
    let flits = ceilingDivide(bits, timing.flitBits)
    return wires.diameters[tokens] * timing.hopCycles + flits * (tokens - 1)
  }
}
