// SPDX-License-Identifier: Apache-2.0
#include "app/edit_rules.hpp"

#include "app/context.hpp"
#include "geo/table/role.hpp"

namespace app {

std::shared_ptr<const importers::Reference> EditRules::reference(bool with_places) {
  constexpr geo::TimeMs ms_per_day = 86'400'000;
  const geo::Role role = geo::role_named("protection");
  const auto areas = m_store.view("admin_areas", role);
  const auto places = with_places ? m_store.view("settlements", role) : nullptr;
  const std::array<std::uint64_t, 2> versions{areas->version(), places ? places->version() : 0};
  const std::lock_guard lock(m_mutex);
  Known& known = m_known[with_places ? 1 : 0];
  if (!known.reference || known.versions != versions) {
    known = {versions, importers::read_reference(areas.get(), places.get(), static_cast<geo::DayNumber>(now_ms() / ms_per_day))};
  }
  return known.reference;
}

importers::ImportOptions EditRules::for_collection(const std::string& collection) {
  importers::ImportOptions options;
  options.time_zone = m_time_zone;
  options.now = now_ms();
  options.area_of_operation = m_store.area_of_operation();
  // Layers of reference are not judged by themselves.
  if (collection != "admin_areas") { options.reference = reference(collection != "settlements"); }
  return options;
}

}  // namespace app
