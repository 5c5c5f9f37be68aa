import Foundation
import Reports
import Testing

@Suite struct ChartAxisTests {
  /// The places of the marks below the frame.
  private func places(of labels: [String], in svg: String) -> [Double] {
    labels.compactMap { label in
      svg.split(separator: "<text").first { $0.contains(">\(label)</text>") }
        .flatMap { $0.firstMatch(of: /x="([0-9.]+)"/)?.1 }.flatMap { Double($0) }
    }
  }

  private func svg(_ x: [Double], hasDecades: Bool) throws -> String {
    try Chart.drawing(
      of: [
        Chart(
          title: "best by time", xLabel: "seconds", yLabel: "cut",
          series: [.init(label: "best", x: x, y: x.indices.map { Double($0) })],
          hasDecades: hasDecades)
      ], title: "axis"
    ).svg()
  }

  @Test func equalFactorsTakeEqualRoom() throws {
    let marks = ["0.001", "0.01", "0.1", "1", "10"]
    let found = places(of: marks, in: try svg([0.001, 0.02, 0.5, 10], hasDecades: true))
    #expect(found.count == marks.count)
    let gaps = zip(found, found.dropFirst()).map { $1 - $0 }
    #expect(gaps.allSatisfy { $0 > 20 && abs($0 - gaps[0]) < 0.1 }, "\(gaps)")
    // A linear axis has no place for the first three.
    #expect(places(of: marks, in: try svg([0.001, 0.02, 0.5, 10], hasDecades: false)).count < 3)
  }

  /// A chart without a finite value is left out beside others; numbers below 10⁻³⁰⁸ have an axis.
  @Test func onlyWhatCanBeDrawn() throws {
    let chart = Chart(
      title: "full", xLabel: "x", yLabel: "y", series: [.init(label: "a", x: [0, 1], y: [1, 2])])
    let empty = Chart(
      title: "empty", xLabel: "x", yLabel: "y", series: [.init(label: "a", x: [0], y: [.nan])])
    let svg = try #require(try Chart.drawing(ofDrawable: [empty, chart], title: "two")).svg()
    #expect(svg.contains(">full<") && !svg.contains(">empty<"))
    #expect(try Chart.drawing(ofDrawable: [empty], title: "none").map { _ in 1 } == nil)
    #expect(
      try self.svg([2024, 4048].map { $0 * Double.leastNonzeroMagnitude }, hasDecades: false)
        .contains("seconds"))
    #expect(try self.svg([.leastNonzeroMagnitude], hasDecades: false).contains("seconds"))
  }

  @Test func fewDecadesHaveMarksBetween() throws {
    let found = places(of: ["2", "5", "10", "20"], in: try svg([1.5, 30], hasDecades: true))
    #expect(found.count == 4 && found == found.sorted())
    // What is not above zero stands at the low end; without anything above it nothing can be drawn.
    #expect(try svg([0, 1, 2], hasDecades: true).contains("seconds"))
    #expect(throws: PictureError.noData("best by time")) {
      try self.svg([0, -1], hasDecades: true)
    }
  }
}
