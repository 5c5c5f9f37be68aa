import Jobs
import Testing

/// Texts in lines of JSON and in tables.
@Suite struct TextTableTests {
  private func parse(_ content: String, _ file: String) throws -> [String] {
    try TextFile.texts(Array(content.utf8), file: file)
  }

  private func message(_ content: String, _ file: String) -> String {
    do { return "\(try parse(content, file))" } catch { return "\(error)" }
  }

  @Test func linesOfJSON() throws {
    let lines = "{\"text\":\"a\"}\r\n\n{\"id\": 3, \"Sentence\": \"b \\\"c\\\"\"}\n\"plain\""
    for name in ["t.jsonl", "T.JSONL", "t.ndjson"] {
      #expect(try parse(lines, name) == ["a", "b \"c\"", "plain"])
    }
    #expect(try parse("\u{FEFF}{\"text\": \"\"}\n", "t.jsonl") == [""])
    #expect(try parse(#"[{"text": "a"}, "b"]"#, "t.json") == ["a", "b"])
    // Of other names these are lines of a text.
    #expect(try parse("{\"text\":\"a\"}\n", "t.txt") == ["{\"text\":\"a\"}"])
  }

  @Test(arguments: [
    (
      "{\"text\":\"a\"}\n\n{\"title\": \"b\", \"n\": 1}\n", "t.jsonl",
      "t.jsonl:3: found an object of the keys title, n, expected a string, or an object with a key text or sentence"
    ),
    (
      "{\"text\": 3}", "t.jsonl",
      "t.jsonl:1: found an object whose text is a number, expected a string"
    ),
    ("{\"text\":\"a\"}\n{\"text\":", "t.jsonl", "t.jsonl:2: is not JSON: it goes wrong at byte 21"),
    ("[1]\n", "t.jsonl", "t.jsonl:1: found an array, expected a string"),
    ("\n\n", "t.jsonl", "t.jsonl: holds no text"),
    (
      "id,title\n1,a\n", "t.csv",
      "t.csv:1: found the columns id, title, expected one of them to be text or sentence"
    ),
    ("id,text\n1,a\n\n2\n", "t.csv", "t.csv:4: found 1 columns, expected 2 with text"),
    (
      "text\n\"a\nb", "t.csv",
      "t.csv:2: a quoted field does not end, expected a closing \""
    ),
    ("text\n", "t.csv", "t.csv: holds no text"), ("", "t.csv", "t.csv: holds no text"),
  ])
  func whatHoldsNoTextIsNamed(_ content: String, _ file: String, _ expected: String) {
    #expect(message(content, file) == expected)
  }

  @Test func pairs() throws {
    func inputs(_ content: String, _ file: String) throws -> [InputText] {
      try TextFile.inputs(Array(content.utf8), file: file)
    }
    let pairs = [InputText("a", pair: "b"), InputText("c, d", pair: "")]
    #expect(try inputs("n,Query,passage\n1,a,b\n2,\"c, d\",\n", "t.csv") == pairs)
    #expect(try inputs("sentence2\tsentence1\nb\ta\n\tc, d\n", "t.tsv") == pairs)
    #expect(try inputs(#"[["a", "b"], {"text": "c, d", "text_pair": ""}]"#, "t.json") == pairs)
    #expect(
      try inputs("{\"premise\":\"a\",\"hypothesis\":\"b\"}\n\"c\"\n", "t.jsonl")
        == [InputText("a", pair: "b"), InputText("c")])
    #expect(try inputs("text,n\na,b\n", "t.csv") == [InputText("a")])
    #expect(try inputs("a\tb\nc\n", "t.txt") == [InputText("a\tb"), InputText("c")])
    // Who takes single texts reads the first column alone.
    #expect(try parse("text,text_pair\na,b\n", "t.csv") == ["a"])
    for (content, file, message) in [
      (
        "id,query\n1,a\n", "t.csv",
        "t.csv:1: found the columns id, query, expected one of them to be text or sentence, or a pair such as query and passage"
      ),
      ("query,passage\na\n", "t.csv", "t.csv:2: found 1 columns, expected 2 with passage"),
      (
        #"[["a"]]"#, "t.json",
        "t.json: element 0 is an array of 1, expected a string or an array of two"
      ),
    ] {
      do {
        _ = try inputs(content, file)
        Issue.record("no error")
      } catch { #expect("\(error)" == message) }
    }
  }

  @Test func tables() throws {
    let table = "id, Text ,n\r\n1,\"a, \"\"b\"\"\",x\r\n\r\n2,\"two\nlines\",\n3,plain \"q\",z"
    #expect(try parse(table, "t.csv") == ["a, \"b\"", "two\nlines", "plain \"q\""])
    #expect(try parse("n\tsentence\n1\ta, b\n", "t.tsv") == ["a, b"])
    #expect(try parse("sentence,text\na,b\n", "t.csv") == ["b"], "text goes first")
    #expect(try parse("text\n\"\"\n", "t.csv") == [""], "an empty field is a text")
  }
}
