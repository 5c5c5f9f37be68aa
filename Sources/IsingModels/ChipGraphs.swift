/// The graphs of D-Wave's annealers, with D-Wave's linear numbers of qubits.
///
/// Each qubit is a straight wire, vertical (u = 0) or horizontal (u = 1), and positions are the middles
/// of wires. Qubits that cross are linked (internal couplers), and so are qubits on the same line that
/// follow each other (external) and neighbours of a pair (odd).
enum ChipGraphs {
  /// Chimera C(m, n, t): m × n cells of t vertical and t horizontal qubits. Qubit (i, j, u, k) has the
  /// number ((i n + j) 2 + u) t + k.
  static func chimera(rows: Int, columns: Int, half: Int) -> Lattice {
    func qubit(_ i: Int, _ j: Int, _ u: Int, _ k: Int) -> Int {
      ((i * columns + j) * 2 + u) * half + k
    }
    var links: [Link] = []
    var positions: [SIMD3<Double>] = []
    let pitch = Double(half) + 1
    for i in 0..<rows {
      for j in 0..<columns {
        for k in 0..<half {
          for l in 0..<half { links.append(Link(qubit(i, j, 0, k), qubit(i, j, 1, l))) }
          if i + 1 < rows { links.append(Link(qubit(i, j, 0, k), qubit(i + 1, j, 0, k))) }
          if j + 1 < columns { links.append(Link(qubit(i, j, 1, k), qubit(i, j + 1, 1, k))) }
        }
        // The middles of the wires of a cell form a cross that is a little open at its centre.
        let middle = Double(half - 1) / 2
        let centre = SIMD3(Double(j) * pitch, Double(i) * pitch, 0)
        func place(_ k: Int) -> Double { Double(k) - middle + (2 * k < half ? -0.25 : 0.25) }
        for k in 0..<half { positions.append(centre + SIMD3(place(k), 0, 0)) }
        for k in 0..<half { positions.append(centre + SIMD3(0, place(k), 0)) }
      }
    }
    return Lattice(
      title: "Chimera \(rows) × \(columns) × \(half)", links: links, positions: positions)
  }

  /// The shift of a Pegasus qubit's wire along its line, by orientation and k.
  private static let pegasusShift = [
    [2, 2, 2, 2, 10, 10, 10, 10, 6, 6, 6, 6], [6, 6, 6, 6, 2, 2, 2, 2, 10, 10, 10, 10],
  ]

  /// Pegasus P_m: qubit (u, w, k, z) lies on line 12 w + k from 12 z + shift for 12 lines, and has the
  /// number ((u m + w) 12 + k)(m − 1) + z (Boothby, Bunyk, Raymond and Roy, arXiv:2003.00133). Qubits
  /// that cross no other are left out, as D-Wave does; `labels` keeps the numbers.
  static func pegasus(_ m: Int) -> Lattice {
    func number(_ u: Int, _ w: Int, _ k: Int, _ z: Int) -> Int {
      ((u * m + w) * 12 + k) * (m - 1) + z
    }
    let count = 24 * m * (m - 1)
    var pairs: [(Int, Int)] = []
    var crosses = [Bool](repeating: false, count: count)
    for column in 0..<12 * m {
      let (w, k) = column.quotientAndRemainder(dividingBy: 12)
      for z in 0..<m - 1 {
        let qubit = number(0, w, k, z)
        let start = 12 * z + pegasusShift[0][k]
        for row in start..<start + 12 {
          let (w2, k2) = row.quotientAndRemainder(dividingBy: 12)
          let along = column - pegasusShift[1][k2]
          guard w2 < m, along >= 0, along / 12 < m - 1 else { continue }
          let other = number(1, w2, k2, along / 12)
          pairs.append((qubit, other))
          crosses[qubit] = true
          crosses[other] = true
        }
      }
    }
    var positions: [SIMD3<Double>] = []
    var labels: [Int32] = []
    var colours: [Int32] = []
    var site = [Int](repeating: -1, count: count)
    for u in 0..<2 {
      for line in 0..<12 * m {
        let (w, k) = line.quotientAndRemainder(dividingBy: 12)
        for z in 0..<m - 1 {
          let qubit = number(u, w, k, z)
          if z + 1 < m - 1 { pairs.append((qubit, qubit + 1)) }
          if k % 2 == 0 { pairs.append((qubit, number(u, w, k + 1, z))) }
          guard crosses[qubit] else { continue }
          site[qubit] = labels.count
          labels.append(Int32(qubit))
          positions.append(
            wire(u, line: Double(line), middle: Double(12 * z + pegasusShift[u][k]) + 5.5))
          // Wires of one direction form ladders.
          colours.append(Int32(2 * u + (k + z) % 2))
        }
      }
    }
    let links = pairs.compactMap { pair in
      site[pair.0] < 0 || site[pair.1] < 0 ? nil : Link(site[pair.0], site[pair.1])
    }
    return Lattice(
      title: "Pegasus \(m)", links: links, positions: positions,
      colourClasses: Colouring(
        links: links, siteCount: positions.count, patterns: [colours]
      ).classes, labels: labels)
  }

  /// Zephyr Z(m, t): qubit (u, w, k, j, z) lies on line w, on the k-th of t tracks, across the lines
  /// 2 z + j and 2 z + j + 1, and has the number (((u (2m + 1) + w) t + k) 2 + j) m + z (Boothby, King
  /// and Raymond, D-Wave technical report 14-1056A (2021)).
  static func zephyr(_ m: Int, tracks: Int) -> Lattice {
    let lines = 2 * m + 1
    func qubit(_ u: Int, _ w: Int, _ k: Int, _ place: Int) -> Int {
      (((u * lines + w) * tracks + k) * 2 + place % 2) * m + place / 2
    }
    let count = 2 * lines * tracks * 2 * m
    var links: [Link] = []
    var positions = [SIMD3<Double>](repeating: SIMD3(), count: count)
    var colours = [Int32](repeating: 0, count: count)
    for u in 0..<2 {
      for w in 0..<lines {
        for k in 0..<tracks {
          for place in 0..<2 * m {
            let here = qubit(u, w, k, place)
            let pitch = Double(tracks) + 1
            positions[here] = wire(
              u, line: Double(w) * pitch + Double(k),
              middle: (Double(place) + 0.5) * pitch + Double(tracks - 1) / 2
                + Double(u + 1) / Double(8 * tracks))
            // Crossing wires have places within one of each other's lines, so that these sums differ.
            colours[here] = Int32((place + w + 2 * u) % 4)
            if place + 1 < 2 * m { links.append(Link(here, qubit(u, w, k, place + 1))) }
            if place + 2 < 2 * m { links.append(Link(here, qubit(u, w, k, place + 2))) }
            guard u == 0 else { continue }
            for w2 in [place, place + 1] {
              for place2 in [w - 1, w] where place2 >= 0 && place2 < 2 * m {
                for k2 in 0..<tracks { links.append(Link(here, qubit(1, w2, k2, place2))) }
              }
            }
          }
        }
      }
    }
    return Lattice(
      title: "Zephyr \(m), \(tracks) tracks", links: links, positions: positions,
      colourClasses: Colouring(links: links, siteCount: count, patterns: [colours]).classes)
  }

  /// The middle of a wire.
  private static func wire(_ u: Int, line: Double, middle: Double) -> SIMD3<Double> {
    u == 0 ? SIMD3(line, middle, 0) : SIMD3(middle, line, 0)
  }
}
