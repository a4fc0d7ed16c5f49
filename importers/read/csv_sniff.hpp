// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace importers {

inline constexpr std::size_t csv_sniff_bytes = std::size_t{64} << 10U;

/// The delimiter among , ; tab | under which most records of `text` have as many cells as the first one (at least two);
/// more cells win a tie, then the order above. A comma when none divides the first record: one column.
/// `cut` says that the file goes on after `text`, so its last record is not counted.
char sniff_delimiter(std::string_view text, bool cut);

}  // namespace importers
