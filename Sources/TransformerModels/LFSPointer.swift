/// The few lines that git leaves in place of a large file where git-lfs is not installed.
enum LFSPointer {
  private static let beginning = Array("version https://git-lfs.github.com/spec/".utf8)

  /// - Throws: `unreadableFile` if the file is such a pointer, with what to do.
  static func check(_ file: MappedFile) throws(ModelFileError) {
    guard file.count >= beginning.count, file.copy(0..<beginning.count) == beginning else { return }
    throw ModelFileError(
      .unreadableFile, file: file.path, found: "a Git LFS pointer, not the file itself",
      expected: "the file that it stands for: run \"git lfs pull\" in the folder of the model")
  }
}
