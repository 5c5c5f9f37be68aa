import ByteFormats

/// The bit-planes of an array of signed couplings, as the columns of its tiles hold them: bit b of
/// plane w of a column belongs to row b, the last plane is the sign of two's complement.
final class CouplingPlanes: Sendable {
  /// Rows whose counts are added before anything is scaled: those of one tile that share a scale.
  struct Segment: Sendable {
    /// Inputs.
    let rows: Range<Int>
    /// Row tile.
    let tile: Int
    /// Block of inputs that share a scale.
    let block: Int
    /// First word of the segment's rows in a plane of codes.
    let firstWord: Int
    /// Words of the segment's rows.
    let words: Int
  }

  let inputs: Int
  let outputs: Int
  /// Planes of a coupling.
  let bits: Int
  /// Rows of a tile.
  let tileRows: Int
  let segments: [Segment]
  /// Words of one plane of codes.
  let wordsInPlane: Int
  /// [segment][word][plane][output].
  private let words: [UInt64]

  /// Cuts couplings into planes.
  /// - Parameters:
  ///   - codes: [outputs × inputs], each of `bits` bits with its sign.
  ///   - block: Inputs that share a scale.
  init(codes: [Int16], inputs: Int, outputs: Int, bits: Int, tileRows: Int, block: Int) {
    self.inputs = inputs
    self.outputs = outputs
    self.bits = bits
    self.tileRows = tileRows
    var segments: [Segment] = []
    var word = 0
    var start = 0
    while start < inputs {
      let end = min(inputs, (start / tileRows + 1) * tileRows, (start / block + 1) * block)
      segments.append(
        Segment(
          rows: start..<end, tile: start / tileRows, block: start / block, firstWord: word,
          words: (end - start + 63) / 64))
      word += (end - start + 63) / 64
      start = end
    }
    self.segments = segments
    wordsInPlane = word
    words = [UInt64](unsafeUninitializedCapacity: word * bits * outputs) { target, count in
      count = word * bits * outputs
      let target = target.baseAddress!
      target.update(repeating: 0, count: count)
      codes.withUnsafeBufferPointer { codes in
        for segment in segments {
          for row in segment.rows {
            let place = row - segment.rows.lowerBound
            let planes = target + (segment.firstWord + place / 64) * bits * outputs
            let shift = UInt64(place % 64)
            for output in 0..<outputs {
              let code = UInt64(truncatingIfNeeded: codes[output &* inputs &+ row])
              for plane in 0..<bits {
                planes[plane &* outputs &+ output] |=
                  ((code &>> UInt64(truncatingIfNeeded: plane)) & 1) &<< shift
              }
            }
          }
        }
      }
    }
  }

  /// Row tiles that hold the array.
  var rowTiles: Int { ceilingDivide(inputs, tileRows) }

  /// The words of one coupling plane, [outputs].
  @inline(__always)
  func plane(
    _ plane: Int, word: Int, _ body: (UnsafePointer<UInt64>) -> Void
  ) {
    words.withUnsafeBufferPointer { body($0.baseAddress! + (word &* bits &+ plane) &* outputs) }
  }

  /// Counts the columns `columns` of one segment for all pairs of planes, and adds
  /// Σ_{p,w} ±2^{p+w} · (bits that are 1 in both) to `sums`.
  ///
  /// Four planes of codes are counted at a time, so that a word of couplings is loaded once for them.
  ///
  /// - Parameters:
  ///   - segment: Which rows.
  ///   - columns: Which outputs.
  ///   - codes: Planes of codes, [plane][wordsInPlane].
  ///   - planes: Their number.
  ///   - negated: Whether the columns count down.
  ///   - sums: [outputs].
  func count(
    _ segment: Segment, columns: Range<Int>, codes: UnsafePointer<UInt64>, planes: Int,
    negated: Bool, into sums: UnsafeMutablePointer<Int64>
  ) {
    words.withUnsafeBufferPointer { words in
      for word in segment.firstWord..<(segment.firstWord &+ segment.words) {
        var first = 0
        while first < planes {
          @inline(__always)
          func bits(_ plane: Int) -> UInt64 {
            plane < planes ? codes[plane &* wordsInPlane &+ word] : 0
          }
          let (x0, x1, x2, x3) = (
            bits(first), bits(first &+ 1), bits(first &+ 2), bits(first &+ 3)
          )
          if x0 | x1 | x2 | x3 != 0 {
            for plane in 0..<self.bits {
              let couplings = words.baseAddress! + (word &* self.bits &+ plane) &* outputs
              let shift = UInt64(truncatingIfNeeded: first &+ plane)
              // −1 to count down: x ^ −1 + 1 = −x.
              let sign: Int64 = (plane == self.bits &- 1) != negated ? -1 : 0
              for column in columns {
                let w = couplings[column]
                let low = (w & x0).nonzeroBitCount &+ ((w & x1).nonzeroBitCount &<< 1)
                let high = (w & x2).nonzeroBitCount &+ ((w & x3).nonzeroBitCount &<< 1)
                let count = Int64(truncatingIfNeeded: low &+ (high &<< 2)) &<< Int64(shift)
                sums[column] = sums[column] &+ ((count ^ sign) &- sign)
              }
            }
          }
          first &+= 4
        }
      }
    }
  }
}

/// A row of codes cut into planes along the segments of an array.
struct CodePlanes {
  /// [plane][wordsInPlane].
  private(set) var words: [UInt64]
  let planes: Int
  private let wordsInPlane: Int

  /// Empty planes.
  init(planes: Int, of array: CouplingPlanes) {
    self.planes = planes
    wordsInPlane = array.wordsInPlane
    words = [UInt64](repeating: 0, count: planes * array.wordsInPlane)
  }

  /// Sets the rows of all segments to codes.
  mutating func set<Code: FixedWidthInteger>(
    _ codes: UnsafePointer<Code>, of array: CouplingPlanes
  ) {
    words.withUnsafeMutableBufferPointer { words in
      for segment in array.segments {
        for word in 0..<segment.words {
          let start = segment.rows.lowerBound &+ word &* 64
          let count = min(64, segment.rows.upperBound &- start)
          for plane in 0..<planes {
            var bits: UInt64 = 0
            for row in 0..<count {
              let code = UInt64(truncatingIfNeeded: codes[start &+ row])
              bits |= ((code &>> UInt64(plane)) & 1) &<< UInt64(row)
            }
            words[plane &* wordsInPlane &+ segment.firstWord &+ word] = bits
          }
        }
      }
    }
  }

  /// Adds one row's code.
  mutating func set(_ code: Int, row: Int, of segment: CouplingPlanes.Segment) {
    let place = row - segment.rows.lowerBound
    for plane in 0..<planes where (code >> plane) & 1 == 1 {
      words[plane * wordsInPlane + segment.firstWord + place / 64] |= 1 << UInt64(place % 64)
    }
  }
}
