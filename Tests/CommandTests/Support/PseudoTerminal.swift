import Glibc
import Testing

/// A terminal without a screen: what a program writes to `path` can be read from `controller`.
struct PseudoTerminal {
  let controller: Int32
  let path: String

  init(width: UInt16) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(controller >= 0)
    // ioctl_tty(2); Swift does not see the macros TIOCSPTLCK and TIOCGPTN.
    var (unlocked, number): (Int32, UInt32) = (0, 0)
    try #require(
      ioctl(controller, 0x4004_5431, &unlocked) == 0 && ioctl(controller, 0x8004_5430, &number) == 0)
    path = "/dev/pts/\(number)"
    var size = winsize(ws_row: 30, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(controller, UInt(TIOCSWINSZ), &size) == 0)
  }
}
