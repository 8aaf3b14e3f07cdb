/// A name that tries everything.
package let hostileName = "<b>&\"'</text><script>alert(1)</script>\u{0}\u{1B}[31m"
