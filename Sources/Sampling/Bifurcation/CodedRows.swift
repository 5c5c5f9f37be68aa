internal import IsingModels

/// Couplings that are small integers in a common unit, in pieces of rows whose Σ |J| fits a byte.
struct CodedRows: Sendable {
  /// J of each entry of the rows, four times the same byte.
  let couplings: [Int32]
  /// Where the entries of each piece begin, and the end of the last.
  let starts: [Int32]
  /// Σ J of each piece, four times the same byte.
  let sums: [Int32]
  /// Where the pieces of each row begin, and the end of the last.
  let pieces: [Int32]
  /// J of one unit.
  let unit: Double

  /// nil where the couplings are no such integers, or so large that pieces would have few entries.
  init?(_ model: IsingModel) {
    guard let bare = try? IsingModel(spinCount: model.spinCount, bonds: model.bonds),
      let scale = IntegerScale(bare)
    else { return nil }
    var starts: [Int32] = []
    var sums: [Int32] = []
    var pieces: [Int32] = [0]
    for spin in 0..<model.spinCount {
      var (sum, size) = (0, 0)
      starts.append(model.adjacency.offsets[spin])
      for k in model.adjacency.range(of: spin) {
        let value = Int(scale.kicks[k] / 2)
        guard abs(value) <= Self.largest else { return nil }
        if size + abs(value) > Self.largest {
          sums.append(Self.fourfold(sum))
          starts.append(Int32(k))
          (sum, size) = (0, 0)
        }
        sum += value
        size += abs(value)
      }
      sums.append(Self.fourfold(sum))
      pieces.append(Int32(sums.count))
    }
    guard sums.count <= model.spinCount + scale.kicks.count / 8 else { return nil }
    starts.append(Int32(scale.kicks.count))
    couplings = scale.kicks.map { Self.fourfold(Int($0 / 2)) }
    self.starts = starts
    self.sums = sums
    self.pieces = pieces
    unit = scale.unit
    checkPieces(spinCount: model.spinCount)
  }

  /// Pieces follow one another without gaps.
  private func checkPieces(spinCount: Int) {
    precondition(pieces.count == spinCount + 1 && Int(pieces[spinCount]) == sums.count, "pieces")
    precondition(
      starts.count == sums.count + 1 && Int(starts[sums.count]) == couplings.count, "entries")
    precondition(zip(pieces, pieces.dropFirst()).allSatisfy { $0 <= $1 }, "order of pieces")
    precondition(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }, "order of entries")
  }

  private static let largest = 127

  private static func fourfold(_ byte: Int) -> Int32 {
    Int32(bitPattern: UInt32(UInt8(truncatingIfNeeded: byte)) &* 0x0101_0101)
  }
}
