import IsingModels
import Testing

@Suite struct CouplingFileTests {
  @Test func blanksCommasCommentsAndHeader() throws {
    let text =
      "i,j,J\r\n# a comment\r\n0, 1, 0.5\r\n2 2 -1.5 # a field\r\n\r\n1\t2\t-1e-3\n0 0.25\n"
    let file = try CouplingFile.parse(text: text, fileName: "a.csv")
    #expect(file.spinCount == 3)
    #expect(file.bonds == [Bond(0, 1, 0.5), Bond(1, 2, -1e-3)])
    #expect(file.fields == [0.25, 0, -1.5])
    let model = try file.model()
    // E = −Σ J s s − Σ h s.
    #expect(model.energy(of: [1, 1, -1]) == -0.5 - 1e-3 - 0.25 - 1.5)
    #expect(try CouplingFile.parse(text: "0 1 1", fileName: "b", spinCount: 5).fields.count == 5)
  }

  @Test func errorsNameTheLine() {
    func message(_ text: String, spinCount: Int? = nil) -> String {
      do {
        _ = try CouplingFile.parse(text: text, fileName: "c.txt", spinCount: spinCount)
        return "no error"
      } catch { return error.description }
    }
    #expect(message("# nothing\n") == "c.txt: found no couplings, expected lines 'i j J'")
    #expect(message("0 1 x") == "c.txt:1: found 'x', expected a finite number")
    #expect(message("\n0 1 inf") == "c.txt:2: found 'inf', expected a finite number")
    #expect(message("0 1 1\na b c").hasPrefix("c.txt:2: found 'a', expected a spin from 0"))
    #expect(message("-1 1 1").hasPrefix("c.txt:1: found '-1', expected a spin from 0"))
    #expect(message("0 5 1", spinCount: 4) == "c.txt:1: found '5', expected a spin from 0 to 3")
    #expect(message("0 99999999999 1").hasPrefix("c.txt:1: found '99999999999', expected a spin"))
    #expect(
      message("0 1 1 1") == "c.txt:1: found 4 columns, expected 'i j J', 'i i h' or 'i h'")
    #expect(message("3") == "c.txt:1: found 1 columns, expected 'i j J', 'i i h' or 'i h'")
    #expect(
      message("0 1 1\n1 0 1")
        == "c.txt:2: found spins 0 and 1 again, expected them once, as in line 1")
    #expect(
      message("0 0 1\n0 2")
        == "c.txt:2: found field of spin 0 again, expected it once, as in line 1")
    #expect(message("0,,1") == "c.txt:1: found '', expected a spin from 0 to 1073741823")
  }
}
