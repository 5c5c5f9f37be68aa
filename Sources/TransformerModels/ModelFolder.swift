internal import Foundation

/// The folder of a model.
struct ModelFolder: Sendable {
  /// Path as the user gave it.
  let path: String

  /// - Throws: `missingFile` or `unreadableFile` if there is no folder at `path`.
  init(path: String) throws(ModelFileError) {
    guard !path.isEmpty else {
      throw ModelFileError(
        .missingFile, file: "the model", found: "an empty name", expected: "the folder of a model")
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ModelFileError(
        .missingFile, file: path, found: "no such folder", expected: "the folder of a model")
    }
    guard isFolder.boolValue else {
      throw ModelFileError(
        .unreadableFile, file: path, found: "a file", expected: "the folder of a model")
    }
    self.path = path
  }

  /// The name of the folder, symbolic links not followed.
  var name: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }

  /// Path of a file in the folder.
  func path(of file: String) -> String {
    path.hasSuffix("/") ? path + file : "\(path)/\(file)"
  }

  /// Whether the folder has this file.
  func contains(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: path(of: file))
  }

  /// A folder in this one, named by `key` of `file`.
  ///
  /// - Throws: `unsupported` if the name leads out of this folder.
  func subfolder(
    _ name: String, namedBy file: JSONFile, key: String
  ) throws(ModelFileError) -> ModelFolder {
    if name.isEmpty { return self }
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      throw file.failure(.unsupported, key, expected: "a folder in the folder of the model")
    }
    return try ModelFolder(path: path(of: name))
  }
}
