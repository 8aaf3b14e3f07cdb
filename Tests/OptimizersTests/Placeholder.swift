// Tests/OptimizersTests
