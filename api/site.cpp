// SPDX-License-Identifier: Apache-2.0
#include "api/site.hpp"

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

}  // namespace api
