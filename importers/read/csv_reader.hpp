// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "importers/read/limits.hpp"
#include "importers/read/record.hpp"
#include "importers/read/window.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace importers {

struct CsvOptions {
  std::optional<char> delimiter;  ///< else a line "sep=;" at the beginning, else sniffed on the first 64 KB
  bool has_header = true;         ///< false: columns are called "column 1", "column 2", ...
  std::vector<std::string> names = {};  ///< of a file without a header: what its columns are called, in their order
};

/// RFC 4180 as it is met: any of the four delimiters, LF, CRLF or CR, newlines and doubled quotes inside quotes, a quote
/// inside an unquoted cell taken as it is. `window` holds UTF-8 text after the byte order mark; `name` is used in sentences;
/// `info` comes with what is known of the bytes below. A header that ends in a delimiter makes a nameless last column, in
/// which rows may have no cell. Throws geo::Error{input} for a file without a header, or as Reader::next.
std::unique_ptr<Reader> csv_reader(Window window, std::string name, SourceInfo info, const CsvOptions& options, const ReadLimits& limits);

}  // namespace importers
