// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geo {

// Reading: the whole token or nothing. No spaces, no leading '+', no hexadecimal, no "inf" or "nan"; a number too large for
// its type is nothing too. Independent of the locale.

/// "12", "-0.5", ".5", "1e3".
std::optional<double> parse_number(std::string_view token);
/// As parse_number, with `decimal_sign` ('.' or ',') the only sign taken. "12,5" with ',' -> 12.5; "12.5" with ',' -> nothing.
std::optional<double> parse_decimal(std::string_view token, char decimal_sign);
std::optional<std::int64_t> parse_integer(std::string_view token);

// Writing, as JSON numbers.

/// Lattice steps of lonlat.hpp as degrees, exact, without needless zeros: 405000000 -> "40.5".
void append_coordinate(std::string& out, std::int32_t lattice);
/// The shortest text that reads back as the same number; whole numbers below 1e15 without exponent, -0 as "0".
/// Precondition: finite.
void append_number(std::string& out, double value);
void append_integer(std::string& out, std::int64_t value);
/// Rounded to `decimals` (0..12), without needless zeros: (2.50049, 3) -> "2.5". -0 as "0"; numbers with more than 15 digits as
/// append_number has them. Precondition: finite.
void append_rounded(std::string& out, double value, int decimals);

}  // namespace geo
