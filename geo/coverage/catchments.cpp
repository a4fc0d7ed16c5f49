// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/catchments.hpp"

#include "geo/geometry/validity.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace geo {

CatchmentSet prepare_catchments(std::span<const Catchment> catchments) {
  std::vector<const Catchment*> order;
  for (const Catchment& c : catchments) { order.push_back(&c); }
  std::sort(order.begin(), order.end(),
            [](const Catchment* a, const Catchment* b) { return std::tie(a->id, a->area.wkb()) < std::tie(b->id, b->area.wkb()); });
  CatchmentSet set;
  for (const Catchment* c : order) {
    if (!set.used.empty() && set.used.back().id == c->id) {
      set.excluded.push_back({c->id, {"Another catchment has the same number", "Outra área tem o mesmo número"}, 0});
      continue;
    }
    Repair repair = repair_polygon(c->area);
    if (repair.unusable) {
      set.excluded.push_back({c->id, std::move(repair.reason), 1});
      continue;
    }
    if (!repair.reason.en.empty()) { set.repaired.push_back({c->id, std::move(repair.reason), repair.area_change_share}); }
    set.used.push_back({c->id, std::move(repair.geometry)});
  }
  return set;
}

}  // namespace geo
