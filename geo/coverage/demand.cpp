// SPDX-License-Identifier: Apache-2.0
#include "geo/coverage/demand.hpp"

#include "geo/base/error.hpp"
#include "geo/coverage/membership.hpp"
#include "geo/geometry/area.hpp"
#include "geo/geometry/validity.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

namespace geo {
namespace {

class Judge {
 public:
  Judge(const CatchmentSet& catchments, const SiteIndex& open_sites, const Geometry& study, double service_m)
      : m_catchments(catchments), m_sites(open_sites), m_service_m(service_m), m_membership(catchments.used) {
    if (study.is_none()) { return; }
    const Repair repair = repair_polygon(study);
    if (repair.unusable) {
      throw Error(Problem::input, "The study area cannot be used: " + repair.reason.en,
                  "Não se pode usar a área de estudo: " + repair.reason.pt);
    }
    m_study = std::make_unique<PreparedArea>(repair.geometry);
  }

  Service serve(const Demand& demand) {
    Service service;
    service.reason = reason_for(demand);
    if (service.reason != NotCounted::none) { return service; }
    const auto in = m_membership.of(*demand.at);
    service.catchments = static_cast<std::uint32_t>(in.size());
    if (!in.empty()) { service.catchment = m_catchments.used[in.front()].id; }  // they are sorted by id
    service.site = m_sites.nearest(*demand.at);
    service.within = service.site && service.site->distance_m <= m_service_m;
    return service;
  }

 private:
  NotCounted reason_for(const Demand& demand) {
    const bool placed = demand.at && std::fabs(demand.at->lon) <= 180 && std::fabs(demand.at->lat) <= 90;
    if (!placed) { return NotCounted::no_position; }
    if (!(demand.weight >= 0 && std::isfinite(demand.weight))) { return NotCounted::bad_weight; }
    return !m_study || m_study->covers(*demand.at) ? NotCounted::none : NotCounted::outside_study;
  }

  const CatchmentSet& m_catchments;
  const SiteIndex& m_sites;
  double m_service_m;
  Membership m_membership;
  std::unique_ptr<PreparedArea> m_study;
};

/// Weights in rising order, so that the sum does not depend on the order of the rows.
Tally tally(std::vector<double>& weights) {
  std::sort(weights.begin(), weights.end());
  Tally sum{weights.size(), 0};
  for (const double w : weights) { sum.weight += w; }
  return sum;
}

void add_up(DemandCoverage& result, std::span<const Demand> demand) {
  std::vector<double> all;
  std::vector<double> several;
  std::vector<double> by_service[2][2];  // [in a catchment][near a site]
  for (std::size_t i = 0; i < result.rows.size(); ++i) {
    const Service& service = result.rows[i];
    if (service.reason != NotCounted::none) {
      ++result.excluded[static_cast<std::size_t>(service.reason)];
      continue;
    }
    all.push_back(demand[i].weight);
    by_service[service.catchment ? 1 : 0][service.within ? 1 : 0].push_back(demand[i].weight);
    if (service.catchments > 1) { several.push_back(demand[i].weight); }
  }
  result.used = tally(all);
  result.served = tally(by_service[1][1]);
  result.catchment_only = tally(by_service[1][0]);
  result.site_only = tally(by_service[0][1]);
  result.neither = tally(by_service[0][0]);
  result.in_several = tally(several);
}

}  // namespace

std::string_view code(NotCounted reason) {
  switch (reason) {
    case NotCounted::no_position: return "no_position";
    case NotCounted::bad_weight: return "bad_weight";
    case NotCounted::outside_study: return "outside_study";
    case NotCounted::none: break;
  }
  return "";
}

DemandCoverage demand_coverage(const CatchmentSet& catchments, const SiteIndex& open_sites, const Geometry& study,
                               std::span<const Demand> demand, const DemandOptions& options, const Progress& progress) {
  if (!(options.service_m >= 0 && std::isfinite(options.service_m))) {
    throw Error(Problem::usage, "The service distance cannot be below 0 m.", "A distância de serviço não pode estar abaixo de 0 m.");
  }
  Judge judge(catchments, open_sites, study, options.service_m);
  DemandCoverage result;
  result.rows.reserve(demand.size());
  constexpr std::size_t block = 4096;
  for (std::size_t i = 0; i < demand.size(); ++i) {
    if (i % block == 0) {
      progress.at(static_cast<std::int64_t>(i), static_cast<std::int64_t>(demand.size()));
      if (progress.cancelled()) {
        result.cancelled = true;
        break;
      }
    }
    result.rows.push_back(judge.serve(demand[i]));
  }
  add_up(result, demand);
  return result;
}

}  // namespace geo
