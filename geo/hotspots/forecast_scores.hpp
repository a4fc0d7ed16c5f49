// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

// How well a map of places where incidents were expected pointed to where they came.

namespace geo {

/// What is known of a place that a forecast was made for, in the order of places.
struct ForecastInput {
  std::span<const double> expected;  ///< incidents in the period; for all scores but the last one any number that orders places will do
  std::span<const double> area_m2;
  std::span<const double> came;    ///< incidents that did come in the period, which the forecast has not seen
  std::span<const double> before;  ///< incidents of the period before, for rri; may be empty
};

/// None where a score has no meaning: no incident came, none came before, or one came where none at all was expected (log_score).
struct ForecastScores {
  double events = 0;                  ///< that came
  std::optional<double> hit_rate;     ///< their share in the flagged places
  std::optional<double> pai;          ///< prediction accuracy index: hit rate per share of the area (Chainey, Tompson & Uhlig 2008)
  std::optional<double> pei_star;     ///< PAI by the best PAI there could have been with as much area (Hunt 2016; NIJ 2017): 0..1
  std::optional<double> ser_per_km2;  ///< search efficiency rate: incidents in the flagged places by their area (Bowers et al. 2004)
  std::optional<double> rri;          ///< recapture rate index: incidents in them by those before, by the same of all (Levine 2008)
  std::optional<double> curve_area;   ///< under the curve of hit rate by share of area: 0.5 is chance, the order of the best is below 1
  std::optional<double> log_score;    ///< mean over places of the logarithm of Poisson's probability of what came; the higher the better
};

/// Sums that scores are made of: those of several periods may be added up, and every incident weighs the same.
struct ForecastTally {
  double events = 0, hits = 0;         ///< that came: in all places, in the flagged ones
  double best_hits = 0;                ///< in the best places of as much area
  double before = 0, hits_before = 0;  ///< that had come
  double area_m2 = 0, flagged_m2 = 0;
  double curve = 0;  ///< area under the curve × events
  double log_sum = 0;
  bool is_impossible = false;  ///< something came where nothing at all was expected
  std::size_t places = 0;

  ForecastTally& operator+=(const ForecastTally& other);
  [[nodiscard]] ForecastScores scores() const;
};

/// Flagged are the places most expected per area, from the first on, up to `area_share` of all area; the last ones by a part, places
/// equally expected in equal parts, so that no order of places gains anything. Expectations below `least_expected` count as that in the log
/// score.
///
/// Throws Error{usage} for a share outside (0, 1] or a least_expected that is negative or not finite, Error{input} for numbers that are
/// negative or not finite, a place without area, or no place. Precondition: as many numbers of each as places.
ForecastTally forecast_tally(const ForecastInput& input, double area_share, double least_expected = 0);

/// Hit rate by share of the area: from (0, 0) on, a point for each set of equally expected places. Empty where nothing came.
struct HitRate {
  double area_share, hit_rate;
};
std::vector<HitRate> hit_rate_curve(const ForecastInput& input);

}  // namespace geo
