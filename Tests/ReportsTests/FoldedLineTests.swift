import Reports
import Testing

/// Lines of a terminal that would be too long.
@Suite struct FoldedLineTests {
  @Test func whatFitsStaysAsItIs() {
    let rows = [["a", "b c"], ["long", "d"]]
    #expect(TextLines.folded(rows, indent: 2, width: 11) == ["  a     b c", "  long  d"])
    #expect(TextLines.folded(rows, indent: 2) == TextLines.columns(rows, indent: 2))
    #expect(TextLines.folded("  short", width: 7) == ["  short"])
  }

  /// The widest columns give way, no wider than their longest part, and figures stay flush right.
  @Test func cellsGoOnBelowThemselves() {
    let lines = TextLines.folded(
      [["key", "what it is good for", "9"], ["k", "x", "1000"]], isRight: [false, false, true],
      indent: 1, width: 20)
    #expect(
      lines == [
        " key  what it     9", "      is good", "      for", " k    x        1000",
      ])
    #expect(lines.allSatisfy { $0.count <= 20 })
  }

  /// Words stay whole: where they leave no room for all columns, the others follow with the first one again.
  @Test func columnsFollowBelow() {
    let lines = TextLines.folded(
      [["T", "energy", "order"], ["1", "-1.234", "0.5678"]], width: 12)
    #expect(lines == ["T  energy", "1  -1.234", "", "T  order", "1  0.5678"])
    #expect(TextLines.folded([["averylongword", "b"]], width: 8) == ["averylongword  b"])
  }

  @Test func sentencesGoOnFurtherRight() {
    #expect(
      TextLines.folded("  one two three four", width: 12)
        == ["  one two", "      three", "      four"])
  }
}
