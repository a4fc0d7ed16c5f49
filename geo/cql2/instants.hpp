// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/expression.hpp"

#include <optional>
#include <string_view>

namespace geo::cql2 {

/// "2022-04-16" as a date. Nothing for anything else.
std::optional<Expression> date_of(std::string_view text);
/// "2022-04-16T10:13:19Z", with any offset, without one UTC. Nothing for anything else.
std::optional<Expression> timestamp_of(std::string_view text);
/// One end of an interval: a date, a timestamp, "..".
std::optional<Expression> end_of_interval(std::string_view text);

}  // namespace geo::cql2
