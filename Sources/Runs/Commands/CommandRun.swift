package import Foundation
import Jobs

/// This program, run as a process of its own with the words of a command: what comes out is what a user of the
/// command gets.
package struct CommandRun: Sendable {
  /// Path of the program.
  package let program: String
  /// The folder in which commands run.
  package let folder: URL
  /// The folder in which outputs lie until they are read.
  package let scratch: URL
  /// Further variables of the environment.
  package let environment: [String: String]

  /// A program and where it runs; outputs lie in the same folder unless another one is given.
  package init(
    program: String, folder: URL, scratch: URL? = nil, environment: [String: String] = [:]
  ) {
    self.program = program
    self.folder = folder
    self.scratch = scratch ?? folder
    self.environment = environment
  }

  /// Why a command has no document.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    /// Its exit code, or 128 and the number of the signal that ended it.
    package let exitCode: Int32
    /// What it said.
    package let description: String
  }

  /// The arguments of a line: blanks part them, but not between double quotes.
  package static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if character.isWhitespace, !isQuoted {
        if let whole = word { words.append(whole) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let whole = word { words.append(whole) }
    return words
  }

  /// The JSON document that a command prints.
  ///
  /// - Parameters:
  ///   - words: the arguments without `--json`.
  ///   - name: a name that no other command has that runs in the folder.
  /// - Throws: `Failure` for a command that fails, and for one whose output is no document.
  package func document(_ words: [String], name: String) throws(Failure) -> JSONTree {
    let output = scratch.appendingPathComponent("\(name).stdout")
    let errors = scratch.appendingPathComponent("\(name).stderr")
    defer {
      unlink(output.path)
      unlink(errors.path)
    }
    let code = try spawn(words + ["--json"], output: output.path, errors: errors.path)
    guard code == 0 else {
      let said = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
      let line = said.split(separator: "\n").last.map(String.init) ?? "no message"
      throw Failure(exitCode: code, description: "exit code \(code): \(line)")
    }
    guard let bytes = try? [UInt8](Data(contentsOf: output)) else {
      throw Failure(exitCode: 70, description: "its output cannot be read")
    }
    do {
      return try JSONTree(document: bytes)
    } catch {
      throw Failure(exitCode: 70, description: "its output is no JSON document: \(error)")
    }
  }

  /// Runs the program with its outputs in files: a pipe would be inherited by what other threads start.
  private func spawn(
    _ words: [String], output: String, errors: String
  ) throws(Failure) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // The system's call has no word for a folder, but every shell has.
    let shell = ["sh", "-c", "cd -- \"$0\" && exec \"$@\"", folder.path, program]
    var arguments = (shell + words).map { strdup($0) } + [nil]
    var surroundings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + surroundings { free(pointer) } }
    var process = pid_t()
    let problem = posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, &surroundings)
    guard problem == 0 else {
      throw Failure(
        exitCode: 70,
        description: "\(program) cannot be started: \(String(cString: strerror(problem)))")
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      // Ctrl-C reaches the process as well, which ends.
      guard errno == EINTR else {
        throw Failure(exitCode: 70, description: "\(program) was lost")
      }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
