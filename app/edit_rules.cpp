// SPDX-License-Identifier: Apache-2.0
#include "app/edit_rules.hpp"

#include "app/context.hpp"

namespace app {

std::shared_ptr<const importers::Reference> EditRules::reference(bool with_places, const geo::Role& role) {
  constexpr geo::TimeMs ms_per_day = 86'400'000;
  constexpr std::size_t most_roles = 64;
  const auto areas = m_store.view("admin_areas", role);
  const auto places = with_places ? m_store.view("settlements", role) : nullptr;
  const auto today = static_cast<geo::DayNumber>(now_ms() / ms_per_day);
  const State state{areas->version(), places ? places->version() : 0, today};
  const std::string key = geo::role_text(role) + (with_places ? " with places" : "");
  {
    const std::lock_guard lock(m_mutex);
    const auto found = m_known.find(key);
    if (found != m_known.end() && found->second.state == state) { return found->second.reference; }
  }
  // Read without the lock: two may do so at once, and both are right.
  auto reference = importers::read_reference(areas.get(), places.get(), today);
  const std::lock_guard lock(m_mutex);
  if (m_known.size() >= most_roles) { m_known.clear(); }
  m_known[key] = {state, reference};
  return reference;
}

importers::ImportOptions EditRules::for_collection(const std::string& collection, const geo::Role& role) {
  importers::ImportOptions options;
  options.time_zone = m_time_zone;
  options.now = now_ms();
  options.area_of_operation = m_store.area_of_operation();
  // Layers of reference are not judged by themselves.
  if (collection != "admin_areas") { options.reference = reference(collection != "settlements", role); }
  return options;
}

}  // namespace app
