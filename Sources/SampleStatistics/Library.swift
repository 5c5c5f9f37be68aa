internal import CGSL

/// Access to the GNU Scientific Library that never aborts the program.
enum Library {
  /// GSL's own handler calls `abort`; without it every function returns a status instead.
  private static let handlerIsOff: Void = { _ = gsl_set_error_handler_off() }()

  /// Turns a status into an error that names the function.
  static func check(_ function: String, _ body: () -> Int32) throws(StatisticsError) {
    prepare()
    let status = body()
    guard status == Int32(GSL_SUCCESS) else {
      throw .library(function: function, reason: String(cString: gsl_strerror(status)))
    }
  }

  /// Switches the aborting handler off, once.
  static func prepare() { handlerIsOff }
}
