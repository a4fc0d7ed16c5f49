// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/byte_source.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace importers {

enum class Encoding { utf8, utf16le, utf16be, cp1252 };

/// "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252".
std::string_view encoding_name(Encoding encoding);
/// What people call them ("latin1", "ISO-8859-1", "cp1252", "utf8", ... in any case). Nothing for other names.
std::optional<Encoding> encoding_named(std::string_view name);

struct EncodingGuess {
  Encoding encoding = Encoding::utf8;
  std::size_t bom_bytes = 0;
  bool guessed = false;  ///< by the bytes alone, without a byte order mark; worth a note when it is not UTF-8
};

/// By byte order mark; else UTF-8 when `first_bytes` are (a sequence cut at the end does not count unless `whole_file`);
/// else Windows-1252, unless most of the non-ASCII text is good UTF-8: then it is UTF-8 with a few broken cells, and
/// decoding all of it as Windows-1252 would break the good ones.
EncodingGuess guess_encoding(std::string_view first_bytes, bool whole_file);

/// UTF-8 from any of the encodings; `source` begins after the byte order mark. Half of a surrogate pair, or of a code unit,
/// becomes the byte FF, so that the record it stands in is found to be broken and the rest is not.
std::unique_ptr<ByteSource> utf8_source(std::unique_ptr<ByteSource> source, Encoding encoding);

/// Length of the longest prefix that does not end inside a UTF-8 sequence.
std::size_t whole_utf8_prefix(std::string_view bytes);

}  // namespace importers
