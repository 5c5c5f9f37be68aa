import HardwareSpecs
import IsingTestSupport
import Runs
import Testing

/// A device that is known by what it measured stands beside its model and beside no other.
@Suite struct MeasuredRunsTests {
  static let graph = TinyModel(hidden: 8, heads: 2, layers: 3, inner: 16).graph

  static func device(_ change: (inout MeasuredDevice) -> Void = { _ in }) -> MeasuredDevice {
    MeasuredDevice().with {
      $0.name = "meter"
      $0.model = ModelShape(layers: 3, width: 8, heads: 2, feedForward: 16)
      $0.measured.longestText = 5
      change(&$0)
    }
  }

  @Test func itsModelShowsIt() {
    let runs = MeasuredRuns(of: Self.graph, longestText: 5, on: [Self.device()])
    #expect(runs.shown.map(\.name) == ["meter"])
    #expect(runs.sentences.count == 1 && runs.sentences[0].contains("as it was measured"))
  }

  @Test func anyOtherShapeIsLeftOutWithAReason() {
    let others = [
      ModelShape(layers: 2, width: 8, heads: 2, feedForward: 16),
      ModelShape(layers: 3, width: 16, heads: 2, feedForward: 16),
      ModelShape(layers: 3, width: 8, heads: 4, feedForward: 16),
      ModelShape(layers: 3, width: 8, heads: 2, feedForward: 32),
    ]
    for shape in others {
      let runs = MeasuredRuns(
        of: Self.graph, longestText: 5, on: [Self.device { $0.model = shape }])
      #expect(runs.shown.isEmpty, "\(shape.words)")
      #expect(
        runs.sentences == [
          "meter is left out: it was measured on \(shape.words), and tiny has 3 layers of width 8, "
            + "2 heads, feed-forward width 16"
        ])
    }
  }

  @Test func longerTextsThanItsOwnLeaveItOut() {
    let runs = MeasuredRuns(of: Self.graph, longestText: 6, on: [Self.device()])
    #expect(runs.shown.isEmpty)
    #expect(
      runs.sentences == [
        "meter is left out: it was measured on texts of at most 5 tokens, and a text has 6"
      ])
  }
}
