// SPDX-License-Identifier: Apache-2.0
#include "importers/quarantine/service_columns.hpp"

#include "geo/base/number.hpp"
#include "geo/base/text.hpp"

#include <fmt/format.h>

namespace importers {
namespace {

constexpr std::size_t store_digits = 8;

}  // namespace

std::optional<Service> service_of(std::string_view column) {
  const std::string name = geo::fold_name(column);
  for (std::size_t i = 0; i < service_columns.size(); ++i) {
    if (name == service_columns[i].en || name == service_columns[i].pt) { return static_cast<Service>(i); }
  }
  return std::nullopt;
}

std::string ref_text(std::string_view store_id, const geo::QuarantineRef& ref) {
  return fmt::format("{}/{}/{}", store_id.substr(0, store_digits), ref.batch, ref.position);
}

std::optional<geo::QuarantineRef> parse_ref(std::string_view text, std::string_view store_id) {
  const std::size_t first = text.find('/');
  const std::size_t second = text.rfind('/');
  if (first == std::string_view::npos || second == first || text.substr(0, first) != store_id.substr(0, store_digits)) {
    return std::nullopt;
  }
  const auto batch = geo::parse_integer(text.substr(first + 1, second - first - 1));
  const auto position = geo::parse_integer(text.substr(second + 1));
  if (!batch || !position || *batch < 1 || *position < 0) { return std::nullopt; }
  return geo::QuarantineRef{*batch, *position};
}

}  // namespace importers
