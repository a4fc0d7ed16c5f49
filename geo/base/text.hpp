// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace geo {

/// For matching only: NFKD, accents stripped, case folded, NBSP and runs of white space to one space, trimmed.
/// "  Violência  DOMÉSTICA" -> "violencia domestica". Invalid UTF-8 bytes are dropped.
std::string fold(std::string_view utf8);

/// fold(), then each run of anything but letters and digits becomes one '_', none at the ends: the form in which column
/// names are compared. "Data da Ocorrência (início)" -> "data_da_ocorrencia_inicio".
std::string fold_name(std::string_view utf8);

/// For keeping: NFC, control characters removed (tab and newline become a space unless `keep_lines`; every kind of line end
/// is one newline), byte order marks and bidirectional overrides removed, trimmed. An invalid byte becomes U+FFFD.
std::string clean(std::string_view utf8, bool keep_lines = false);
/// Whether clean() would change nothing; allocates only for text with code points from U+0300 on.
bool is_clean(std::string_view utf8, bool keep_lines = false);

bool is_valid_utf8(std::string_view bytes);
/// Windows-1252 (a superset of Latin-1 for printable text) to UTF-8; the five undefined bytes become U+FFFD.
std::string from_cp1252(std::string_view bytes);

/// Longest prefix of `utf8` of at most `bytes` that does not cut a code point.
std::string_view truncate_utf8(std::string_view utf8, std::size_t bytes);

/// An excerpt for messages, in double quotes: at most 100 characters and then "…", control characters and invalid bytes
/// replaced by U+FFFD.
std::string excerpt(std::string_view value);

}  // namespace geo
