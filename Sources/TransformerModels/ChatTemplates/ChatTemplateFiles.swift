import ByteFormats

/// Where a folder keeps the template of chats.
enum ChatTemplateFiles {
  /// `chat_template.jinja`, or `chat_template` of `tokenizer_config.json`: a text, or a list of named
  /// texts of which the one called `default` counts. `nil` if there is none.
  static func read(folder: ModelFolder, _ file: JSONFile) throws(ModelFileError) -> String? {
    if folder.contains("chat_template.jinja") {
      let path = folder.path(of: "chat_template.jinja")
      let bytes = try MappedFile(path: path)
      guard let text = String(validating: bytes.copy(0..<bytes.count), as: UTF8.self) else {
        throw ModelFileError(
          .invalidText, file: path, found: "bytes that are not UTF-8", expected: "UTF-8")
      }
      return text
    }
    guard case .array = file.value("chat_template") else {
      return file.value("chat_template") == nil ? nil : try file.string("chat_template")
    }
    for entry in try file.sections("chat_template") where try entry.string("name") == "default" {
      return try entry.string("template")
    }
    return nil
  }
}
