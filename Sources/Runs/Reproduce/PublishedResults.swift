import EmbeddedResults
import HardwareSpecs
import IsingModels

/// The published results of this binary, and those in files.
public enum PublishedResults {
  /// All that the binary carries, by name.
  ///
  /// - Throws: `RunFailure` where one of them cannot be read.
  public static func all() throws(RunFailure) -> [PublishedResult] {
    try RunFailure.ending {
      try EmbeddedResults.files.keys.sorted().map { name in
        try PublishedResult(yaml: EmbeddedResults.files[name] ?? [], file: "\(name).yaml")
      }
    }
  }

  /// Those of names or paths; all of them for `all`.
  ///
  /// - Throws: `RunFailure` for a name that there is not, and for a file that cannot be read.
  public static func chosen(_ names: [String]) throws(RunFailure) -> [PublishedResult] {
    try RunFailure.ending {
      var chosen: [PublishedResult] = []
      for name in names {
        if name == "all" {
          chosen += try all()
        } else if let bytes = EmbeddedResults.files[name] {
          chosen.append(try PublishedResult(yaml: bytes, file: "\(name).yaml"))
        } else if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
          chosen.append(try PublishedResult(yaml: try SpecLibrary.file(name), file: name))
        } else {
          throw UnknownName(
            name, what: "result", known: ["all"] + EmbeddedResults.files.keys.sorted())
        }
      }
      var seen: Set<String> = []
      return chosen.filter { seen.insert($0.name).inserted }
    }
  }
}
