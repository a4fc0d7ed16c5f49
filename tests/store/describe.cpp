// SPDX-License-Identifier: Apache-2.0
#include "tests/store/describe.hpp"

#include "geo/base/hash.hpp"
#include "geo/base/hex.hpp"
#include "geo/cql2/parse.hpp"

#include <fmt/format.h>

#include <cstring>
#include <map>

namespace store_test {
namespace {

std::string quoted(const std::string& text) {
  constexpr std::size_t readable = 40;
  return text.size() <= readable ? "'" + text + "'" : fmt::format("'{}…{}'", text.substr(0, 4), geo::hash128(text).hex());
}

std::string describe_row(const geo::Row& row) {
  std::string out = describe(row.geometry);
  for (const geo::Value& value : row.values) { out += " " + describe(value); }
  return out;
}

std::string describe(const std::optional<geo::TimeInterval>& time) { return time ? fmt::format("[{} {}]", time->from, time->to) : "-"; }

}  // namespace

std::string describe(const geo::Value& value) {
  switch (value.index()) {
    case 0: return "null";
    case 1: return std::get<bool>(value) ? "true" : "false";
    case 2: return std::to_string(std::get<std::int64_t>(value));
    case 3: return fmt::format("{:a}", std::get<double>(value));
    default: return quoted(std::get<std::string>(value));
  }
}

std::string describe(const geo::Geometry& geometry) {
  if (geometry.is_none()) { return "()"; }
  if (geometry.kind() != geo::GeometryKind::point) {
    return fmt::format("({} {})", static_cast<int>(geometry.kind()), geo::to_hex(geometry.wkb()));
  }
  return fmt::format("({:.7f} {:.7f})", geometry.lonlat().lon, geometry.lonlat().lat);
}

std::string describe(const geo::Feature& feature) { return fmt::format("{}@{} {}", feature.fid, feature.rev, describe_row(feature.row)); }

std::string describe(const geo::Collection& c) {
  std::string out = fmt::format("{} '{}' {} {} {} {} {} {}:", c.id, c.title.en, c.description.pt, geo::to_string(c.geometry), c.time_from,
                                c.time_to, static_cast<int>(c.default_confidentiality), c.builtin);
  for (const geo::Field& f : c.fields) {
    out += fmt::format(" {}/{}/{}/{}/{}/{}/{}/{}", f.name, geo::to_string(f.type), f.title.en, f.unit, f.code_list,
                       static_cast<int>(f.confidentiality), f.hot, f.system);
    out += fmt::format("/{}/{}", f.min ? fmt::format("{}", *f.min) : "", f.max ? fmt::format("{}", *f.max) : "");
    for (const std::string& synonym : f.synonyms) { out += "/" + synonym; }
  }
  return out;
}

std::string describe(const geo::BatchOutcome& o) {
  std::string out = fmt::format("batch {} rev {} +{} ~{} ={} {}", o.batch, o.rev, o.inserted, o.updated, o.unchanged,
                                o.already_imported ? "already" : "");
  const std::pair<const char*, std::int64_t> rarer[] = {{"returned", o.returned}, {"withdrawn", o.withdrawn},        {"absent", o.absent},
                                                        {"present", o.present},   {"resolved", o.resolved},          {"removed", o.removed},
                                                        {"kept", o.kept},         {"refused again", o.refused_again}};
  for (const auto& [name, number] : rarer) {
    if (number != 0) { out += fmt::format(" {} {}", name, number); }
  }
  for (const std::int64_t line : o.superseded_lines) { out += fmt::format(" ^{}", line); }
  return out;
}

std::string describe(const store::BatchRecord& r) {
  return fmt::format("{} rev {} at {} {} {} '{}' '{}' '{}' '{}' '{}' +{} ~{} -{} !{} {} {} {} {}", r.id, r.rev, r.at, r.info.collection,
                     r.info.kind, r.info.source, r.info.file_name, r.info.file_sha256, r.info.options, r.info.operator_name, r.inserted,
                     r.updated, r.withdrawn, r.rejected, r.info.complete ? "complete" : "", r.alive ? "alive" : "dead", r.undone_rev,
                     r.report_json);
}

std::string describe(const geo::RejectedRow& r) {
  return fmt::format("{} '{}' '{}' {} '{}' '{}' {} {} '{}' {}{}", r.line, r.column, r.value, r.rule, r.message.en, r.message.pt, r.raw_json,
                     r.whole ? "whole" : "cut", r.source_key, r.raw.hex(), r.corrects ? " for " + describe(*r.corrects) : "");
}

std::string describe(const geo::QuarantineRef& ref) { return fmt::format("{}/{}", ref.batch, ref.position); }

std::string describe(const store::RowVersion& v) {
  std::string out = fmt::format("@{}{} {}", v.rev, v.deleted ? " gone" : "", describe_row(v.row));
  if (v.commit) {
    const store::CommitNote& c = *v.commit;
    out += fmt::format(" by {} {} at {}{} content of {} '{}' '{}'", c.batch, c.kind, c.at, c.undone ? " undone" : "", c.content_of,
                       c.file_name, c.operator_name);
  }
  return out;
}

std::string describe(const geo::BBox& b) { return fmt::format("[{:.7f} {:.7f} {:.7f} {:.7f}]", b.west, b.south, b.east, b.north); }

std::string describe(const geo::Filter& filter) {
  return fmt::format("bbox {} datetime {} where {}", filter.bbox ? describe(*filter.bbox) : "-", describe(filter.datetime),
                     filter.where ? geo::cql2::to_text(*filter.where) : "-");
}

std::string describe(const geo::Query& q) {
  std::string out = fmt::format("{} fid {} after {} limit {} columns", describe(q.filter), q.fid.value_or(-1), q.after, q.limit);
  for (const std::string& name : q.columns) { out += " " + name; }
  out += fmt::format(" offset {} sort", q.offset);
  for (const geo::SortKey& key : q.sort) { out += fmt::format(" {}{}", key.descending ? "-" : "+", key.field); }
  return out + fmt::format(" after {} keys", q.after_keys.size());
}

std::string describe(const geo::Edit& edit) {
  return edit.remove ? fmt::format("remove {}", edit.fid) : fmt::format("put {} {}", edit.fid, describe_row(edit.row));
}

std::string describe(const geo::Page& page) {
  std::string out;
  for (std::size_t i = 0; i < page.batch.rows; ++i) { out += describe(geo::feature_at(page.batch, i)) + "\n"; }
  return out + (page.more ? "more" : "end");
}

std::string describe(const geo::View& view) {
  geo::Query everything;
  everything.limit = UINT32_MAX;
  return fmt::format("{}\n{} {}\n{}", describe(view.schema()), describe(view.extent()), describe(view.time_extent()),
                     describe(view.find(everything)));
}

std::string scanned(const geo::View& view, const geo::Filter& filter, const std::vector<std::string>& columns) {
  std::map<geo::Fid, std::string> rows;
  std::string faults;
  view.scan(filter, columns, [&](const geo::BatchView& batch, std::span<const std::uint32_t> matches) {
    for (std::size_t i = 0; i < matches.size(); ++i) {
      if (i > 0 && matches[i] <= matches[i - 1]) { faults += "positions do not ascend\n"; }
      geo::Feature feature = geo::feature_at(batch, matches[i]);
      if (columns.empty()) { feature.row.values.clear(); }  // columns nobody asked for
      if (!rows.emplace(feature.fid, describe(feature)).second) { faults += fmt::format("fid {} came twice\n", feature.fid); }
    }
    return true;
  });
  for (const auto& [fid, row] : rows) { faults += row + "\n"; }
  return faults;
}

std::string describe(const geo::Aggregate& aggregate) {
  std::string out = fmt::format("without {}", aggregate.without_geometry);
  for (const geo::CellCount& c : aggregate.cells) { out += fmt::format(" {}:{}", c.cell, c.count); }
  return out;
}

std::string answer(const std::function<std::string()>& call) {
  try {
    return call();
  } catch (const geo::Error& e) { return fmt::format("problem {}", static_cast<int>(e.problem())); }
}

}  // namespace store_test
