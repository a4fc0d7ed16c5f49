// SPDX-License-Identifier: Apache-2.0
#include "api/site.hpp"

#include "store/audit/acting.hpp"

#include <algorithm>

namespace api {

std::shared_ptr<const geo::View> Site::view_if_any(const std::string& collection) const {
  try {
    return m_parts.store.view(collection, m_who.role);
  } catch (const geo::Error& error) {
    if (error.problem() != geo::Problem::not_found) { throw; }
    return nullptr;
  }
}

std::shared_ptr<const geo::View> Site::view(const std::string& collection) const {
  auto view = view_if_any(collection);
  if (!view) { throw geo::Error(geo::Problem::not_found, "There is no such collection.", "Não existe tal colecção."); }
  return view;
}

std::vector<std::shared_ptr<const geo::View>> Site::views() const {
  std::vector<std::shared_ptr<const geo::View>> views;
  for (const geo::Collection& collection : m_parts.store.catalog().collections) {
    if (auto view = view_if_any(collection.id)) { views.push_back(std::move(view)); }
  }
  return views;
}

bool Site::leaves_trace(const geo::View& view) const {
  if (is_public()) { return false; }
  if (view.schema().default_confidentiality > 0) { return true; }
  static const geo::Role anybody = geo::role_named("visitor");
  const auto seen_by_anybody = Site(m_parts, Identity{anybody}).view_if_any(view.schema().id);
  if (!seen_by_anybody) { return true; }
  const auto is_more = [&](const geo::Field& f) {
    return !f.system && f.name != "extra" && seen_by_anybody->schema().field(f.name) == nullptr;
  };
  const auto& fields = view.schema().fields;
  // Whoever sees more than anybody sees at least the same rows: as many are the same.
  return std::any_of(fields.begin(), fields.end(), is_more) || count(view, {}) != count(*seen_by_anybody, {});
}

bool Site::may_import() const {
  const bool sees_all = m_who.role.areas.empty() && m_who.role.row_clearance >= geo::most_confidential &&
                        m_who.role.field_clearance >= geo::most_confidential && m_who.role.grants.empty();
  return may_write() && sees_all && m_parts.options.imports != nullptr;
}

std::shared_ptr<const geo::View> Site::whole_view(const std::string& collection) const {
  return m_parts.store.view(collection, geo::role_named("protection"));
}

geo::Feature Site::whole_row(const geo::View& whole, const geo::BatchView& seen, geo::Fid fid) {
  geo::Query query;
  query.fid = fid;
  query.limit = 1;
  // What the role does not see does not exist for it, and cannot be written either.
  if (seen.rows == 1) {
    const geo::Page page = whole.find(query);
    if (page.batch.rows == 1) { return geo::feature_at(page.batch, 0); }
  }
  throw geo::Error(geo::Problem::not_found, "There is no such feature in this collection.", "Não existe tal elemento nesta colecção.");
}

geo::BatchOutcome Site::edit(const std::string& collection, const geo::Edit& edit) const {
  const std::string name = m_who.signed_in() ? m_who.account.name : "-";
  const store::ActingAs acting({name, geo::role_text(m_who.role)});
  geo::BatchInfo info;
  info.collection = collection;
  info.kind = "edit";
  info.operator_name = name;
  return m_parts.store.edit(info, {edit});
}

}  // namespace api
