// SPDX-License-Identifier: Apache-2.0
#include "app/table.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace app {
namespace {

/// Good enough for Latin letters: one place a code point.
std::size_t width_of(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Table::Table(std::vector<std::string> headings) : m_headings(std::move(headings)) {
  for (std::string& heading : m_headings) {
    m_to_the_right.push_back(heading.front() == '>');
    if (m_to_the_right.back()) { heading.erase(0, 1); }
    m_widths.push_back(width_of(heading));
  }
}

void Table::add(std::vector<std::string> cells) {
  assert(cells.size() == m_headings.size());
  for (std::size_t c = 0; c < cells.size(); ++c) { m_widths[c] = std::max(m_widths[c], width_of(cells[c])); }
  m_rows.push_back(std::move(cells));
}

std::string Table::line(const std::vector<std::string>& cells) const {
  std::string out;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const std::string blanks(m_widths[c] - width_of(cells[c]), ' ');
    if (c > 0) { out += "  "; }
    out += m_to_the_right[c] ? blanks + cells[c] : cells[c] + blanks;
  }
  out.resize(out.find_last_not_of(' ') + 1);
  return out + "\n";
}

std::string Table::text() const {
  if (m_rows.empty()) { return ""; }
  std::string out = line(m_headings);
  for (const std::vector<std::string>& row : m_rows) { out += line(row); }
  return out;
}

}  // namespace app
