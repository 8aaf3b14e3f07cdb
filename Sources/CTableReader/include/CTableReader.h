int table_reader_placeholder(void);
