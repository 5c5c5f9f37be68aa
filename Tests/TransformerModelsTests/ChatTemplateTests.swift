import Foundation
import Testing
import TransformerModels

/// Templates of chats against Jinja's own output, with the settings of transformers.
@Suite struct ChatTemplateTests {
  struct Table: Decodable {
    struct Row: Decodable {
      let name: String
      let json: String
      /// `nil` where the template refuses the conversation.
      let text: String?
    }

    let templates: [String: String]
    let rows: [Row]
  }

  @Test func knownTemplates() throws {
    let table = try TestFiles.fixture("chat-templates.json", as: Table.self)
    #expect(table.rows.count > 100 && table.templates.count >= 11)
    for row in table.rows {
      let template = try ChatTemplate(#require(table.templates[row.name]))
      if let text = row.text {
        let found = try template.text(json: row.json)
        #expect(found.utf8.elementsEqual(text.utf8), "\(row.name): \(found) \(row.json)")
      } else {
        #expect(throws: ModelFileError.self) { _ = try template.text(json: row.json) }
      }
    }
  }

  @Test(arguments: [
    ("a\n{% include 'x' %}", "line 2", "the statement \"include\""),
    ("{{ x | shout }}", "line 1", "the filter \"shout\""),
    ("{{ x.y.z }}", "line 1", "x.y, where x is undefined"),
    ("{{ 'a'.encode('x') }}", "line 1", "the method \"encode\" of a text"),
    ("{% if x %}", "line 1", "the end of the template"),
    ("{{ 1 is prime }}", "line 1", "the test \"prime\" of a number"),
    ("{{ raise_exception('no') }}", "line 1", "a conversation that the template refuses"),
    ("{{ 1 + 'a' }}", "line 1", "\"+\" between a number and a text"),
    ("\n\n{{ 'a }}", "line 3", "a string without its end"),
  ])
  func whatIsNotKnownIsNamed(source: String, place: String, found: String) {
    let error = modelFileError { _ = try ChatTemplate(source).text(json: "{}") }
    #expect(error?.place == place && error?.found == found, "\(error?.description ?? "")")
  }

  /// A few words that would take all memory, all of the stack or years.
  @Test(arguments: [
    (
      "{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
      "a text of 134217728 bytes"
    ),
    ("{% for i in range(900000) %}{% set ns.x = [ns.x] %}{% endfor %}", "200 nested values"),
    (
      "{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}",
      "more work than any conversation needs"
    ),
    (
      "{% for i in range(900000) %}{% for j in range(900000) %}{% endfor %}{% endfor %}",
      "more work than any conversation needs"
    ),
    ("{% set ns.y = ns %}", "a namespace within a value"),
    (
      "{{ ('a' * 900000).replace('a', 'b' * 900000) }}", "900001 texts of 900000 bytes"
    ),
    ("{{ range(900000) | unique }}", "unique of 900000 values"),
    ("{{ \(String(repeating: "-", count: 900))1 }}", "100 nested expressions"),
    ("{{ 1\(String(repeating: "+1", count: 7000)) }}", "an expression of 1000 words"),
    (
      "{% macro f() %}{{ \(String(repeating: "[", count: 60))f()"
        + "\(String(repeating: "]", count: 60)) }}{% endmacro %}{{ f() }}",
      "500 nested expressions, blocks and calls"
    ),
  ])
  func whatHasNoEndIsRefused(source: String, found: String) {
    let error = modelFileError {
      _ = try ChatTemplate("{% set ns = namespace(x='ab') %}" + source).text(json: "{}")
    }
    #expect(error?.place == "line 1" && error?.found == found, "\(error?.description ?? "")")
  }

  @Test func messages() throws {
    let template = try ChatTemplate(
      "{% for m in messages %}{{ m.role }}: {{ m.content }}{{ eos_token }}\n{% endfor %}"
        + "{% if add_generation_prompt %}assistant:{% endif %}")
    let text = try template.text(
      [ChatMessage(role: "user", content: "hi")], addsGenerationPrompt: true,
      tokens: ["eos_token": "</s>"])
    #expect(text == "user: hi</s>\nassistant:")
  }
}
