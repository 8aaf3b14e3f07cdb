// Tests/LayersTests
