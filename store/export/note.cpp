// SPDX-License-Identifier: Apache-2.0
#include "store/export/note.hpp"

#include "geo/base/json.hpp"
#include "geo/base/time.hpp"
#include "geo/cql2/parse.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace store {
namespace {

bool holds_exact_places(const geo::View& view) {
  const auto& result = view.schema().result;
  return !result || result->method == "coverage-gaps";
}

/// Kept with the file in both languages: it may end up with anybody.
const geo::Text& warning(bool is_exact, const geo::Role& role) {
  static const geo::Text for_all{"Results of analyses: no exact locations, and only what anybody may see.",
                                 "Resultados de análises: sem localizações exactas, e só o que qualquer pessoa pode ver."};
  static const geo::Text results{
      "Results of analyses of rows that not everybody may see: single places may be worked out of them. Treat this file like those rows: "
      "keep it on encrypted disks, give it only to those who may see them, delete it after use.",
      "Resultados de análises de linhas que nem todos podem ver: deles podem calcular-se lugares isolados. Trate este ficheiro como essas "
      "linhas: guarde-o em discos cifrados, dê-o só a quem as pode ver, apague-o depois de o usar."};
  static const geo::Text exact{
      "Contains exact locations: protect this file. Keep it on encrypted disks, give it to nobody who does not need it, delete it after "
      "use.",
      "Contém localizações exactas: proteja este ficheiro. Guarde-o em discos cifrados, não o dê a quem dele não precisa, apague-o depois "
      "de o usar."};
  if (is_exact) { return exact; }
  return geo::is_public(role) ? for_all : results;
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
  const geo::Text& words = warning(hold_exact_places(views), note.role);
  facts.emplace_back("warning_pt", words.pt);
  facts.emplace_back("warning_en", words.en);
  for (const auto& view : views) {
    const auto& result = view->schema().result;
    if (result) { facts.emplace_back("result " + view->schema().id, provenance_json(*result)); }
  }
  return facts;
}

bool hold_exact_places(const std::vector<std::shared_ptr<const geo::View>>& views) {
  return std::any_of(views.begin(), views.end(), [](const auto& view) { return holds_exact_places(*view); });
}

geo::Text keeping_of(const std::vector<std::shared_ptr<const geo::View>>& views, const geo::Role& role) {
  if (hold_exact_places(views)) {
    return {"Only you can read it. It contains exact locations: keep it on an encrypted disk, and delete it after use.",
            "Só você o pode ler. Contém localizações exactas: guarde-o num disco cifrado e apague-o depois de o usar."};
  }
  if (geo::is_public(role)) {
    return {"Only you can read it. It contains no exact locations, and only what anybody may see.",
            "Só você o pode ler. Não contém localizações exactas, e só o que qualquer pessoa pode ver."};
  }
  return {
      "Only you can read it. It contains results of rows that not everybody may see, of which single places may be worked out: keep it on "
      "an encrypted disk, treat it like those rows, and delete it after use.",
      "Só você o pode ler. Contém resultados de linhas que nem todos podem ver, de que podem calcular-se lugares isolados: guarde-o num "
      "disco cifrado, trate-o como essas linhas e apague-o depois de o usar."};
}

std::string remark_of(const ExportNote& note, const geo::View& view) {
  const bool pt = note.language == "pt";
  const geo::Text& words = warning(holds_exact_places(view), note.role);
  return fmt::format("{} {}, {} {}. {}", pt ? "Exportado em" : "Exported", geo::format_time(note.at), pt ? "papel" : "role",
                     geo::role_text(note.role), pt ? words.pt : words.en);
}

}  // namespace store
