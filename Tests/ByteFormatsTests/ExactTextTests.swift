import ByteFormats
import Testing

@Suite struct ExactTextTests {
  private let composed = ExactText("caf\u{e9}")
  private let decomposed = ExactText("cafe\u{301}")

  @Test func spellingsOfOneCharacterDiffer() {
    #expect(composed.text == decomposed.text)  // to Swift
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
    #expect([composed: 1, decomposed: 2][decomposed] == 2)
    #expect(ExactText("K") != ExactText("\u{212a}"))
  }

  @Test func orderIsThatOfBytes() {
    #expect(decomposed < composed && !(composed < decomposed))
    #expect(!(composed < composed))
    #expect(ExactText("a") < ExactText("ab"))
  }
}
