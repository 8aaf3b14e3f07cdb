// What kind of file it is, and the way from its bytes to text.

#include <cstring>
#include <strings.h>

#include "TableReader.hpp"

namespace {

bool startsWith(const std::string &text, const char *prefix, size_t length) {
  return text.size() >= length && std::memcmp(text.data(), prefix, length) == 0;
}

bool contains(const std::string &text, const char *part) { return text.find(part) != std::string::npos; }

struct Magic {
  const char *bytes;
  size_t length;
  const char *name;
};

/// The name of a binary format, or an empty text.
std::string binaryFormat(const std::string &head) {
  if (startsWith(head, "PK\3\4", 4)) {
    if (contains(head, "xl/") || contains(head, "[Content_Types].xml")) return "Excel workbook (xlsx)";
    if (contains(head, "opendocument.spreadsheet")) return "OpenDocument spreadsheet (ods)";
    // Without a readable list of members the name of the file has to tell.
    return "zip archive or Excel workbook (xlsx)";
  }
  static const Magic magics[] = {
      {"\xD0\xCF\x11\xE0", 4, "Excel workbook (xls)"}, {"PAR1", 4, "Parquet file"},
      {"ARROW1", 6, "Arrow (Feather) file"},           {"FEA1", 4, "Feather file"},
      {"ORC", 3, "ORC file"},                          {"Obj\1", 4, "Avro file"},
      {"\x89HDF", 4, "HDF5 (or NetCDF) file"},         {"CDF\1", 4, "NetCDF file"},
      {"CDF\2", 4, "NetCDF file"},                     {"SQLite format 3", 15, "SQLite database"},
      {"%PDF", 4, "PDF document"},                     {"\x89PNG", 4, "PNG picture"},
      {"BZh", 3, "bzip2 file"},                        {"\xFD" "7zXZ", 5, "xz file"},
      {"\x28\xB5\x2F\xFD", 4, "Zstandard file"},       {"7z\xBC\xAF", 4, "7z archive"},
      {"Rar!", 4, "RAR archive"},                      {"\x93NUMPY", 6, "NumPy array"},
      {"\x80\2", 2, "Python pickle"},                  {"\x80\4\x95", 3, "Python pickle"},
      {"RDX", 3, "R data file"},                       {"MATLAB 5.0", 10, "MATLAB file"}};
  for (const Magic &magic : magics) {
    if (startsWith(head, magic.bytes, magic.length)) return magic.name;
  }
  if (head.size() > 262 && std::memcmp(head.data() + 257, "ustar", 5) == 0) return "tar archive";
  return "";
}

bool startsWithWord(const char *text, size_t length, const char *word) {
  return length >= std::strlen(word) && strncasecmp(text, word, std::strlen(word)) == 0;
}

/// The name of a text format that is no table, or an empty text.
std::string textFormat(const char *bytes, size_t count) {
  size_t i = 0;
  while (i < count && std::strchr(" \t\r\n", bytes[i]) != nullptr && bytes[i] != 0) ++i;
  const char *text = bytes + i;
  const size_t length = std::min<size_t>(count - i, 4096);
  if (length == 0) return "";
  for (const char *word : {"<!doctype html", "<html", "<table", "<head", "<body"}) {
    if (startsWithWord(text, length, word)) return "HTML page";
  }
  if (startsWithWord(text, length, "<?xml")) return "XML file";
  const auto next = [&](size_t from) {
    while (from < length && std::strchr(" \t\r\n", text[from]) != nullptr && text[from] != 0) ++from;
    return from < length ? text[from] : '\0';
  };
  if (*text == '{' && (next(1) == '"' || next(1) == '}')) return "JSON file";
  if (*text == '[' && (next(1) == '{' || next(1) == '[' || next(1) == ']')) return "JSON file";
  return "";
}

struct Encoding {
  std::string name = "UTF-8";
  size_t markBytes = 0;
};

/// What a byte order mark, or a NUL in every second byte, tells.
Encoding detectEncoding(const std::string &head) {
  if (startsWith(head, "\xEF\xBB\xBF", 3)) return {"UTF-8", 3};
  if (startsWith(head, "\xFF\xFE\0\0", 4)) return {"UTF-32LE", 4};
  if (startsWith(head, "\0\0\xFE\xFF", 4)) return {"UTF-32BE", 4};
  if (startsWith(head, "\xFF\xFE", 2)) return {"UTF-16LE", 2};
  if (startsWith(head, "\xFE\xFF", 2)) return {"UTF-16BE", 2};
  // A few bytes prove nothing.
  if (head.size() < 16) return {};
  size_t nuls[2] = {};
  for (size_t i = 0; i < head.size(); ++i) nuls[i & 1] += head[i] == 0;
  if (nuls[1] * 4 > head.size() && nuls[0] == 0) return {"UTF-16LE", 0};
  if (nuls[0] * 4 > head.size() && nuls[1] == 0) return {"UTF-16BE", 0};
  return {};
}

bool isUTF8(const char *name) { return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0; }

}  // namespace

void openText(TableReader &reader, std::unique_ptr<ByteStage> bytes, const TableOpenOptions &options) {
  auto stage = std::make_unique<PeekableStage>(std::move(bytes));
  if (startsWith(stage->peek(), "\x1F\x8B", 2)) {
    reader.isCompressed = true;
    stage = std::make_unique<PeekableStage>(inflated(std::move(stage)));
  }
  const std::string format = binaryFormat(stage->peek());
  if (!format.empty()) throw ReadFailure(TableProblemOtherFormat, 0, format);

  Encoding encoding = detectEncoding(stage->peek());
  reader.hasByteOrderMark = encoding.markBytes > 0;
  if (options.encoding != nullptr) {
    encoding.name = options.encoding;
    // iconv's UTF-16 and UTF-32 want to see their mark.
    const bool needsMark = strcasecmp(options.encoding, "UTF-16") == 0 || strcasecmp(options.encoding, "UTF-32") == 0;
    if (needsMark) encoding.markBytes = 0;
  }
  stage->skip(encoding.markBytes);
  reader.encoding = isUTF8(encoding.name.c_str()) ? "UTF-8" : encoding.name;
  if (!isUTF8(encoding.name.c_str())) {
    reader.source = decoded(std::move(stage), encoding.name);
  } else {
    reader.source = std::move(stage);
  }
  reader.wholeBytes = options.whole_bytes > 0 ? options.whole_bytes : size_t{64} << 20;
  reader.blockBytes = options.block_bytes > 0 ? options.block_bytes : size_t{16} << 20;
  reader.readHead();

  const char *head = reader.text.data();
  const size_t count = reader.text.size();
  const std::string other = textFormat(head, count);
  if (!other.empty()) throw ReadFailure(TableProblemOtherFormat, 0, other);
  if (count > 0 && std::memchr(head, 0, std::min<size_t>(count, 4096)) != nullptr) {
    throw ReadFailure(TableProblemNotText);
  }
}

/// Reads all of a text of moderate size, else a first block of it.
void TableReader::readHead() {
  size_t room = source->expected() + 1;
  if (room > wholeBytes) room = blockBytes;
  for (;;) {
    text.reserve(room);
    const size_t held = text.size();
    const size_t fresh = source->pull(text.data() + held, room - held);
    text.resize(held + fresh);
    if (text.size() < room) {
      isWhole = true;
      return;
    }
    // A pipe does not tell its size, and a file may grow while it is read.
    if (room >= wholeBytes || (source->expected() > 0 && room >= blockBytes)) return;
    room = std::min(wholeBytes, std::max(room * 2, size_t{1} << 16));
  }
}
