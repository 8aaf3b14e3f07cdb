extern "C" int table_reader_placeholder(void) { return 0; }
