import IsingModels
import Testing

/// Files of another kind or encoding.
@Suite struct ProblemContentTests {
  @Test func filesOfAnotherKind() {
    for (bytes, name) in [
      ([], "an empty file"), (Array("\n \r\n\n".utf8), "a file of empty lines"),
      (Array("PK\u{3}\u{4}abc".utf8), "a zip archive (or a NumPy .npz)"),
      ([0x93] + Array("NUMPY\u{1}".utf8), "a NumPy array"), (Array("%PDF-1.7\n".utf8), "a PDF"),
      (Array("<!DOCTYPE html>\n".utf8), "an HTML or XML page"),
      (Array("[1, 2]".utf8), "a list in JSON"),
      (Array("DIMODCQM".utf8), "a constrained model of dimod"),
      ([1, 2, 3, 0, 5, 6, 0], "binary data"),
      (Array("p edge 5 3\n".utf8), "a DIMACS file 'edge'"),
    ] as [([UInt8], String)] {
      #expect(problemMessage(bytes, "f.rud") == "f.rud: found \(name), expected \(anyProblemFile)")
    }
    #expect(
      problemMessage("x y z w\n", "f.txt")
        == "f.txt: found a text of no known form, expected \(anyProblemFile)")
    #expect(
      problemMessage("0 1 1\n", "f.txt").hasPrefix(
        "f.txt: found three columns of numbers, which may"))
  }

  @Test func theContentIsStrongerThanTheName() throws {
    let form = "p qubo 0 2 0 1\n0 1 1\n"
    #expect(try IsingProblem(text: form, name: "a.rud").kind == .qubo)
    #expect(
      problemMessage(form, "a.txt", format: .rudy)
        == "a.txt: found a qbsolv file ('p qubo 0 maxNodes nNodes nCouplers'), "
        + "expected a rudy file (a first line 'vertices edges')")
    #expect(
      problemMessage("# vartype=SPIN\n0 1 1\n", "a", format: .couplings)
        == "a: found a COO file of dimod (lines 'u v bias'), expected couplings (lines 'i j J')")
    #expect(
      problemMessage("2 1\n1 2 1\n", "a", format: .bqm)
        == "a:header: found '2 1·1 2 ', expected 'DIMODBQM'")
    #expect(
      problemMessage("2 1\n1 2 1\n", "a", format: .json)
        == "a:byte 0: found '2 1·1 2 1·', expected '{'")
    #expect(problemMessage("2 1\n1 2 1\n", "a.mtx").hasPrefix("a.mtx:1: found 2 words"))
    #expect(
      problemMessage("1 2 1\n", "a.rud")
        == "a.rud:1: found '1' behind the last column, expected a first line 'vertices edges'")
  }

  @Test func encodings() throws {
    let text = "3 2\r\n1 2 -1\r\n2 3 4\r\n"
    let plain = try IsingProblem(text: text, name: "G14")
    #expect(plain.warnings.isEmpty)
    #expect(
      try IsingProblem(bytes: [0xef, 0xbb, 0xbf] + Array(text.utf8), fileName: "G14") == plain)
    let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    for bytes in [[0xff, 0xfe] + little, [0xfe, 0xff] + big, little, big] {
      let problem = try IsingProblem(bytes: bytes, fileName: "G14")
      #expect(problem.model == plain.model)
      #expect(problem.warnings == ["G14: the text is UTF-16; it was converted"])
    }
    #expect(
      problemMessage([0xff, 0xfe] + little + [0x31], "G14")
        == "G14: found UTF-16 with an odd number of bytes, expected UTF-8, or whole UTF-16")
    // Line feeds, carriage returns, both, and none at the end.
    for ends in ["\n", "\r", "\r\n"] {
      let changed = text.replacing("\r\n", with: ends)
      #expect(try IsingProblem(text: changed, name: "G14") == plain)
      #expect(try IsingProblem(text: String(changed.dropLast()) + "\t ", name: "G14") == plain)
      #expect(try IsingProblem(text: changed + ends + ends, name: "G14") == plain)
    }
    #expect(problemMessage("3 1\r1 2 x\r", "a") == "a:2: found 'x', expected a finite number")
    #expect(
      problemMessage("3 1\r\n\r\n1 2 \u{2}é\r\n", "a")
        == "a:3: found '·é', expected a finite number")
  }
}
