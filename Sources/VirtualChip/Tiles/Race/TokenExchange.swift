import ByteFormats
import ChipPrograms
import ExecutionRecords
import HardwareSpecs
import RandomStreams

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

/// The exchange of keys and values between the cells of tokens: each token's, all heads', cross every wire
/// of the tree once.
struct TokenExchange {
  private let bits: Int
  private let tokens: Int
  private let wires: TokenWires

  /// The exchange of a text; `nil` where there is none.
  init?(_ shape: Instruction.RaceShape, tokens: Int, wires: TokenWires?) {
    guard let wires, tokens > 1, tokens < wires.lengths.count else { return nil }
    bits = 2 * shape.keyValueHeads * shape.headSize * shape.bits
    self.tokens = tokens
    self.wires = wires
  }

  /// Bits · length · tokens: a bit over a pitch counts as a hop of the flat mesh.
  func count(in record: inout InstructionRecord) {
    let bitPitches = Double(bits * tokens) * wires.lengths[tokens]
    record.add(.networkBitHop, .deterministic, on: .network, Int(counting: bitPitches.rounded()))
  }

  /// The busiest link carries all tokens' flits, behind the hops of the longest way.
  func cycles(on timing: ChipTiming) -> Int {
    wires.diameters[tokens] * timing.hopCycles
      + ceilingDivide(bits, timing.flitBits) * (tokens - 1)
  }
}
