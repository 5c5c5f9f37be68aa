import Reports
import Testing

@Suite struct ShellWordsTests {
  @Test func aShellReadsTheLineBack() {
    let line = ShellWords.line(["run", "my model", "--text", "it's\nhere", "--seed=7", ""])
    #expect(line == "run 'my model' --text 'it'\\''s\nhere' --seed=7 ''")
  }
}
