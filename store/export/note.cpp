// SPDX-License-Identifier: Apache-2.0
#include "store/export/note.hpp"

#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "geo/cql2/parse.hpp"

#include <fmt/format.h>

namespace store {
namespace {

/// Kept with the file in both languages: it may end up with anybody.
const geo::Text& warning() {
  static const geo::Text text{
      "Contains exact locations: protect this file. Keep it on encrypted disks, give it to nobody who does not need it, delete it after "
      "use.",
      "Contém localizações exactas: proteja este ficheiro. Guarde-o em discos cifrados, não o dê a quem dele não precisa, apague-o depois "
      "de o usar."};
  return text;
}

/// One end of an interval; ".." when it is open.
std::string end_of(geo::TimeMs end) { return end == INT64_MIN || end == INT64_MAX ? ".." : geo::format_time(end); }

std::string provenance_json(const geo::Provenance& result) {
  std::string json;
  geo::JsonWriter w(json);
  w.begin_object().member("method", result.method).key("parameters").raw(result.parameters).key("summary").raw(result.summary);
  w.key("inputs").begin_array();
  for (const std::string& input : result.inputs) { w.value(input); }
  w.end_array().member("role", result.role).member("rev", result.rev).member("made_at", geo::format_time(result.made_at)).end_object();
  return json;
}

/// To a role that does not see everything a commit number would tell of writes that it may not know of.
bool may_know_commit(const geo::Role& role) {
  return role.row_clearance == geo::most_confidential && role.field_clearance == geo::most_confidential && role.areas.empty();
}

}  // namespace

Facts facts_of(const std::vector<std::shared_ptr<const geo::View>>& views, const ExportNote& note, const geo::Filter& filter) {
  Facts facts{{"exported_at", geo::format_time(note.at)}, {"role", geo::role_text(note.role)}};
  if (note.rev && may_know_commit(note.role)) { facts.emplace_back("commit", std::to_string(*note.rev)); }
  if (!note.store_id.empty()) { facts.emplace_back("store", note.store_id); }
  if (!note.export_id.empty()) { facts.emplace_back("export", note.export_id); }
  if (filter.bbox) {
    facts.emplace_back("bbox", fmt::format("{},{},{},{}", filter.bbox->west, filter.bbox->south, filter.bbox->east, filter.bbox->north));
  }
  if (filter.datetime) { facts.emplace_back("datetime", end_of(filter.datetime->from) + "/" + end_of(filter.datetime->to)); }
  if (filter.where) { facts.emplace_back("filter", geo::cql2::to_text(*filter.where)); }
  facts.emplace_back("warning_pt", warning().pt);
  facts.emplace_back("warning_en", warning().en);
  for (const auto& view : views) {
    const auto& result = view->schema().result;
    if (result) { facts.emplace_back("result " + view->schema().id, provenance_json(*result)); }
  }
  return facts;
}

std::string remark_of(const ExportNote& note) {
  const bool pt = note.language == "pt";
  return fmt::format("{} {}, {} {}. {}", pt ? "Exportado em" : "Exported", geo::format_time(note.at), pt ? "papel" : "role",
                     geo::role_text(note.role), pt ? warning().pt : warning().en);
}

}  // namespace store
