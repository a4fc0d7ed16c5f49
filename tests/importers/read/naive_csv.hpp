// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace importers::test {

struct NaiveRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
  bool bad_quote = false;
};

struct NaiveCsv {
  std::vector<NaiveRow> rows;  ///< the header, too; empty lines left out
  bool open_quote = false;
};

/// CSV one byte at a time, slow and plain: the truth that the reader is compared with.
inline NaiveCsv naive_csv(const std::string& text, char delimiter) {
  NaiveCsv result;
  std::size_t at = 0;
  std::int64_t line = 1;
  while (at < text.size()) {
    NaiveRow row;
    row.line = line;
    const std::size_t begin = at;
    for (bool more = true; more;) {
      std::string cell;
      if (at < text.size() && text[at] == '"') {
        bool closed = false;
        for (++at; at < text.size() && !closed; ++at) {
          if (text[at] == '"' && at + 1 < text.size() && text[at + 1] == '"') {
            cell += text[at++];
          } else if (text[at] == '"') {
            closed = true;
          } else {
            if (text[at] == '\n' && text[at - 1] == '\r') { --line; }
            if (text[at] == '\n' || text[at] == '\r') { ++line; }
            cell += text[at];
          }
        }
        if (!closed) {
          result.open_quote = true;
          return result;
        }
        if (at < text.size() && text[at] != delimiter && text[at] != '\n' && text[at] != '\r') { row.bad_quote = true; }
      }
      while (at < text.size() && text[at] != delimiter && text[at] != '\n' && text[at] != '\r') { cell += text[at++]; }
      row.cells.push_back(cell);
      more = at < text.size() && text[at] == delimiter;
      at += more ? 1 : 0;
    }
    const bool blank = text.find_first_not_of(" \t", begin) >= at;
    if (row.cells.size() > 1 || !blank) { result.rows.push_back(row); }
    const bool carriage_return = at < text.size() && text[at] == '\r';
    at += at < text.size() ? 1 : 0;
    at += carriage_return && at < text.size() && text[at] == '\n' ? 1 : 0;
    ++line;
  }
  return result;
}

}  // namespace importers::test
