// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/analysis/method.hpp"

#include <initializer_list>
#include <vector>

// What descriptions of methods are put together from, and the methods that have a file of their own.
namespace geo {

/// What every analysis is asked, its own parameters between.
std::vector<AnalysisParameter> with_common(std::vector<AnalysisParameter> own);
/// From `least_m` to 1,000 km.
AnalysisParameter length_parameter(std::string_view name, Text title, Text description, double least_m = 1);
/// width_m, neighbours_m
std::vector<AnalysisParameter> hexagon_parameters();
/// permutations, seed
std::vector<AnalysisParameter> permutation_parameters();

/// What `step` may be.
std::vector<Choice> step_choices();

using Members = std::vector<SummaryMember>;
Members joined(std::initializer_list<Members> parts);
/// See write_input(): what became of the incidents.
Members input_members();
/// hexagons, mean, standard_deviation, skewness
Members hexagon_members();
/// See write_without_statistic().
Members without_statistic_members();
/// See write_groups().
Members group_members();
/// max_scale_error
Members plane_members();
/// See hex_sensitivity().
Members sensitivity_members();
/// day, week, month, quarter, year
std::vector<Choice> step_choices();
/// See write_spread().
Members spread_members();
/// rate, population_collection, population_year, population_source, least_people
std::vector<AnalysisParameter> rate_parameters();
/// population, rates: null where no rate was asked for. \pre `what` names the places, "cells"
Members rate_members(Text what);
/// uncertain
AnalysisParameter uncertain_parameter();
/// findings, caveats
Members sentence_members();

AnalysisMethod change_method();
AnalysisMethod dbscan_method();
AnalysisMethod emerging_method();
AnalysisMethod forecast_method();
AnalysisMethod kde_method();
AnalysisMethod local_moran_method();
AnalysisMethod near_repeat_method();
AnalysisMethod st_dbscan_method();
AnalysisMethod hdbscan_method();
AnalysisMethod seasonality_method();
AnalysisMethod early_warning_method();
AnalysisMethod eb_rates_method();
AnalysisMethod scan_method();
AnalysisMethod network_kde_method();

}  // namespace geo
