// Tests/GoldenTests
