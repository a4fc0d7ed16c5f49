// SPDX-License-Identifier: Apache-2.0
#include "importers/report/spreadsheet_cell.hpp"

#include "geo/base/csv.hpp"
#include "geo/base/number.hpp"

#include <algorithm>

namespace importers {
namespace {

/// "-12.5", "-12,5", "+258": signs, digits and the marks between them can do no harm.
bool is_harmless_number(std::string_view cell) {
  const std::string_view digits = cell.substr(cell.find_first_not_of("+-") == 1 ? 1 : 0);
  return geo::parse_number(cell) || (!digits.empty() && digits.find_first_not_of("0123456789.,") == std::string_view::npos);
}

/// A quote or several, and then a formula: what guarded() makes.
bool looks_guarded(std::string_view cell) {
  const std::size_t quotes = std::min(cell.find_first_not_of('\''), cell.size());
  return quotes > 0 && geo::begins_formula(cell.substr(quotes));
}

}  // namespace

std::string guarded(std::string_view cell) {
  const bool guard = looks_guarded(cell) || (geo::begins_formula(cell) && !is_harmless_number(cell));
  return (guard ? "'" : "") + std::string(cell);
}

std::string_view unguarded(std::string_view cell) { return looks_guarded(cell) ? cell.substr(1) : cell; }

void append_csv_cell(std::string& out, std::string_view cell, char delimiter) {
  const std::string safe = guarded(cell);
  const char special[] = {delimiter, '"', '\r', '\n', '\''};
  // A cell of blanks only, or with blanks around it, is quoted too: it must come back as it was.
  const bool blanks = !safe.empty() && (safe.front() == ' ' || safe.back() == ' ');
  if (!blanks && safe.find_first_of(std::string_view(special, sizeof special)) == std::string::npos) {
    out += safe;
    return;
  }
  geo::append_quoted(out, safe);
}

}  // namespace importers
