// Tests/PersistenceTests
