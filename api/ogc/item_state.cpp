// SPDX-License-Identifier: Apache-2.0
#include "api/ogc/item_state.hpp"

#include "api/links.hpp"
#include "geo/base/hash.hpp"
#include "geo/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace api {

geo::Fid item_id(const std::string& text) {
  const auto fid = geo::parse_integer(text);
  return fid && *fid > 0 && std::to_string(*fid) == text ? *fid : 0;
}

std::string item_state(const Call& call, const geo::View& view, const geo::BatchView& batch) {
  constexpr int writing = 1;  // raise it with any change to how features are written
  std::string shape = fmt::format("{} {} {} {} {}", writing, geo::role_text(call.site.role()), view.schema().id, batch.fid.integer(0),
                                  batch.rev.integer(0));
  for (const geo::Field& field : view.schema().fields) { shape += ' ' + field.name; }
  return geo::hash128(shape).hex();
}

std::string item_etag(const Call& call, const geo::View& view, const geo::BatchView& batch) {
  const std::string form = fmt::format("{} {}", tag(call.language), own_url(call, call.format));
  return '"' + item_state(call, view, batch) + '.' + geo::hash128(form).hex().substr(0, 12) + '"';
}

bool names_state(std::string_view if_match, std::string_view state) {
  while (!if_match.empty()) {
    const std::size_t comma = std::min(if_match.find(','), if_match.size());
    std::string_view entry = if_match.substr(0, comma);
    if_match.remove_prefix(std::min(comma + 1, if_match.size()));
    while (entry.starts_with(' ') || entry.starts_with('\t')) { entry.remove_prefix(1); }
    while (entry.ends_with(' ') || entry.ends_with('\t')) { entry.remove_suffix(1); }
    if (entry == "*") { return true; }
    if (entry.size() < 2 || entry.front() != '"' || entry.back() != '"') { continue; }  // weak tags do not count here
    entry = entry.substr(1, entry.size() - 2);
    if (entry.substr(0, entry.find('.')) == state) { return true; }
  }
  return false;
}

}  // namespace api
