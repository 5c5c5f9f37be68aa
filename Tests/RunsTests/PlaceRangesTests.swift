import Runs
import Testing

@Suite struct PlaceRangesTests {
  @Test(arguments: [
    ([0], "1"), ([0, 1, 2], "1–3"), ([0, 1, 4, 6, 7], "1–2, 5, 7–8"),
    ([0, 2, 4, 6, 8, 10, 12, 14], "1, 3, 5, 7, 9, 11 and more"),
  ])
  func neighboursAreRanges(_ places: [Int], _ words: String) {
    #expect(PlaceRanges.words(places) == words)
  }
}
