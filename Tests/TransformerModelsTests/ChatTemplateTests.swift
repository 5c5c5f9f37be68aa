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
