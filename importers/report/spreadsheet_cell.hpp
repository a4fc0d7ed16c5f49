// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace importers {

/// A cell that a spreadsheet takes for text: one quote in front when it would run it as a formula (= + - @ TAB CR, full-width ones
/// too). What is only a number stays one. A cell that begins like one so guarded gets one more quote, so that unguarded() always
/// gives back what was there.
std::string guarded(std::string_view cell);
/// What guarded() was given; for a cell that it never made, the cell itself.
std::string_view unguarded(std::string_view cell);

/// The cell guarded and in double quotes where CSV with this delimiter needs them, appended.
void append_csv_cell(std::string& out, std::string_view cell, char delimiter);

}  // namespace importers
