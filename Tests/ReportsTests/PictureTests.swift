import Foundation
import FoundationXML
import IsingModels
import Reports
import Testing

@Suite struct PictureTests {
  private static func chart(_ title: String) -> Chart {
    Chart(
      title: title, xLabel: "β", yLabel: "u",
      series: [
        .init(
          label: "L = 16", x: [0.40, 0.42, 0.44, 0.46], y: [-1.1, -1.2, -1.42, .nan],
          errors: [0.02, 0.03, 0.05, 0.1]),
        .init(
          label: "L < 32 & more", x: [0.40, 0.42, 0.44, 0.46], y: [-1.11, -1.22, -1.41, -1.6]),
      ],
      curves: [.init(label: "exact", x: [0.40, 0.43, 0.46], y: [-1.1, -1.3, -1.6])],
      marks: [(x: 0.4407, label: "βc")])
  }

  /// Width and height that a PNG file states in its header.
  private static func size(ofPNG bytes: [UInt8]) -> [Int] {
    [16, 20].map { start in bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test func chartAsSVGIsXML() throws {
    let drawing = try Chart.drawing(
      of: [Self.chart("energy"), Self.chart("again")], title: "a < b & c")
    let svg = try drawing.svg()
    #expect(try XMLDocument(xmlString: svg).rootElement()?.name == "svg")
    #expect(svg.contains("L &lt; 32 &amp; more") && !svg.contains("nan"))
  }

  @Test func chartAsPNGHasItsSize() throws {
    let drawing = try Chart.drawing(of: [Self.chart("energy")], columns: 1, title: "one")
    let png = try drawing.png(scale: 1)
    #expect(png.starts(with: [0x89, 0x50, 0x4e, 0x47]))
    #expect(Self.size(ofPNG: png) == [440, 354])
    if let folder = ProcessInfo.processInfo.environment["ISING_NPU_PICTURES"] {
      try Data(drawing.png()).write(to: URL(fileURLWithPath: folder + "/chart.png"))
    }
  }

  @Test func chartWithoutDataIsRefused() {
    let empty = Chart(
      title: "empty", xLabel: "x", yLabel: "y",
      series: [.init(label: "", x: [1], y: [.nan])])
    #expect(throws: PictureError.noData("empty")) {
      try Chart.drawing(of: [empty], title: "none")
    }
  }

  @Test func spinsOfASquareLatticeArePixels() throws {
    let lattice = Lattice.periodicSquare(rows: 8, columns: 16)
    let spins = (0..<128).map { Int8($0 / 16 % 2 == 0 ? 1 : -1) }
    let drawing = LatticePicture.drawing(of: lattice, states: spins, caption: "stripes")
    let svg = try drawing.svg()
    #expect(svg.contains("data:image/png;base64,"))
    if let folder = ProcessInfo.processInfo.environment["ISING_NPU_PICTURES"] {
      try Data(drawing.png()).write(to: URL(fileURLWithPath: folder + "/spins.png"))
    }
  }

  @Test func pictureTooLargeIsRefused() throws {
    let drawing = try Chart.drawing(of: [Self.chart("energy")], title: "one")
    #expect(throws: PictureError.self) { try drawing.png(scale: 1000) }
  }
}
