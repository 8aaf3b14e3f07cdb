// Tests/TensorsTests
