public import IsingModels

/// Spins as coloured half blocks of a terminal: two pixels a character cell.
///
/// Each pixel shows the mean of the spins that lie in it, so a lattice larger than the screen is
/// shown blurred, as if from a distance.
public struct TerminalPicture: Sendable {
  /// Pixels across.
  public let columns: Int
  /// Pixels down: an even number, two a line.
  public let rows: Int
  private let pixelOfSite: [Int32]
  private let sitesOfPixel: [Int32]

  /// Lays the sites of a lattice out on at most `width` characters by `height` lines.
  public init(of lattice: Lattice, width: Int, height: Int) {
    let flat = lattice.positions.map { SIMD2($0.x + 0.45 * $0.z, $0.y - 0.38 * $0.z) }
    let low = flat.reduce(SIMD2(repeating: Double.infinity)) { pointwiseMin($0, $1) }
    let high = flat.reduce(SIMD2(repeating: -Double.infinity)) { pointwiseMax($0, $1) }
    let extent = high - low
    // One site a pixel where the screen is large enough and sites lie a unit apart; the disk of a
    // tiling, whose radius is 1, fills the screen.
    let isDisk = !lattice.cells.isEmpty
    let (most, mostRows) = (Double(max(width, 2)), Double(max(2 * height, 2)))
    let fit = min((most - 1) / max(extent.x, 1e-9), (mostRows - 1) / max(extent.y, 1e-9))
    let scale = isDisk ? fit : min(1, fit)
    columns = max(1, Int((extent.x * scale).rounded()) + 1)
    rows = (Int((extent.y * scale).rounded()) + 2) / 2 * 2
    let across = columns
    pixelOfSite = flat.map { point in
      let place = (point - low) * scale
      return Int32(Int(place.y.rounded()) * across + Int(place.x.rounded()))
    }
    var counts = [Int32](repeating: 0, count: rows * columns)
    for pixel in pixelOfSite { counts[Int(pixel)] += 1 }
    sitesOfPixel = counts
  }

  /// Lines of escape sequences, each ended by LF.
  ///
  /// - Parameters:
  ///   - states: one a site of the lattice; Potts states if `areColours`.
  ///   - areColours: whether states are Potts states.
  public func text(states: [Int8], areColours: Bool = false) -> String {
    var sums = [SIMD4<Int32>](repeating: SIMD4(), count: rows * columns)
    for (site, state) in states.enumerated() {
      let colour =
        areColours ? Colour.series(Int(state)) : state > 0 ? Colour.up : Colour.down
      sums[Int(pixelOfSite[site])] &+= SIMD4(
        Int32(colour.red), Int32(colour.green), Int32(colour.blue), 1)
    }
    func channels(_ row: Int, _ column: Int) -> String? {
      let sum = sums[row * columns + column]
      return sum.w == 0 ? nil : "\(sum.x / sum.w);\(sum.y / sum.w);\(sum.z / sum.w)"
    }
    var out = ""
    for row in stride(from: 0, to: rows, by: 2) {
      var last = ""
      for column in 0..<columns {
        let upper = channels(row, column)
        let lower = channels(row + 1, column)
        let code =
          (upper.map { "38;2;\($0)" } ?? "39") + ";" + (lower.map { "48;2;\($0)" } ?? "49")
        if code != last { out += "\u{1B}[\(code)m" }
        last = code
        // An upper pixel that is empty leaves its half to the background: draw the lower half.
        switch (upper, lower) {
        case (nil, nil): out += " "
        case (nil, let lower?): out += "\u{1B}[38;2;\(lower);49m▄\u{1B}[\(code)m"
        case (_, _): out += "▀"
        }
      }
      out += "\u{1B}[0m\u{1B}[K\n"
    }
    return out
  }
}
