// SPDX-License-Identifier: Apache-2.0
#include "store/views.hpp"

#include <algorithm>
#include <cassert>

namespace store {

Views::Views(SqliteStore& store, const std::vector<std::string>& collections, const geo::Role& role) {
  constexpr int tries = 5;  // another process would have to commit each time while we look
  for (int i = 0; i < tries; ++i) {
    m_rev = store.info().rev;
    store.refresh();
    m_views.clear();
    for (const std::string& collection : collections) { m_views.push_back(store.view(collection, role)); }
    if (store.info().rev == m_rev) { return; }
  }
  throw geo::Error(geo::Problem::busy, "the store is being written to all the time; try again when the import has ended",
                   "o repositório está sempre a ser escrito; tente de novo quando a importação terminar");
}

const geo::View& Views::operator[](const std::string& collection) const {
  const auto found = std::find_if(m_views.begin(), m_views.end(), [&](const auto& view) { return view->schema().id == collection; });
  assert(found != m_views.end());
  return **found;
}

std::vector<std::string> collections_seen_by(SqliteStore& store, const geo::Role& role) {
  std::vector<std::string> seen;
  for (const geo::Collection& c : store.catalog().collections) {
    if (c.result) { continue; }
    try {
      static_cast<void>(store.view(c.id, role));
      seen.push_back(c.id);
    } catch (const geo::Error& error) {
      if (error.problem() != geo::Problem::not_found) { throw; }
    }
  }
  return seen;
}

}  // namespace store
