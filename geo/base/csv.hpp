// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace geo {

/// Whether a spreadsheet would take the text for a formula, or a number: it begins with = + - @, TAB, CR, or the full-width = + - @.
bool begins_formula(std::string_view text);

/// Appends the text in quotes, its own doubled.
void append_quoted(std::string& out, std::string_view text);

/// Appends one cell of a CSV file (RFC 4180): in quotes where it must be, quotes doubled, NUL left out. Text that a spreadsheet
/// would run as a formula — it begins with = + - @, TAB, CR, or the full-width = + - @ — gets a single quote before it; a
/// number stays a number (OWASP ASVS 1.2.10).
void append_csv_cell(std::string& out, std::string_view text);

}  // namespace geo
