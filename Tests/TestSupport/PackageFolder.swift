/// The package that the tests belong to.
package enum PackageFolder {
  /// Its path.
  package static let path = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
}
