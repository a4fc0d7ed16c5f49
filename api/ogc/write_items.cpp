// SPDX-License-Identifier: Apache-2.0
// OGC API - Features Part 4: features are created, replaced, updated and removed, by who may write, under the rules of imports.
#include "api/errors.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/json/feature_writer.hpp"
#include "api/links.hpp"
#include "api/ogc/crs.hpp"
#include "api/ogc/item_state.hpp"
#include "api/ogc/written_row.hpp"
#include "api/unauthorized.hpp"
#include "geo/crs/name.hpp"
#include "importers/one_feature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

namespace api {
namespace {

using importers::SentFeature;

constexpr int most_attempts = 5;  ///< when others change what the role does not see of the row meanwhile

std::optional<Response> refuse_writer(const Call& call, const geo::View& view) {
  const bool is_result = view.schema().result.has_value();
  if (call.site.may_write() && !is_result) { return std::nullopt; }
  const geo::Text why = is_result ? geo::Text{"Results of analyses cannot be changed.", "Os resultados de análises não se podem alterar."}
                                  : geo::Text{"Who asks may not write here.", "Quem pede não pode escrever aqui."};
  if (call.site.could_sign_in()) { return unauthorized(call.request, call.language, why); }
  return problem_in(call.language, 403, why, call.request.id);
}

/// Its media type without parameters, in small letters.
std::string media_type_of(const Request& request) {
  const std::string* field = request.header("Content-Type");
  if (field == nullptr) { return {}; }
  std::string type = field->substr(0, field->find(';'));
  while (type.ends_with(' ')) { type.pop_back(); }
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return type;
}

std::optional<Response> refuse_media_type(const Call& call, bool is_patch) {
  const std::string type = media_type_of(call.request);
  const bool fine = type == "application/geo+json" || type == "application/json" || (is_patch && type == "application/merge-patch+json");
  if (fine) { return std::nullopt; }
  return is_patch ? problem_in(call.language, 415,
                               {"The body must be a merge patch, with Content-Type: application/merge-patch+json.",
                                "O corpo tem de ser um merge patch, com Content-Type: application/merge-patch+json."},
                               call.request.id)
                  : problem_in(call.language, 415,
                               {"The body must be a feature, with Content-Type: application/geo+json.",
                                "O corpo tem de ser um elemento, com Content-Type: application/geo+json."},
                               call.request.id);
}

/// The CRS that the body is written in, by the field Content-Crs; null: CRS84.
CrsPool::Lease body_crs(const Call& call) {
  const std::string* field = call.request.header("Content-Crs");
  if (field == nullptr) { return {}; }
  const auto name = geo::parse_crs_name(*field);
  if (!name) {
    throw geo::Error(geo::Problem::usage, fmt::format("'Content-Crs' must be the URI of a CRS, such as {}.", crs84),
                     fmt::format("'Content-Crs' tem de ser o URI de um CRS, como {}.", crs84));
  }
  return name->is_crs84() ? CrsPool::Lease() : call.site.crs(*name);
}

importers::ToLonLat to_lonlat(const geo::Reprojection* crs) {
  if (crs == nullptr) { return {}; }
  return [crs](geo::LonLat as_sent) {
    const auto place = crs->to_lonlat({as_sent.lon, as_sent.lat});
    if (place) { return *place; }
    throw geo::Error(geo::Problem::input, "A position of the geometry is not one of the CRS that Content-Crs names.",
                     "Uma posição da geometria não é do CRS que Content-Crs indica.");
  };
}

/// What the rules make of a feature. `place_is_sent`: its geometry came with the request, in the CRS of the body; else it is the
/// stored one.
geo::Row checked_row(const Call& call, const geo::Catalog& catalog, const geo::Collection& whole, const SentFeature& sent,
                     bool place_is_sent) {
  const CrsPool::Lease crs = body_crs(call);
  return importers::make_row(sent, whole, catalog, call.site.options().rules(whole.id, call.site.role()),
                             to_lonlat(place_is_sent ? crs.get() : nullptr));
}

/// Who is bound to areas writes in them only: what was there must lie in one, and what comes. Public rows are no exception here.
void check_area(const Call& call, const geo::Collection& whole, const geo::Row& row) {
  const std::vector<std::string>& areas = call.site.role().areas;
  if (areas.empty()) { return; }
  for (const char* name : {"admin1_pcode", "admin2_pcode", "admin3_pcode"}) {
    const int index = whole.index_of(name);
    const auto* area = index < 0 ? nullptr : std::get_if<std::string>(&row.values[static_cast<std::size_t>(index)]);
    if (area != nullptr && std::find(areas.begin(), areas.end(), *area) != areas.end()) { return; }
  }
  throw geo::Error(geo::Problem::input, "The feature lies outside of the areas of who asks.",
                   "O elemento fica fora das áreas de quem pede.");
}

/// For who is bound to areas it is the place that says in which a feature lies: P-codes are those that it had, until it moves.
SentFeature judged_by_place(const Call& call, const SentFeature& before, SentFeature after) {
  if (call.site.role().areas.empty() || after.geometry == "null") { return after; }
  const auto is_area = [](const auto& property) { return property.first.ends_with("_pcode"); };
  std::erase_if(after.properties, is_area);
  std::copy_if(before.properties.begin(), before.properties.end(), std::inserter(after.properties, after.properties.end()), is_area);
  return after;
}

/// The feature as the role is given it, in CRS84.
SentFeature as_given(const geo::View& view, const geo::BatchView& batch) {
  std::string json = "{";
  FeatureWriter(view.schema()).append_members(json, batch, 0);
  return importers::read_feature(json + "}", view.schema(), false);
}

Response done(int status, const std::string& etag = {}) {
  Response response;
  response.status = status;
  if (!etag.empty()) { response.headers.push_back({"ETag", etag}); }
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

/// 412 when the client asks for a state that the feature no longer is in.
std::optional<Response> refuse_state(const Call& call, const geo::View& view, const geo::BatchView& batch) {
  const std::string* wanted = call.request.header("If-Match");
  if (wanted == nullptr || names_state(*wanted, item_state(call, view, batch))) { return std::nullopt; }
  return problem_in(call.language, 412,
                    {"The feature has changed since it was read. Read it again.", "O elemento mudou desde que foi lido. Leia-o de novo."},
                    call.request.id);
}

/// How the row comes out of its old state; nothing: it is removed.
using Change = std::function<std::optional<geo::Row>(const geo::View&, const geo::BatchView&, const geo::Feature& whole)>;

/// Reads, changes and writes, again when somebody else wrote in between.
Response change_item(const Call& call, const Change& change) {
  for (int attempt = 1;; ++attempt) {
    if (auto refused = refuse_writer(call, *call.site.view(call.path[0]))) { return *std::move(refused); }
    // First the whole, then what the role sees: whoever writes after the first look makes the write fail, and all is looked at again.
    const auto whole_view = call.site.whole_view(call.path[0]);
    const auto view = call.site.view(call.path[0]);
    geo::Query query;
    query.fid = item_id(call.path[1]);
    query.limit = 1;
    const geo::Page page = view->find(query);
    const geo::Feature whole = call.site.whole_row(*whole_view, page.batch, *query.fid);
    check_area(call, whole_view->schema(), whole.row);
    if (auto refused = refuse_state(call, *view, page.batch)) { return *std::move(refused); }
    const std::optional<geo::Row> row = change(*view, page.batch, whole);
    try {
      (void)call.site.edit(view->schema().id, {whole.fid, !row, row ? *row : geo::Row{}, whole.rev});
      return done(204);
    } catch (const geo::Error& error) {
      if (error.problem() != geo::Problem::conflict || attempt == most_attempts) { throw; }
    }
  }
}

/// PUT and PATCH.
Response write_over(const Call& call, bool is_patch) {
  if (auto refused = refuse_writer(call, *call.site.view(call.path[0]))) { return *std::move(refused); }
  if (auto refused = refuse_media_type(call, is_patch)) { return *std::move(refused); }
  const geo::Catalog catalog = call.site.catalog();
  return change_item(call, [&](const geo::View& view, const geo::BatchView& batch, const geo::Feature& old) {
    const geo::Collection& whole = *catalog.collection(view.schema().id);
    const SentFeature before = as_given(view, batch);
    const SentFeature sent = importers::read_feature(call.request.body, view.schema(), is_patch);
    SentFeature after = judged_by_place(call, before, is_patch ? importers::merged(before, sent) : sent);
    // The same numbers in another system are another place.
    const bool in_other_crs = sent.has_geometry && body_crs(call) != nullptr;
    refuse_json_fields(view.schema(), before, after);
    const geo::Row checked = checked_row(call, catalog, whole, without_old_areas(before, after, in_other_crs), sent.has_geometry);
    const geo::Row row = written_row({whole, view.schema(), before, after, in_other_crs}, old.row, checked);
    check_area(call, whole, row);
    return std::optional(row);
  });
}

}  // namespace

Response create_item(const Call& call) {
  const auto view = call.site.view(call.path[0]);
  if (auto refused = refuse_writer(call, *view)) { return *std::move(refused); }
  if (auto refused = refuse_media_type(call, false)) { return *std::move(refused); }
  return call.site.idempotency().once(call.request, call.site.who().whose(), call.route.path, call.language, [&] {
    const geo::Catalog catalog = call.site.catalog();
    const geo::Collection& whole = *catalog.collection(view->schema().id);
    const SentFeature sent = judged_by_place(call, {}, importers::read_feature(call.request.body, view->schema(), false));
    refuse_json_fields(view->schema(), {}, sent);
    const geo::Row row = checked_row(call, catalog, whole, sent, true);
    check_area(call, whole, row);
    const geo::BatchOutcome outcome = call.site.edit(whole.id, {0, false, row});
    Response response = done(201);
    response.headers.push_back({"Location", url(call, "/collections/" + whole.id + "/items/" + std::to_string(outcome.created.at(0)))});
    return response;
  });
}

Response replace_item(const Call& call) { return write_over(call, false); }
Response update_item(const Call& call) { return write_over(call, true); }

Response remove_item(const Call& call) {
  return change_item(call, [](const geo::View&, const geo::BatchView&, const geo::Feature&) { return std::optional<geo::Row>(); });
}

}  // namespace api
