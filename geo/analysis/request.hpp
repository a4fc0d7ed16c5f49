// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/analysis.hpp"
#include "geo/analysis/change_analysis.hpp"
#include "geo/analysis/cluster_analysis.hpp"
#include "geo/analysis/forecast_analysis.hpp"
#include "geo/analysis/hotspot_input.hpp"
#include "geo/analysis/kde_analysis.hpp"
#include "geo/analysis/method.hpp"
#include "geo/analysis/near_repeat_analysis.hpp"
#include "geo/analysis/population_input.hpp"
#include "geo/analysis/time_steps.hpp"
#include "geo/base/time.hpp"
#include "geo/base/workers.hpp"
#include "geo/hotspots/permutation.hpp"
#include "geo/table/view.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace geo {

/// One question to a store, whoever asks it.
struct AnalysisRequest {
  std::string method;                   ///< of analysis_methods()
  std::string incidents = "incidents";  ///< the collection
  Filter filter;
  std::string category;  ///< those that begin with it; empty: all
  bool include_patrol = false;
  Uncertain uncertain = Uncertain::exclude;     ///< kde, gi-star, local-moran
  KdeParameters kde = {};                       ///< but for what stands above
  std::optional<double> width_m, neighbours_m;  ///< of hexagons
  PermutationOptions chance;
  StepLength step = StepLength::month;  ///< emerging
  std::size_t lag = 1;                  ///< emerging
  ChangeParameters change = {};         ///< but for what stands above
  ClusterParameters cluster = {};
  ForecastParameters forecast = {};       ///< but for what stands above
  NearRepeatParameters near_repeat = {};  ///< but for what stands above
  std::optional<int> level = {};          ///< of administrative areas to count in
  std::size_t baseline = 7;               ///< early-warning
  PopulationOptions population = {};      ///< eb-rates, scan, and where `rate`
  bool rate = false;                      ///< kde, gi-star: per people
  std::string people = "population";      ///< the collection of those
  double least_people = least_people_of_a_rate;
  double max_share = 0.5;              ///< scan
  std::optional<double> lixel_m = {};  ///< network-kde
  double snap_m = 200;                 ///< network-kde
  double service_m = 10'000;           ///< coverage-gaps
  DayNumber day = 0;                   ///< today: what is valid and open on it
  int days = 30;                       ///< how long the result is kept
};

/// Reads what was given; the rest is by default. Throws Error{usage} that names the parameter and says what would be right: for one
/// that the method does not have, a value of another type or out of range, a period that is none.
AnalysisRequest analysis_request(const AnalysisMethod& method, const Arguments& given, DayNumber today);

/// "a number from 1 to 1000000 (m)": what may be given.
Text allowed_values(const AnalysisParameter& parameter);
/// Throws the Error{usage} that says so.
[[noreturn]] void refuse_argument(const AnalysisParameter& parameter, const std::string& shown);
[[noreturn]] void refuse_parameter(const AnalysisMethod& method, std::string_view name);

/// The collections that the answer is read from.
std::vector<std::string> collections_of(const AnalysisRequest& request);

/// Answers with what the views show; not sealed, and without the commit. Gi* looks in the area of operation, else in the administrative
/// areas; coverage the other way round. `view` gives any of collections_of(). Throws what the analyses throw.
Analysis analyse(const AnalysisRequest& request, const std::function<const View&(const std::string&)>& view,
                 const std::optional<Geometry>& area_of_operation, const Progress& progress, const Workers& workers = one_by_one);

}  // namespace geo
