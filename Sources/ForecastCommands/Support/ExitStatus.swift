/// The exit codes of the program (those of sysexits.h, and 130 as shells report an interrupt).
enum ExitStatus: Int32 {
  case success = 0
  /// Everything was done, but not all of it came out well: runs of a sweep failed, a published number was missed.
  case incomplete = 1
  case usage = 64
  case badData = 65
  case missingFile = 66
  case internalError = 70
  case cannotCreate = 73
  case writeFailed = 74
  /// The state was kept on the request of a batch system: the same command goes on.
  case tryAgain = 75
  case interrupted = 130
  /// The system asked for the end, as shells report it.
  case terminated = 143
  /// The terminal was closed, as shells report it.
  case hungUp = 129
  /// Nobody reads the results any more, as shells report it.
  case closedPipe = 141
}
