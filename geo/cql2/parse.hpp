// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/cql2/limits.hpp"
#include "geo/table/expression.hpp"

#include <string>
#include <string_view>

namespace geo::cql2 {

/// CQL2 text (OGC 21-065r2, annex B). Throws Error{usage} with the character (from 1) at which it cannot go on and what would be
/// right there, Error{too_large} over a limit. Linear in the text.
Expression parse_text(std::string_view text, const Limits& limits = {});

/// CQL2 JSON (annex C). Throws as parse_text(), with the path of the member instead of the character.
Expression parse_json(std::string_view json, const Limits& limits = {});

/// What parse_text() reads as the same tree; keywords in capitals, brackets only where they are needed.
std::string to_text(const Expression& expression);
/// What parse_json() reads as the same tree.
std::string to_json(const Expression& expression);

}  // namespace geo::cql2
