// SPDX-License-Identifier: Apache-2.0
#include "geo/analysis/coverage_input.hpp"

#include "geo/analysis/columns.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace geo {
namespace {

std::set<std::string, std::less<>> dissolved_councils(const View* councils) {
  std::set<std::string, std::less<>> codes;
  if (councils == nullptr) { return codes; }
  enum : std::size_t { code_column, status_column };
  const Columns columns(councils->schema(), {{"code", true}, {"status", true}});
  std::set<std::string, std::less<>> living;
  councils->scan({}, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const std::string_view code = columns.text(batch, row, code_column);
      if (code.empty()) { continue; }
      (columns.text(batch, row, status_column) == "dissolved" ? codes : living).emplace(code);
    }
    return true;
  });
  for (const std::string& code : living) { codes.erase(code); }  // two councils under one code: one of them lives
  return codes;
}

std::string label_of(std::string_view name, std::string_view code, Fid fid) {
  if (!name.empty()) { return std::string(name); }
  return code.empty() ? "#" + std::to_string(fid) : std::string(code);
}

}  // namespace

CatchmentInput catchment_input(const View& catchments, const View* councils, const Filter& filter, DayNumber day) {
  const auto dissolved = dissolved_councils(councils);
  enum : std::size_t { name_column, code_column, status_column, from_column, to_column };
  const Columns columns(catchments.schema(),
                        {{"name", true}, {"csc_code", true}, {"status", true}, {"valid_from", false}, {"valid_to", false}});
  CatchmentInput input;
  std::vector<Catchment> found;
  const auto reason_for = [&](const BatchView& batch, std::size_t row) -> std::string_view {
    const std::string_view status = columns.text(batch, row, status_column);
    if (status == "dissolved" || dissolved.contains(columns.text(batch, row, code_column))) { return "dissolved"; }
    if (columns.integer(batch, row, from_column).value_or(day) > day) { return "not_valid_yet"; }
    return columns.integer(batch, row, to_column).value_or(day) < day ? "no_longer_valid" : "";
  };
  catchments.scan(filter, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      ++input.matched;
      const Fid fid = batch.fid.integer(row);
      input.labels[fid] = label_of(columns.text(batch, row, name_column), columns.text(batch, row, code_column), fid);
      if (const std::string_view reason = reason_for(batch, row); !reason.empty()) {
        ++input.excluded[reason];
      } else {
        found.push_back({fid, batch.geometry.geometry(row)});
      }
    }
    return true;
  });
  input.set = prepare_catchments(found);
  if (!input.set.excluded.empty()) { input.excluded["no_area"] = input.set.excluded.size(); }
  return input;
}

SiteInput site_input(const View& sites, DayNumber day) {
  enum : std::size_t { status_column, opened_column, closed_column };
  const Columns columns(sites.schema(), {{"status", true}, {"opened_on", false}, {"closed_on", false}});
  SiteInput input;
  const auto reason_for = [&](const BatchView& batch, std::size_t row) -> std::string_view {
    if (columns.text(batch, row, status_column) != "active") { return "not_active"; }
    if (columns.integer(batch, row, opened_column).value_or(day) > day) { return "not_open_yet"; }
    if (columns.integer(batch, row, closed_column).value_or(std::int64_t{day} + 1) <= day) { return "closed"; }
    return batch.geometry.is_none(row) ? "no_location" : "";
  };
  sites.scan({}, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      ++input.matched;
      if (const std::string_view reason = reason_for(batch, row); !reason.empty()) {
        ++input.excluded[reason];
      } else {
        input.open.push_back({batch.fid.integer(row), batch.geometry.anchor(row)});
      }
    }
    return true;
  });
  std::sort(input.open.begin(), input.open.end(), [](const Place& a, const Place& b) { return a.id < b.id; });
  return input;
}

std::vector<Settlement> settlement_input(const View& settlements, const Filter& filter) {
  enum : std::size_t { name_column, people_column };
  const Columns columns(settlements.schema(), {{"name", true}, {"population", false}});
  std::vector<Settlement> found;
  settlements.scan(filter, columns.names(), [&](const BatchView& batch, std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      Settlement s;
      s.fid = batch.fid.integer(row);
      s.name = columns.text(batch, row, name_column);
      s.people = columns.integer(batch, row, people_column);
      if (!batch.geometry.is_none(row)) { s.at = batch.geometry.anchor(row); }
      found.push_back(std::move(s));
    }
    return true;
  });
  const auto rank = [](const Settlement& s) {
    return s.at ? std::tuple(true, s.at->lon, s.at->lat, s.fid) : std::tuple(false, 0.0, 0.0, s.fid);
  };
  std::sort(found.begin(), found.end(), [&](const Settlement& a, const Settlement& b) { return rank(a) < rank(b); });
  return found;
}

}  // namespace geo
