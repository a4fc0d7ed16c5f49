// SPDX-License-Identifier: Apache-2.0
#include "importers/read/csv_sniff.hpp"

#include <array>
#include <cstddef>

namespace importers {
namespace {

constexpr std::size_t enough_records = 500;

/// Counts cells of the records one after the other; quotes as in the reader.
class CellCounter {
 public:
  CellCounter(std::string_view text, char delimiter) : m_text(text), m_delimiter(delimiter) {}

  /// Cells of the next record that is not an empty line, 0 at the end. `closed` is false when the text ends inside it.
  std::size_t next(bool& closed) {
    while (m_at < m_text.size() && (m_text[m_at] == '\n' || m_text[m_at] == '\r')) { ++m_at; }
    if (m_at == m_text.size()) { return 0; }
    std::size_t cells = 1;
    for (;;) {
      if (m_at < m_text.size() && m_text[m_at] == '"') { skip_quoted(); }
      while (m_at < m_text.size() && m_text[m_at] != m_delimiter && m_text[m_at] != '\n' && m_text[m_at] != '\r') { ++m_at; }
      closed = m_at < m_text.size();
      if (!closed || m_text[m_at] != m_delimiter) { return cells; }
      ++m_at;
      ++cells;
    }
  }

 private:
  void skip_quoted() {
    ++m_at;
    while (m_at < m_text.size()) {
      const bool quote = m_text[m_at] == '"';
      ++m_at;
      if (!quote) { continue; }
      if (m_at == m_text.size() || m_text[m_at] != '"') { return; }
      ++m_at;
    }
  }

  std::string_view m_text;
  char m_delimiter;
  std::size_t m_at = 0;
};

struct Fit {
  std::size_t columns = 0;
  double share = 0;
};

Fit fit_of(std::string_view text, bool cut, char delimiter) {
  CellCounter counter(text, delimiter);
  bool closed = true;
  Fit fit;
  fit.columns = counter.next(closed);
  std::size_t same = 1;
  std::size_t records = 1;
  while (records < enough_records) {
    const std::size_t cells = counter.next(closed);
    if (cells == 0 || (cut && !closed)) { break; }
    ++records;
    same += cells == fit.columns ? 1U : 0U;
  }
  fit.share = static_cast<double>(same) / static_cast<double>(records);
  return fit;
}

}  // namespace

char sniff_delimiter(std::string_view text, bool cut) {
  static constexpr std::array<char, 4> candidates{',', ';', '\t', '|'};
  char best = ',';
  Fit best_fit;
  for (const char candidate : candidates) {
    const Fit fit = fit_of(text, cut, candidate);
    if (fit.columns < 2) { continue; }
    if (fit.share > best_fit.share || (fit.share == best_fit.share && fit.columns > best_fit.columns)) {
      best = candidate;
      best_fit = fit;
    }
  }
  return best;
}

}  // namespace importers
