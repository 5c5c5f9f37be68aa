import MoebiusGeometry
import Testing

@Suite("Words of position flows") struct PositionFlowTests {
  @Test(arguments: [
    ("elliptic", PositionFlow.elliptic(base: 10_000)), ("elliptic:500", .elliptic(base: 500)),
    ("hyperbolic", .hyperbolic(slope: nil)), ("hyperbolic:0.25", .hyperbolic(slope: 0.25)),
    ("parabolic", .parabolic(slope: nil)), ("parabolic:0", .parabolic(slope: 0)),
  ])
  func legal(word: String, flow: PositionFlow) {
    #expect(PositionFlow(word) == flow)
    #expect(PositionFlow(flow.description) == flow)
  }

  @Test(arguments: [
    "", "elliptical", "elliptic:", "elliptic:0.5", "elliptic:nan", "hyperbolic:-1",
    "hyperbolic:1:2", "parabolic:101", "parabolic:x",
  ])
  func illegal(word: String) { #expect(PositionFlow(word) == nil) }
}
