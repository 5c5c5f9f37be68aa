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
    var words = [UInt64](repeating: 0, count: word * bits * outputs)
    var target = words.mutableSpan
    for segment in segments {
      for row in segment.rows {
        let place = row - segment.rows.lowerBound
        let first = (segment.firstWord + place / 64) * bits * outputs
        var planes = target._mutatingExtracting(first..<(first + bits * outputs))
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
    self.words = words
  }

  /// Row tiles that hold the array.
  var rowTiles: Int { ceilingDivide(inputs, tileRows) }

  /// The words of some outputs in one coupling plane.
  @inline(__always)
  func plane(
    _ plane: Int, word: Int, _ columns: Range<Int>, _ body: (Span<UInt64>) -> Void
  ) {
    let words = words
    body(words.span.extracting(place(word: word, plane: plane, columns)))
  }

  @inline(__always)
  private func place(word: Int, plane: Int, _ columns: Range<Int>) -> Range<Int> {
    let first = (word &* bits &+ plane) &* outputs
    return (first &+ columns.lowerBound)..<(first &+ columns.upperBound)
  }

  /// Counts the columns `columns` of one segment for all pairs of planes, and adds
  /// Σ_{p,w} ±2^{p+w} · (bits that are 1 in both) to `sums`.
  ///
  /// Four planes of codes are counted at a time, so that a word of couplings is loaded once for them.
  ///
  /// - Parameters:
  ///   - segment: Which rows.
  ///   - columns: Which outputs.
  ///   - codes: Planes of codes.
  ///   - negated: Whether the columns count down.
  ///   - sums: By column of `columns`.
  func count(
    _ segment: Segment, columns: Range<Int>, codes: CodePlanes, negated: Bool,
    into sums: inout MutableSpan<Int64>
  ) {
    precondition(sums.count == columns.count, "\(sums.count) sums of \(columns.count) columns")
    let words = words
    let (planes, codes) = (codes.planes, codes.words.span)
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
            let couplings = words.span.extracting(place(word: word, plane: plane, columns))
            let shift = UInt64(truncatingIfNeeded: first &+ plane)
            // −1 to count down: x ^ −1 + 1 = −x.
            let sign: Int64 = (plane == self.bits &- 1) != negated ? -1 : 0
            for column in sums.indices {
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
    _ codes: Span<Code>, of array: CouplingPlanes
  ) {
    let (planes, wordsInPlane) = (planes, wordsInPlane)
    var target = words.mutableSpan
    for segment in array.segments {
      for word in 0..<segment.words {
        let start = segment.rows.lowerBound &+ word &* 64
        let rows = codes.extracting(start..<min(start &+ 64, segment.rows.upperBound))
        for plane in 0..<planes {
          var bits: UInt64 = 0
          for row in rows.indices {
            let code = UInt64(truncatingIfNeeded: rows[row])
            bits |= ((code &>> UInt64(plane)) & 1) &<< UInt64(row)
          }
          target[plane &* wordsInPlane &+ segment.firstWord &+ word] = bits
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
