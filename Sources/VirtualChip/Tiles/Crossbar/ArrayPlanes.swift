import ChipPrograms
import DenseAlgebra
import Synchronization

/// What an array keeps for the fidelity that follows its columns: planes, made at first use, and the
/// currents of one die's coupling bits.
final class ArrayPlanes: Sendable {
  private struct Cache {
    var planes: CouplingPlanes?
    var currents: [Float] = []
    var die: Die?
  }

  private let cache = Mutex(Cache())

  /// The planes of an array on tiles of `tileRows`.
  func planes(_ prepared: PreparedArray, tileRows: Int) -> CouplingPlanes {
    cache.withLock { cache in
      if let planes = cache.planes, planes.tileRows == tileRows { return planes }
      let array = prepared.array
      let block =
        switch prepared.product {
        case .exact: array.inputs
        case .blocks(let weights): weights.blockSize
        }
      let planes = CouplingPlanes(
        codes: array.codes, inputs: array.inputs, outputs: array.outputs, bits: array.bits,
        tileRows: tileRows, block: block)
      cache.planes = planes
      return planes
    }
  }

  /// The currents of all coupling bits on a die, [plane][input][output]: 1 + δ where the bit is 1,
  /// else 0; 4 bytes a bit, kept for the die that was asked for last.
  func currents(_ prepared: PreparedArray, die: Die) -> [Float] {
    cache.withLock { cache in
      if let last = cache.die, last == die, !cache.currents.isEmpty { return cache.currents }
      let array = prepared.array
      let name = Int(TextKey(array.name.utf8.map { Int($0) }).value)
      cache.currents = VariedCouplings.currents(
        codes: prepared.transposed, inputs: array.inputs, outputs: array.outputs, bits: array.bits,
        factors: die.couplings(
          ofArray: name, count: array.bits * array.inputs * array.outputs))
      cache.die = die
      return cache.currents
    }
  }
}

/// Currents of coupling bits that are not all alike.
enum VariedCouplings {
  /// [plane][input][output] from codes by input, [inputs × outputs]; without factors all are 1.
  static func currents(
    codes: [Int16], inputs: Int, outputs: Int, bits: Int, factors: [Float]
  ) -> [Float] {
    var currents = [Float](repeating: 0, count: bits * inputs * outputs)
    for plane in 0..<bits {
      let start = plane * inputs * outputs
      for place in 0..<(inputs * outputs) where (codes[place] >> Int16(plane)) & 1 == 1 {
        currents[start + place] = factors.isEmpty ? 1 : factors[start + place]
      }
    }
    return currents
  }
}
